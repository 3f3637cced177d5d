import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { FactorAnalysis, FastICA, NMF } from '../../src/estimators/decomposition/index.js';
import { expectClose } from '../support/fixtures.js';
import { compareCases, data } from './decomposition_support.js';

describe('FactorAnalysis equals scikit-learn 1.2.1 up to signs (1e-6)', () => {
  compareCases('factor_analysis', { FactorAnalysis });
});

describe('FastICA equals scikit-learn 1.2.1 up to signs (1e-6)', () => {
  compareCases('fast_ica', { FastICA });
});

describe('NMF equals scikit-learn 1.2.1 (1e-6)', () => {
  compareCases('nmf', { NMF });
});

describe('FastICA', () => {
  it('finds the sources of a mixture', async () => {
    const X = data.X['sources'];
    for (const whitenSolver of ['svd', 'eigh'] as const) {
      const S = await new FastICA({ randomState: 1, whitenSolver }).fitTransform(X);
      const square = X.map((_, i) => Math.sign(Math.sin((i * 31) / 119)));
      const best = [0, 1, 2].map((j) => Math.abs(correlation(S.column(j), square)));
      expect(Math.max(...best)).toBeGreaterThan(0.95);
    }
  });

  it('comes back by inverseTransform, takes functions and given starts', async () => {
    const X = data.X['sources'];
    const wInit = [
      [1, 0, 0],
      [0, 1, 0],
      [0.2, 0, 1],
    ];
    const named = await new FastICA({ fun: 'cube', wInit }).fit(X);
    const given = await new FastICA({ fun: (x) => [x ** 3, 3 * x ** 2], wInit }).fit(X);
    expectClose(given.components, named.components, { rtol: 1e-9, atol: 1e-12 });
    expectClose(await named.inverseTransform(await named.transform(X)), X, { rtol: 1e-9, atol: 1e-9 });
    await expect(new FastICA({ wInit: [[1]] }).fit(X)).rejects.toThrow(/3 rows/);
  });

  it('warns when it stops early, and gives numbers for dependent columns', async () => {
    const X = data.X['low'].map((row) => [row[0], row[1], row[0] + row[1]]);
    const { value, warnings } = await collectWarnings(() =>
      new FastICA({ randomState: 0, maxIter: 1 }).fit(X),
    );
    expect(warnings.map((warning) => warning.name)).toContain('ConvergenceWarning');
    expect(value.components.data.every(Number.isFinite)).toBe(true);
  });
});

describe('NMF', () => {
  const X = data.X['positive'];

  it('gives by transform about what fitTransform learned, and comes back to the data', async () => {
    const nmf = new NMF({ nComponents: 3, tol: 1e-10, maxIter: 5000, randomState: 0 });
    const W = await nmf.fitTransform(X);
    expectClose(await nmf.transform(X), W, { rtol: 1e-3, atol: 1e-3 });
    const back = await nmf.inverseTransform(W);
    expectClose(back, X, { rtol: 0, atol: 0.2 });
    expect(nmf.components.data.every((x) => x >= 0)).toBe(true);
  });

  it('refuses negative values, losses that the solver cannot minimise, and zeros where they cost infinitely', async () => {
    await expect(new NMF().fit([[-1, 2]])).rejects.toThrow(/negative/);
    await expect(new NMF({ betaLoss: 1 }).fit(X)).rejects.toThrow(/'mu'/);
    const zeros = [
      [0, 1],
      [1, 2],
    ];
    await expect(new NMF({ solver: 'mu', betaLoss: 'itakura-saito' }).fit(zeros)).rejects.toThrow(/zeros/);
    const nmf = await new NMF({ nComponents: 2 }).fit(X);
    await expect(nmf.transform(X.map((row) => row.map((x) => -x)))).rejects.toThrow(/negative/);
  });

  it('takes a matrix of zeros', async () => {
    const nmf = new NMF({ nComponents: 2, init: 'random', randomState: 0 });
    const W = await nmf.fitTransform(Matrix.zeros(5, 4));
    expect(W.data.every(Number.isFinite)).toBe(true);
  });
});

describe('FactorAnalysis', () => {
  it('finds the noise of each column, also without factors', async () => {
    const none = await new FactorAnalysis({ nComponents: 0 }).fit(data.X['low']);
    const covariance = none.getCovariance();
    expect(none.components.rows).toBe(0);
    expectClose(none.getPrecision().get(0, 0), 1 / covariance.get(0, 0), { rtol: 1e-9 });
    const three = await new FactorAnalysis({ nComponents: 3 }).fit(data.X['low']);
    expect(Math.max(...three.noiseVariance)).toBeLessThan(0.05);
    expect(await three.score(data.X['low'])).toBeGreaterThan(await none.score(data.X['low']));
    await expect(new FactorAnalysis({ nComponents: 9 }).fit(data.X['low'])).rejects.toThrow(/at most the 8/);
  });
});

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (x: ArrayLike<number>) => Array.from(x).reduce((sum, v) => sum + v, 0) / x.length;
  const [p, q] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - p) * (b[i] - q);
    aa += (a[i] - p) ** 2;
    bb += (b[i] - q) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
