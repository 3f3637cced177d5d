import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../src/core/matrix.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { KernelRidge } from '../../src/estimators/kernel_ridge/index.js';
import { pairwiseKernels } from '../../src/metrics/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  readonly options: ConstructorParameters<typeof KernelRidge>[0];
  readonly weighted: boolean;
  readonly two: boolean;
  readonly dual: number[] | number[][];
  readonly predict: number[] | number[][];
}

const { X, y, two, weights, U, cases, each } = loadFixture<{
  X: number[][];
  y: number[];
  two: number[][];
  weights: number[];
  U: number[][];
  cases: Case[];
  each: number[][];
}>('kernel_ridge/cases');

describe('KernelRidge solves as scikit-learn does', () => {
  it.each(cases.map((given) => [JSON.stringify(given.options), given.weighted, given.two, given] as const))(
    '%s, weighted %s, two targets %s',
    async (_options, weighted, several, given) => {
      const model = new KernelRidge(given.options);
      await model.fit(X, several ? two : y, { sampleWeight: weighted ? weights : undefined });
      // The systems have condition numbers of up to 1e6.
      expectClose(model.dualCoef, given.dual, { rtol: 1e-8, atol: 1e-8 });
      expectClose(await model.predict<Float64Array | Matrix>(U), given.predict, { rtol: 1e-8, atol: 1e-9 });
    },
  );

  it('one penalty per target', async () => {
    const model = await new KernelRidge({ kernel: 'rbf', alpha: [0.1, 2] }).fit(X, two);
    expectClose(await model.predict<Matrix>(U), each.flat(), { rtol: 1e-9 });
    await expect(new KernelRidge({ alpha: [1, 2, 3] }).fit(X, two)).rejects.toThrow(/alpha/);
  });

  it('given values and functions stand for the built-in kernel', async () => {
    const own = await (await new KernelRidge({ kernel: 'rbf', gamma: 0.4 }).fit(X, y)).predict(U);
    const options = { metric: 'rbf', gamma: 0.4 } as const;
    const given = await new KernelRidge({ kernel: 'precomputed' }).fit(pairwiseKernels(X, null, options), y);
    expectClose(await given.predict(pairwiseKernels(U, X, options)), own, { rtol: 1e-10 });
    const kernel = (a: Float64Array, b: Float64Array, { gamma }: Readonly<Record<string, unknown>>): number =>
      Math.exp(-Number(gamma) * a.reduce((sum, value, j) => sum + (value - b[j]) ** 2, 0));
    const called = await new KernelRidge({ kernel, kernelParams: { gamma: 0.4 } }).fit(X, y);
    expectClose(await called.predict(U), own, { rtol: 1e-10 });
    await expect(new KernelRidge({ kernel: 'precomputed' }).fit(X, y)).rejects.toThrow(/square/);
  });

  it('without a penalty copies of rows make the least solution, with a warning', async () => {
    const { value, warnings } = await collectWarnings(() =>
      new KernelRidge({ alpha: 0 }).fit(
        [
          [1, 0],
          [1, 0],
          [0, 1],
        ],
        [1, 3, 5],
      ),
    );
    expect(warnings.length).toBe(1);
    expectClose(
      await value.predict([
        [1, 0],
        [0, 1],
      ]),
      [2, 5],
      { rtol: 1e-10 },
    );
  });
});
