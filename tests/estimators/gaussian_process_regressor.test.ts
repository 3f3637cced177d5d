import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../src/core/matrix.js';
import { setWarningHandler } from '../../src/core/warnings.js';
import {
  ExpSineSquared,
  GaussianProcessRegressor,
  Matern,
  Product,
  RBF,
  Sum,
  WhiteKernel,
} from '../../src/estimators/gaussian_process/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Reference {
  readonly theta: number[];
  readonly likelihood: number;
  readonly mean: number[] | number[][];
  readonly std: number[] | number[][];
  readonly covariance: number[][];
}

const { T, t, two, U, regressors } = loadFixture<{
  T: number[][];
  t: number[];
  two: number[][];
  U: number[][];
  regressors: Record<string, Reference>;
}>('gaussian_process/cases');

const noise = (noiseLevel: number): WhiteKernel => new WhiteKernel({ noiseLevel });
const models: Record<string, [GaussianProcessRegressor, number[] | number[][]]> = {
  default: [new GaussianProcessRegressor({ alpha: 0.1 }), t],
  rbf: [new GaussianProcessRegressor({ kernel: new Sum(new Product(1, new RBF()), noise(0.1)) }), t],
  normal: [
    new GaussianProcessRegressor({
      kernel: new Sum(new Product(1, new Matern()), noise(0.1)),
      normalizeY: true,
    }),
    t,
  ],
  noise: [new GaussianProcessRegressor({ kernel: new RBF(), alpha: t.map(() => 0.02) }), t],
  restarts: [
    new GaussianProcessRegressor({
      kernel: new Sum(new RBF(), noise(0.01)),
      nRestartsOptimizer: 3,
      randomState: 1,
    }),
    t,
  ],
  two: [new GaussianProcessRegressor({ kernel: new Sum(new RBF(), noise(0.1)), normalizeY: true }), two],
  periodic: [
    new GaussianProcessRegressor({
      kernel: new Sum(new ExpSineSquared({ periodicity: 3 }), noise(0.1)),
      optimizer: null,
    }),
    t,
  ],
};

setWarningHandler(() => {});

describe.each(Object.entries(regressors))('GaussianProcessRegressor %s', (name, expected) => {
  it('finds what scikit-learn finds', async () => {
    const [model, y] = models[name];
    await model.fit(T, y);
    // Both searches stop at a gradient of about 1e-5 near a flat maximum.
    expectClose([model.logMarginalLikelihoodValue], [expected.likelihood], { rtol: 1e-7, atol: 1e-6 });
    expectClose(model.kernel.theta, expected.theta, { rtol: 2e-3, atol: 2e-3 });
    const { mean, std } = await model.predictWithStd<Float64Array | Matrix>(U);
    expectClose(mean, expected.mean, { rtol: 2e-3, atol: 2e-3 });
    expectClose(std, expected.std, { rtol: 3e-3, atol: 1e-3 });
    const some = U.slice(0, 5);
    const { covariance } = await model.predictWithCovariance(some);
    expectClose(covariance[0], expected.covariance, { rtol: 5e-3, atol: 2e-3 });
    expectClose(await model.predict<Float64Array | Matrix>(U), mean, { rtol: 1e-12 });
  });
});

describe('GaussianProcessRegressor', () => {
  it('is exact where nothing is searched', async () => {
    for (const name of ['default', 'periodic']) {
      const [model, y] = models[name];
      await model.fit(T, y);
      const { mean, std } = await model.predictWithStd(U);
      expectClose(mean, regressors[name].mean, { rtol: 1e-9, atol: 1e-9 });
      expectClose(std, regressors[name].std, { rtol: 1e-9, atol: 1e-9 });
      const at = await model.logMarginalLikelihood(model.kernel.theta);
      expectClose([at], [regressors[name].likelihood], { rtol: 1e-10 });
    }
  });

  it('draws functions with its mean and spread', async () => {
    const [model] = models['default'];
    await model.fit(T, t);
    const { mean, std } = await model.predictWithStd([[2.5]]);
    const draws = await model.sampleY([[2.5]], { nSamples: 4000, randomState: 3 });
    const average = draws.data.reduce((sum, value) => sum + value, 0) / 4000;
    const spread = Math.sqrt(draws.data.reduce((sum, value) => sum + (value - average) ** 2, 0) / 4000);
    expect(Math.abs(average - mean[0])).toBeLessThan((4 * std[0]) / Math.sqrt(4000));
    expect(Math.abs(spread / std[0] - 1)).toBeLessThan(0.06);
    expect(await model.sampleY([[2.5]], { randomState: 3 })).toEqual(
      await model.sampleY([[2.5]], { randomState: 3 }),
    );
  });

  it('says what to do about copies of rows', async () => {
    const model = new GaussianProcessRegressor({ kernel: new RBF(), alpha: 0, optimizer: null });
    await expect(model.fit([[1], [1]], [0, 1])).rejects.toThrow(/Raise alpha/);
    await expect(new GaussianProcessRegressor({ alpha: [1, 2, 3] }).fit([[1], [2]], [0, 1])).rejects.toThrow(
      /alpha/,
    );
  });
});
