import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { Spread } from '../../src/kernels/spread.js';
import { forceKernelBuild, liveAllocations, liveSessions } from '../../src/kernels/wasm/runtime.js';
import { builds } from './support.js';

afterEach(() => forceKernelBuild(undefined));

describe('Spread', () => {
  it.each(builds)('gives the bits of plain loops (%s)', (build) => {
    forceKernelBuild(build);
    const property = fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 6 }),
      fc.nat({ max: 1e6 }),
      fc.boolean(),
      (n, d, seed, weighted) => {
        const random = new RandomState(seed);
        const X = Matrix.of(random.standardNormal(n * d), d);
        const weight = weighted ? random.randomSample(n) : undefined;
        const spread = new Spread(X, weight);
        const closest = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
        for (let step = 0; step < 3; step++) {
          const row = (seed + step) % n;
          let sum = 0;
          for (let i = 0; i < n; i++) {
            let square = 0;
            for (let j = 0; j < d; j++) square += (X.get(row, j) - X.get(i, j)) ** 2;
            closest[i] = Math.min(square, closest[i]);
            sum += weight ? weight[i] * closest[i] : closest[i];
          }
          expect(spread.try(row)).toBe(sum);
          spread.keep();
          spread.take();
          expect(spread.closest).toEqual(closest);
        }
        spread.release();
      },
    );
    fc.assert(property, { numRuns: 100 });
    expect([liveSessions(), liveAllocations()]).toEqual([0, 0]);
  });
});
