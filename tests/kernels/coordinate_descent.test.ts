import { afterEach, describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { Run } from '../../src/core/run.js';
import { CoordinateDescent } from '../../src/kernels/coordinate_descent.js';
import { crossProduct, matmul } from '../../src/kernels/gemm.js';
import {
  elasticNetObjective,
  referenceCoordinateDescent,
} from '../../src/kernels/reference/coordinate_descent.js';
import { transposed } from '../../src/kernels/transpose.js';
import { forceKernelBuild, liveSessions } from '../../src/kernels/wasm/runtime.js';
import { builds, numbers } from './support.js';

afterEach(() => forceKernelBuild(undefined));

const shapes = [
  [1, 1],
  [9, 4],
  [40, 7],
  [12, 31],
  [33, 33],
] as const;

describe.each(builds)('coordinate descent, %s', (build) => {
  it.each(shapes)('%i x %i equals the reference', async (n, d) => {
    forceKernelBuild(build);
    const X = Matrix.of(numbers(n * d, n), d);
    const y = numbers(n, d + 5);
    const ySquare = y.reduce((sum, value) => sum + value * value, 0);
    for (const [l1, l2] of [
      [0.3, 0],
      [0.1, 0.5],
      [0, 0.4],
    ]) {
      for (const positive of [false, true]) {
        const problem = { X, y, l1, l2, positive };
        const expected = elasticNetObjective(problem, referenceCoordinateDescent(problem, 3000));
        const xy = matmul(X, Matrix.of(y, 1), { transposeA: true }).data;
        const solvers = [
          CoordinateDescent.onColumns(transposed(X), y),
          CoordinateDescent.onGram(crossProduct(X), xy, ySquare),
        ];
        for (const solver of solvers) {
          for (const [order, screening] of [
            [null, true],
            [null, false],
            [7, true],
          ] as const) {
            const coef = new Float64Array(d);
            const options = { l1, l2, tol: 1e-11, maxIter: 100_000, order, positive, screening };
            const { gap, goal, converged } = await solver.minimise(coef, options, new Run('test'));
            if (l1 > 0 || !positive) expect(converged).toBe(true);
            if (converged) expect(gap).toBeLessThanOrEqual(goal);
            const value = elasticNetObjective(problem, coef);
            // The gap bounds the distance to the minimum.
            if (l1 > 0) expect(value).toBeLessThanOrEqual(expected + 1.1 * goal + 1e-12);
            expect(value).toBeGreaterThanOrEqual(expected - 1e-9);
          }
          solver.release();
        }
      }
    }
    expect(liveSessions()).toBe(0);
  });
});
