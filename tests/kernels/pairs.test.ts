import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import * as kernels from '../../src/kernels/distance_blocks.js';
import * as reference from '../../src/kernels/reference/pairs.js';
import { forceKernelBuild, liveAllocations } from '../../src/kernels/wasm/runtime.js';
import { builds, numbers } from './support.js';

afterEach(() => forceKernelBuild(undefined));

const names = ['squaredDistances', 'absoluteDistances', 'dotProducts'] as const;

describe.each(builds)('sums over pairs of rows (%s)', (build) => {
  it.each(names)('%s are the bits of plain loops', (name) => {
    forceKernelBuild(build);
    const size = fc.integer({ min: 1, max: 60 });
    const property = fc.property(size, size, size, fc.nat(), (m, n, d, seed) => {
      const X = { data: numbers((m + 2) * d, seed), columns: d, start: seed % 3, end: m };
      const Y = { data: numbers((n + 1) * d, seed + 1), columns: d, start: seed % 2, end: n + 1 };
      if (X.start >= X.end) return;
      const count = (X.end - X.start) * (Y.end - Y.start);
      const actual = new Float64Array(count);
      const expected = new Float64Array(count);
      kernels[name](X, Y, actual);
      reference[name](X, Y, expected);
      expect(actual).toEqual(expected);
    });
    fc.assert(property, { numRuns: 60 });
    expect(liveAllocations()).toBe(0);
  });

  it.each(names)('%s work in parts when there is much', (name) => {
    forceKernelBuild(build);
    const d = 61;
    const X = { data: numbers(203 * d, 1), columns: d, start: 0, end: 203 };
    const Y = { data: numbers(1501 * d, 2), columns: d, start: 0, end: 1501 };
    const actual = new Float64Array(203 * 1501);
    const expected = new Float64Array(203 * 1501);
    kernels[name](X, Y, actual);
    reference[name](X, Y, expected);
    expect(actual).toEqual(expected);
  });
});
