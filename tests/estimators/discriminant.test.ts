import { describe, expect, it } from 'vitest';
import { LedoitWolf } from '../../src/estimators/covariance/index.js';
import {
  LinearDiscriminantAnalysis,
  QuadraticDiscriminantAnalysis,
} from '../../src/estimators/discriminant_analysis/index.js';
import { expectClose } from '../support/fixtures.js';
import { compareCases, data } from './decomposition_support.js';

const classes = { LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis };

describe('discriminants equal those of scikit-learn 1.2.1 (1e-7)', () => {
  compareCases('discriminant', classes);
});

describe('discriminants', () => {
  const X = data.X['iris'];
  const y = data.y['iris'];
  const two = y.map((label) => (label === 2 ? 'b' : 'a'));

  it('of two classes have one row of weights, and probabilities that agree with them', async () => {
    for (const solver of ['svd', 'lsqr', 'eigen'] as const) {
      const lda = await new LinearDiscriminantAnalysis({ solver }).fit(X, two);
      expect([lda.coef.rows, lda.intercept.length]).toEqual([1, 1]);
      const scores = (await lda.decisionFunction(X)) as Float64Array;
      const proba = await lda.predictProba(X);
      expectClose(
        proba.column(1),
        Array.from(scores, (z) => 1 / (1 + Math.exp(-z))),
        { rtol: 1e-9, atol: 1e-12 },
      );
    }
    const qda = await new QuadraticDiscriminantAnalysis().fit(X, two);
    const scores = (await qda.decisionFunction(X)) as Float64Array;
    expect((await qda.predict(X)).map((label) => label === 'b')).toEqual(Array.from(scores, (z) => z > 0));
  });

  it('take another estimator of covariances', async () => {
    const covarianceEstimator = new LedoitWolf();
    const lda = await new LinearDiscriminantAnalysis({ solver: 'lsqr', covarianceEstimator }).fit(X, y);
    expect(await lda.score(X, y)).toBeGreaterThan(0.95);
    const qda = await new QuadraticDiscriminantAnalysis({ solver: 'eigen', covarianceEstimator }).fit(X, y);
    expect(await qda.score(X, y)).toBeGreaterThan(0.95);
  });

  it('the svd solver takes constant columns, copies of columns, and more columns than rows', async () => {
    const odd = X.map((row) => [...row, 1, row[0]]);
    const usual = await new LinearDiscriminantAnalysis().fit(X, y);
    const same = await new LinearDiscriminantAnalysis().fit(odd, y);
    expect(await same.predict(odd)).toEqual(await usual.predict(X));
    const wide = X.map((row, i) =>
      Array.from({ length: 100 }, (_, j) => row[j % 4] + Math.sin(i * 7 + j * 13)),
    );
    expect(await (await new LinearDiscriminantAnalysis().fit(wide, y)).score(wide, y)).toBe(1);
    await expect(new LinearDiscriminantAnalysis({ solver: 'eigen' }).fit(odd, y)).rejects.toThrow(/singular/);
    await expect(new QuadraticDiscriminantAnalysis().fit(odd, y)).rejects.toThrow(/regParam/);
    const shrunk = new QuadraticDiscriminantAnalysis({ solver: 'eigen', shrinkage: 'auto' });
    expect(await (await shrunk.fit(odd, y)).score(odd, y)).toBeGreaterThan(0.9);
  });

  it('refuse what the solver cannot use', async () => {
    await expect(new LinearDiscriminantAnalysis({ shrinkage: 0.1 }).fit(X, y)).rejects.toThrow(/shrinkage/);
    await expect(new LinearDiscriminantAnalysis({ nComponents: 3 }).fit(X, y)).rejects.toThrow(/at most 2/);
    await expect(new LinearDiscriminantAnalysis({ priors: [0.5, 0.5] }).fit(X, y)).rejects.toThrow(
      /3 classes/,
    );
    const lsqr = await new LinearDiscriminantAnalysis({ solver: 'lsqr' }).fit(X, y);
    await expect(lsqr.transform(X)).rejects.toThrow(/lsqr/);
  });

  it('keep their predictions at means of 1e8 and scales of 1e-50', async () => {
    for (const make of [
      () => new LinearDiscriminantAnalysis(),
      () => new QuadraticDiscriminantAnalysis({ tol: 0 }),
    ]) {
      const usual = await (await make().fit(X, y)).predict(X);
      const far = X.map((row) => row.map((x) => x + 2 ** 26));
      expect(await (await make().fit(far, y)).predict(far)).toEqual(usual);
      const small = X.map((row) => row.map((x) => x * 1e-50));
      expect(await (await make().fit(small, y)).predict(small)).toEqual(usual);
    }
  });
});
