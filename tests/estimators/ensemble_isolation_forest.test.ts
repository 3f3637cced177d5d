import { describe, expect, it } from 'vitest';
import { collectWarnings, Matrix } from '../../src/core/index.js';
import { IsolationForest } from '../../src/estimators/ensemble/isolation_forest/index.js';
import { load, save } from '../../src/persistence/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  scores: number[];
  predict: number[];
  offset: number;
  rows: number[];
  columns: number[][];
}

const fixture = loadFixture<{ X: number[][]; cases: Record<string, Case> }>('ensembles/isolation');
const X = Matrix.from2DArray(fixture.X);
const third = X.takeRows(Array.from({ length: 100 }, (_, i) => 3 * i));

describe('IsolationForest as in scikit-learn: the same rows, columns and random splits', () => {
  it.each([
    ['auto', {}],
    ['contaminated', { contamination: 0.05, maxSamples: 100 }],
    ['columns', { maxFeatures: 2, maxSamples: 64 }],
    ['bootstrap', { bootstrap: true, maxSamples: 0.5, contamination: 0.1 }],
  ] as const)('%s: scores to 1e-9', async (name, params) => {
    const forest = await new IsolationForest({ nEstimators: 20, randomState: 3, ...params }).fit(X);
    const expected = fixture.cases[name];
    expect([...forest.estimatorsSamples[0]].sort((a, b) => a - b)).toEqual(expected.rows);
    expect(forest.estimatorsFeatures.map((columns) => [...columns])).toEqual(expected.columns);
    expectClose(await forest.scoreSamples(third), expected.scores, { rtol: 1e-9 });
    expectClose(forest.offset, expected.offset, { rtol: 1e-9 });
    expect([...(await forest.predict(X))]).toEqual(expected.predict);
  });
});

describe('IsolationForest', () => {
  it('finds what lies far off, also with a value missing', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => [Math.sin(i), Math.cos(7 * i)]);
    const forest = await new IsolationForest({ randomState: 0 }).fit([...rows, [9, -9], [Number.NaN, 0.1]]);
    const scores = await forest.scoreSamples([
      [0.2, 0.1],
      [9, 9],
      [Number.NaN, 0.1],
    ]);
    expect(scores[1]).toBeLessThan(scores[0] - 0.2);
    expect(scores.every(Number.isFinite)).toBe(true);
    const decisions = await forest.decisionFunction([[9, 9]]);
    expect(decisions[0]).toBeCloseTo(scores[1] - forest.offset, 12);
  });

  it('marks the asked share of its own rows', async () => {
    const forest = new IsolationForest({ contamination: 0.1, randomState: 0 });
    const marks = await forest.fitPredict(X);
    expect(marks.filter((mark) => mark === -1).length).toBe(30);
  });

  it('is the same on any number of workers, after a warm start, and from a file', async () => {
    const make = (params: object) => new IsolationForest({ nEstimators: 20, randomState: 5, ...params });
    const one = await (await make({}).fit(X)).scoreSamples(X);
    for (const nJobs of [2, 4]) expect(await (await make({ nJobs }).fit(X)).scoreSamples(X)).toEqual(one);
    const few = await make({ nEstimators: 8, warmStart: true }).fit(X);
    const more = few.with({ nEstimators: 20 }).restore(few.fitted);
    expect(await (await more.fit(X)).scoreSamples(X)).toEqual(one);
    const again = await load(await save(more), { expect: IsolationForest });
    expect(await again.scoreSamples(X)).toEqual(one);
    expect(more.estimators.length).toBe(20);
  });

  it('draws rows of weight 0 never', async () => {
    const sampleWeight = Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? 0 : i));
    const forest = await new IsolationForest({ maxSamples: 50, randomState: 0 }).fit(X, undefined, {
      sampleWeight,
    });
    expect(forest.estimatorsSamples.every((rows) => rows.every((row) => row % 2 === 1))).toBe(true);
  });

  it('says what does not fit', async () => {
    await expect(new IsolationForest({ maxFeatures: 4 }).fit(X)).rejects.toThrow(/maxFeatures/);
    expect(() => new IsolationForest({ maxFeatures: 1.5 })).toThrow(/maxFeatures/);
    expect(() => new IsolationForest({ contamination: 0.7 })).toThrow(/contamination/);
    const { warnings } = await collectWarnings(() => new IsolationForest({ maxSamples: 500 }).fit(X));
    expect(warnings[0].message).toMatch(/more than the 300 rows/);
  });
});
