import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { LogisticObjective, logisticProbabilities } from '../../src/kernels/logistic.js';
import {
  type LogisticData,
  outputsOf,
  probabilitiesFromScores,
  referenceHessian,
  referenceHessianProduct,
  referenceLossGradient,
  scoreRow,
  widthOf,
} from '../../src/kernels/reference/logistic.js';
import { forceKernelBuild, liveAllocations, liveSessions } from '../../src/kernels/wasm/runtime.js';
import { expectClose } from '../support/fixtures.js';
import { builds, numbers } from './support.js';

afterEach(() => {
  forceKernelBuild(undefined);
  expect([liveSessions(), liveAllocations()]).toEqual([0, 0]);
});

interface Problem extends LogisticData {
  readonly X: Matrix;
  readonly coef: Float64Array;
  readonly direction: Float64Array;
}

const problems = fc
  .record({
    rows: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(63, 64, 65, 200)),
    columns: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constantFrom(64, 100, 140)),
    nClasses: fc.integer({ min: 2, max: 6 }),
    weighted: fc.boolean(),
    fitIntercept: fc.boolean(),
    scale: fc.constantFrom(0.1, 1, 30),
    seed: fc.integer(),
  })
  .map(({ rows, columns, nClasses, weighted, fitIntercept, scale, seed }): Problem => {
    const data = numbers(rows * columns, seed);
    const size = outputsOf(nClasses) * widthOf(columns, fitIntercept);
    return {
      X: Matrix.of(data, columns),
      data,
      rows,
      columns,
      codes: Int32Array.from(numbers(rows, seed + 1), (x) => Math.floor(((x + 1) / 2) * nClasses)),
      nClasses,
      weights: weighted ? numbers(rows, seed + 2).map((x) => Math.max(0, x)) : undefined,
      fitIntercept,
      coef: numbers(size, seed + 3).map((x) => scale * x),
      direction: numbers(size, seed + 4),
    };
  });

const make = ({ X, codes, nClasses, weights, fitIntercept }: Problem): LogisticObjective =>
  new LogisticObjective(X, codes, nClasses, weights, { fitIntercept });

describe.each(builds)('LogisticObjective (%s)', (build) => {
  // Tolerance: sums of at most 200 terms of size up to 140 x 30, in another order.
  const tolerance = { rtol: 1e-11, atol: 1e-11 };

  it('agrees with plain loops in loss, gradient, Hessian and its products', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        forceKernelBuild(build);
        const size = problem.coef.length;
        const expected = [size, size, size * size].map((length) => new Float64Array(length));
        const actual = [size, size, size * size].map((length) => new Float64Array(length).fill(7));
        const loss = referenceLossGradient(problem, problem.coef, expected[0]);
        referenceHessianProduct(problem, problem.coef, problem.direction, expected[1]);
        const objective = make(problem);
        try {
          expectClose([objective.lossGradient(problem.coef, actual[0])], [loss], tolerance);
          expectClose(actual[0], expected[0], tolerance);
          objective.hessianProduct(problem.coef, problem.direction, actual[1]);
          expectClose(actual[1], expected[1], tolerance);
          if (size > 150) return;
          referenceHessian(problem, problem.coef, expected[2]);
          objective.hessian(problem.coef, actual[2]);
          expectClose(actual[2], expected[2], tolerance);
        } finally {
          objective.release();
        }
      }),
      { numRuns: 80 },
    );
  });

  it('gives the probabilities of plain loops, row by row', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        forceKernelBuild(build);
        const { X, coef, nClasses, fitIntercept } = problem;
        const actual = logisticProbabilities(X, coef, nClasses, { fitIntercept });
        const scores = new Float64Array(outputsOf(nClasses));
        for (let i = 0; i < X.rows; i++) {
          scoreRow(problem, coef, i, scores);
          probabilitiesFromScores(scores, 0);
          const expected = nClasses === 2 ? [1 - scores[0], scores[0]] : scores;
          expectClose(actual.subarray(i * nClasses, (i + 1) * nClasses), expected, {
            rtol: 1e-11,
            atol: 1e-13,
          });
        }
        const last = logisticProbabilities(X, coef, nClasses, { fitIntercept }, X.rows - 1);
        expect(last).toEqual(actual.slice((X.rows - 1) * nClasses));
      }),
      { numRuns: 40 },
    );
  });

  it('keeps small losses of well separated rows, and finite values at the ends of the range', () => {
    forceKernelBuild(build);
    const X = Matrix.of(Float64Array.of(-40, 40), 1);
    const objective = new LogisticObjective(X, Int32Array.of(0, 1), 2, undefined, { fitIntercept: false });
    const gradient = new Float64Array(1);
    // 2 log(1 + e^-40), to 1e-15 relative.
    expectClose([objective.lossGradient(Float64Array.of(1), gradient)], [2 * Math.exp(-40)], { rtol: 1e-15 });
    expectClose(gradient, [-80 * Math.exp(-40)], { rtol: 1e-15, atol: 0 });
    expect(objective.lossGradient(Float64Array.of(-1e300), gradient)).toBe(8e301);
    expect(objective.lossGradient(Float64Array.of(1e300), gradient)).toBe(0);
    objective.release();
  });

  it('gives the same bits in chunks', () => {
    forceKernelBuild(build);
    const n = 300_000;
    const X = Matrix.of(numbers(n * 20, 1), 20);
    const codes = Int32Array.from({ length: n }, (_, i) => i % 3);
    const objective = new LogisticObjective(X, codes, 3, undefined, { fitIntercept: true });
    const coef = numbers(63, 2);
    const [whole, chunked] = [new Float64Array(63), new Float64Array(63)];
    const loss = objective.lossGradient(coef, whole);
    let sum = 0;
    expect(objective.chunkRows).toBeLessThan(n);
    for (let from = 0; from < n; from += objective.chunkRows) {
      sum += objective.accumulate(coef, chunked, from, Math.min(n, from + objective.chunkRows));
    }
    expect(sum).toBe(loss);
    expect(chunked).toEqual(whole);
    expect(() => objective.accumulate(coef, chunked, 10, 64)).toThrow(/multiples of 64/);
    objective.release();
  });
});

describe('LogisticObjective', () => {
  it('refuses codes and weights that do not fit', () => {
    const X = Matrix.zeros(2, 1);
    const options = { fitIntercept: true };
    expect(() => new LogisticObjective(X, Int32Array.of(0), 2, undefined, options)).toThrow(/class code/);
    expect(() => new LogisticObjective(X, Int32Array.of(0, 2), 2, undefined, options)).toThrow(/class code/);
    expect(() => new LogisticObjective(X, Int32Array.of(0, 1), 2, new Float64Array(1), options)).toThrow(
      /weight/,
    );
  });
});
