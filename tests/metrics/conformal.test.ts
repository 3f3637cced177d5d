import { describe, expect, it } from 'vitest';
import {
  classCoverage,
  intervalCoverage,
  meanIntervalWidth,
  meanSetSize,
  setCoverage,
  sizeStratifiedCoverage,
  winklerScore,
} from '../../src/metrics/index.js';

describe('metrics of sets', () => {
  const y = ['a', 'a', 'b', 'b'];
  const sets = [['a'], ['b'], ['a', 'b'], []];

  it('count hits, sizes and classes', () => {
    expect(setCoverage(y, sets)).toBe(0.5);
    expect(setCoverage(y, sets, { sampleWeight: [3, 1, 1, 1] })).toBeCloseTo(4 / 6, 12);
    expect(meanSetSize(sets)).toBe(1);
    expect(sizeStratifiedCoverage(y, sets)).toBe(0.5);
    expect(classCoverage(y, sets)).toEqual([
      { label: 'a', coverage: 0.5, setSize: 1, support: 2 },
      { label: 'b', coverage: 0.5, setSize: 1, support: 2 },
    ]);
  });

  it('refuse what is no list of lists', () => {
    expect(() => setCoverage(y, sets.slice(1))).toThrow(/one list of labels per row \(4\)/);
    expect(() => meanSetSize(['a'] as never)).toThrow(/one list of labels per row/);
  });
});

describe('metrics of intervals', () => {
  const intervals = [
    [0, 2],
    [1, 5],
  ];

  it('count hits and widths, and misses by their distance', () => {
    expect(intervalCoverage([2, 6], intervals)).toBe(0.5);
    expect(meanIntervalWidth(intervals)).toBe(3);
    expect(winklerScore([2, 6], intervals, { confidence: 0.8 })).toBeCloseTo((2 + 4 + 10) / 2, 12);
  });

  it('refuse other shapes and turned ends', () => {
    expect(() => meanIntervalWidth([[1], [2]])).toThrow(/n x 2/);
    expect(() => meanIntervalWidth([[2, 1]])).toThrow(/lower <= upper/);
  });
});
