import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';
import { referenceData } from './support.js';

interface Case {
  data: string;
  options: { var_smoothing?: number; priors?: number[] };
  weighted: boolean;
  theta: number[][];
  var: number[][];
  prior: number[];
  epsilon: number;
  joint: number[][];
  proba: number[][];
  predict: number[];
  partial_theta: number[][];
  partial_var: number[][];
  partial_predict: number[];
}

const { cases } = loadFixture<{ cases: Case[] }>('estimators/gaussian_nb');
const TIGHT = { rtol: 1e-9, atol: 1e-10 };

describe('GaussianNB equals scikit-learn', () => {
  it.each(cases)('$data $options weighted $weighted', async (golden) => {
    const { X, y, weights } = referenceData(golden.data);
    const params = { varSmoothing: golden.options.var_smoothing, priors: golden.options.priors };
    const options = golden.weighted ? { sampleWeight: weights } : {};
    const nb = await new GaussianNB(params).fit(X, y, options);
    const head = X.takeRows([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expectClose(nb.theta, golden.theta, TIGHT);
    expectClose(nb.var, golden.var, TIGHT);
    expectClose(nb.classPrior, golden.prior, TIGHT);
    expectClose(nb.epsilon, golden.epsilon, TIGHT);
    expectClose(await nb.predictJointLogProba(head), golden.joint, { rtol: 1e-8, atol: 1e-8 });
    expectClose(await nb.predictProba(head), golden.proba, { rtol: 1e-7, atol: 1e-10 });
    expect(await nb.predict(X)).toEqual(golden.predict);
  });

  // The reference takes the smoothing of the newest piece out of variances that hold that of the piece before;
  // here each takes out its own. With the default smoothing of 1e-9 the two cannot be told apart.
  const unsmoothed = cases.filter((c) => c.options.var_smoothing === undefined);
  it.each(unsmoothed)('partialFit in four pieces: $data $options weighted $weighted', async (golden) => {
    const { X, y, weights } = referenceData(golden.data);
    const nb = new GaussianNB({ varSmoothing: golden.options.var_smoothing, priors: golden.options.priors });
    for (const rows of pieces(X.rows, 4)) {
      const sampleWeight = golden.weighted ? rows.map((i) => weights[i]) : undefined;
      const part = rows.map((i) => y[i]);
      await nb.partialFit(
        X.takeRows(rows),
        part,
        nb.isFitted ? { sampleWeight } : { classes: y, sampleWeight },
      );
    }
    expectClose(nb.theta, golden.partial_theta, TIGHT);
    expectClose(nb.var, golden.partial_var, { rtol: 1e-8, atol: 1e-9 });
    expect(await nb.predict(X)).toEqual(golden.partial_predict);
  });
});

describe('GaussianNB', () => {
  it('keeps its digits far from zero', async () => {
    const X = Matrix.from2DArray(Array.from({ length: 40 }, (_, i) => [1e8 + (i % 5) + (i < 20 ? 0 : 10)]));
    const y = Array.from({ length: 40 }, (_, i) => (i < 20 ? 'a' : 'b'));
    const nb = await new GaussianNB().fit(X, y);
    expectClose(nb.var.column(0), [2, 2], { rtol: 1e-6 });
  });

  it('refuses what partialFit cannot take', async () => {
    const X = [[0], [1]];
    await expect(new GaussianNB().partialFit(X, [0, 1])).rejects.toThrow('needs { classes }');
    const nb = await new GaussianNB().partialFit(X, [0, 1], { classes: [0, 1] });
    await expect(nb.partialFit(X, [0, 2])).rejects.toThrow('not among the classes');
    await expect(nb.partialFit(X, [0, 1], { classes: [0, 3] })).rejects.toThrow('classes differ');
    await expect(nb.partialFit([[0, 1]], [0])).rejects.toThrow('2 columns');
    await expect(new GaussianNB({ priors: [0.5, 0.6] }).fit(X, [0, 1])).rejects.toThrow('sum 1');
  });
});

function pieces(n: number, count: number): number[][] {
  const result: number[][] = [];
  let at = 0;
  for (let k = 0; k < count; k++) {
    const size = Math.floor(n / count) + (k < n % count ? 1 : 0);
    result.push(Array.from({ length: size }, (_, i) => at + i));
    at += size;
  }
  return result;
}
