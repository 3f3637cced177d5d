import { describe, expect, it } from 'vitest';
import { collectWarnings } from '../../src/core/warnings.js';
import { loadIris } from '../../src/datasets/index.js';
import {
  empiricalCovariance,
  GraphicalLasso,
  GraphicalLassoCV,
} from '../../src/estimators/covariance/index.js';
import { StandardScaler } from '../../src/preprocessing/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Learned {
  readonly covariance: number[][];
  readonly precision: number[][];
  readonly cost: number;
}

interface Cross extends Learned {
  readonly alpha: number;
  readonly results: { alphas: number[]; mean_test_score: number[]; std_test_score: number[] };
}

interface Fixture {
  readonly X: number[][];
  readonly cases: Record<string, Learned>;
  readonly usual: Learned & { iterations: number };
  readonly cv: Record<'list' | 'grid', Cross>;
}

const fixture = loadFixture<Fixture>('covariance/graphical_lasso');
const { X } = fixture;
const tight = { tol: 1e-11, enetTol: 1e-12, maxIter: 1000 };

describe('GraphicalLasso', () => {
  it.each(Object.keys(fixture.cases))('%s equals scikit-learn', async (name) => {
    const expected = fixture.cases[name];
    const { data } = await loadIris();
    const iris = await new StandardScaler().fitTransform(data);
    const covariance = empiricalCovariance(X);
    const unbiased = covariance.data.map((x) => (x * X.length) / (X.length - 1));
    const precomputed = covariance.to2DArray().map((_, i) => Array.from(unbiased.subarray(8 * i, 8 * i + 8)));
    const model =
      name === 'precomputed'
        ? await new GraphicalLasso({ alpha: 0.3, covariance: 'precomputed', ...tight }).fit(precomputed)
        : await new GraphicalLasso({ alpha: Number(name.split(' ')[1]), ...tight }).fit(
            name.startsWith('iris') ? iris : X,
          );
    // Both stop at a dual gap of 1e-11, which leaves about 1e-6 in single cells.
    expectClose(model.covariance, expected.covariance, { rtol: 1e-6, atol: 1e-7 });
    expectClose(model.precision, expected.precision, { rtol: 1e-5, atol: 1e-6 });
    expectClose([model.costs[model.nIter - 1][0]], [expected.cost], { rtol: 1e-9 });
    const zeros = (rows: number[][]): boolean[] => rows.flat().map((x) => x === 0);
    expect(zeros(model.precision.to2DArray())).toEqual(zeros(expected.precision));
  });

  it('at the usual tolerance agrees within it', async () => {
    const model = await new GraphicalLasso({ alpha: 0.1 }).fit(X);
    expect(Math.abs(model.costs[model.nIter - 1][1])).toBeLessThan(1e-4);
    expectClose([model.costs[model.nIter - 1][0]], [fixture.usual.cost], { rtol: 0, atol: 1e-4 });
    expectClose(model.precision, fixture.usual.precision, { rtol: 0, atol: 1e-3 });
  });

  it('chooses the penalty that scikit-learn chooses', async () => {
    for (const [name, params] of [
      ['list', { alphas: [0.4, 0.2, 0.1, 0.05] }],
      ['grid', { nRefinements: 2, cv: 4 }],
    ] as const) {
      const expected = fixture.cv[name];
      const model = await new GraphicalLassoCV({ ...params, ...tight }).fit(X);
      expectClose([model.alpha], [expected.alpha], { rtol: 1e-10 });
      expectClose(model.cvResults.alphas, expected.results.alphas, { rtol: 1e-10 });
      expectClose(model.cvResults.meanTestScore, expected.results.mean_test_score, { rtol: 1e-6 });
      expectClose(model.cvResults.stdTestScore, expected.results.std_test_score, { rtol: 1e-5 });
      expectClose(model.precision, expected.precision, { rtol: 1e-5, atol: 1e-6 });
      const parallel = await new GraphicalLassoCV({ ...params, ...tight, nJobs: 2 }).fit(X);
      expect(parallel.cvResults).toEqual(model.cvResults);
    }
  });

  it('without penalty gives the inverse, and says when there is none', async () => {
    const model = await new GraphicalLasso({ alpha: 0 }).fit(X);
    expectClose(model.covariance, empiricalCovariance(X), { rtol: 1e-12 });
    const double = X.map((row) => [...row, row[0]]);
    await expect(new GraphicalLasso({ alpha: 0 }).fit(double)).rejects.toThrow(/ill-conditioned/);
    const penalised = await new GraphicalLasso({ alpha: 0.2 }).fit(double);
    expect(penalised.precision.data.every(Number.isFinite)).toBe(true);
    await expect(new GraphicalLasso().fit([[1], [2]])).rejects.toThrow(/two columns/);
    const flat = await new GraphicalLassoCV()
      .fit([
        [1, 2],
        [1, 2],
        [1, 2],
        [1, 2],
        [1, 2],
      ])
      .catch(String);
    expect(String(flat)).toMatch(/no penalty/);
  });

  it('warns when it stops early; more columns than rows are fine', async () => {
    const few = await collectWarnings(() =>
      new GraphicalLasso({ alpha: 0.01, maxIter: 1, tol: 1e-12 }).fit(X),
    );
    expect(few.warnings.length).toBe(1);
    const wide = await new GraphicalLasso({ alpha: 0.5 }).fit(X.slice(0, 5));
    expect(wide.precision.data.every(Number.isFinite)).toBe(true);
  });
});
