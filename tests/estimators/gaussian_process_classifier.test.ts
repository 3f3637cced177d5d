import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { Run } from '../../src/core/run.js';
import { setWarningHandler } from '../../src/core/warnings.js';
import { GaussianProcessClassifier, Product, RBF } from '../../src/estimators/gaussian_process/index.js';
import { BinaryLaplace, erf } from '../../src/estimators/gaussian_process/laplace.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

const { iris, labels, classifiers } = loadFixture<{
  iris: number[][];
  labels: number[];
  classifiers: Record<string, { likelihood: number; predict: number[]; proba: number[][] }>;
}>('gaussian_process/cases');

const searched = (): Product => new Product(1, new RBF());
const options: Record<string, ConstructorParameters<typeof GaussianProcessClassifier>[0]> = {
  binary: {},
  fixed: { kernel: new Product(1, new RBF({ lengthScale: 0.7 })), optimizer: null },
  search: { kernel: searched() },
  rest: { kernel: searched() },
  pairs: { kernel: searched(), multiClass: 'one_vs_one' },
};

setWarningHandler(() => {});

function dataOf(name: string): { X: number[][]; y: number[] } {
  const from = name === 'rest' || name === 'pairs' ? 0 : 17;
  return { X: iris.slice(from), y: labels.slice(from) };
}

describe.each(Object.entries(classifiers))('GaussianProcessClassifier %s', (name, expected) => {
  it('finds what scikit-learn finds', async () => {
    const { X, y } = dataOf(name);
    const model = await new GaussianProcessClassifier(options[name]).fit(X, y);
    const exact = name === 'binary' || name === 'fixed';
    // A search stops at a gradient of about 1e-5 near a flat maximum.
    expectClose([model.logMarginalLikelihoodValue], [expected.likelihood], { rtol: exact ? 1e-9 : 1e-6 });
    expect(await model.predict(X)).toEqual(expected.predict);
    if (name === 'pairs') await expect(model.predictProba(X)).rejects.toThrow(/one_vs_rest/);
    else
      expectClose(await model.predictProba(X), expected.proba.flat(), { rtol: 0, atol: exact ? 1e-7 : 2e-3 });
  });
});

describe('the parts', () => {
  it('the gradient of the likelihood is the slope of the likelihood', async () => {
    const { X, y } = dataOf('search');
    const target = Float64Array.from(y, (label) => (label === 2 ? 1 : 0));
    const laplace = new BinaryLaplace(Matrix.from2DArray(X), target, 100, false, new Run('test'));
    const kernel = new Product(1.7, new RBF({ lengthScale: [0.6, 1.9] }));
    const { gradient } = await laplace.likelihood(kernel);
    for (const [t, slope] of gradient.entries()) {
      const at = async (step: number): Promise<number> => {
        const theta = kernel.theta.map((value, k) => (k === t ? value + step : value));
        return (await laplace.likelihood(kernel.withTheta(theta))).value;
      };
      // Newton's method for the mode stops at 1e-10, so differences are good to about 1e-5.
      expect(Math.abs(((await at(1e-4)) - (await at(-1e-4))) / 2e-4 - slope)).toBeLessThan(1e-5);
    }
    laplace.release();
  });

  it('erf', () => {
    // Abramowitz and Stegun, table 7.1.
    expectClose(
      [0, 0.5, -1, 2, 7].map(erf),
      [0, 0.5204998778130465, -0.8427007929497149, 0.9953222650189527, 1],
      {
        rtol: 1e-14,
      },
    );
  });

  it('two classes have latent moments', async () => {
    const { X, y } = dataOf('fixed');
    const model = await new GaussianProcessClassifier(options['fixed']).fit(X, y);
    const { mean, variance } = await model.latentMeanAndVariance(X);
    const predicted = await model.predict(X);
    mean.forEach((value, i) => {
      expect(predicted[i]).toBe(value > 0 ? 2 : 1);
    });
    expect(variance.every((value) => value > 0)).toBe(true);
  });
});
