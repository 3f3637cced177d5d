import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { Ridge } from '../../src/estimators/linear_model/index.js';
import { expectClose } from '../support/fixtures.js';
import { casesOf, fitCase } from './linear_model_support.js';

/** The stochastic solvers have data of their own (ridge_solvers.test.ts): 'auto' stands for them on these unscaled columns. */
const OFFERED = ['auto', 'svd', 'cholesky', 'lsqr', 'sparse_cg'];

describe('Ridge equals scikit-learn', () => {
  it.each(casesOf('Ridge'))('%s', async (_title, given) => {
    const { solver, ...rest } = given.options as Record<string, unknown>;
    const offered = OFFERED.includes(solver as string) ? { solver: solver as 'svd' } : {};
    const model = await fitCase(new Ridge({ ...rest, ...offered, tol: 1e-12, maxIter: 20000 }), given);
    // Direct solvers to rounding; scikit-learn's iterative ones (and L-BFGS for positive) stop near the minimum.
    const iterative = ['lbfgs', 'sag', 'saga', 'lsqr', 'sparse_cg'].includes(solver as string);
    const tolerance = iterative ? { rtol: 1e-4, atol: 1e-5 } : { rtol: 1e-8, atol: 1e-10 };
    expectClose(model.coef, given.coef, tolerance);
    expectClose(model.intercept, given.intercept, tolerance);
  });
});

describe('Ridge', () => {
  it('finds the same minimum by every solver', async () => {
    const X = Matrix.of(
      Float64Array.from({ length: 120 }, (_, i) => Math.sin(i * i)),
      4,
    );
    const y = Array.from({ length: 30 }, (_, i) => X.get(i, 0) - 2 * X.get(i, 3) + Math.cos(i));
    const fits = await Promise.all(
      (['svd', 'cholesky', 'sparse_cg', 'lsqr'] as const).map((solver) =>
        new Ridge({ alpha: 0.3, solver, tol: 1e-14 }).fit(X, y),
      ),
    );
    for (const fit of fits) expectClose(fit.coef, fits[0].coef.to2DArray(), { rtol: 1e-9 });
    expect(fits.map(({ solver }) => solver)).toEqual(['svd', 'cholesky', 'sparse_cg', 'lsqr']);
  });

  it('leaves singular systems to the SVD, and is least squares with alpha 0', async () => {
    const X = [
      [1, 1],
      [2, 2],
      [3, 3],
    ];
    const model = await new Ridge({ alpha: 0 }).fit(X, [2, 4, 6]);
    expect(model.solver).toBe('svd');
    expectClose(model.coef, [[1, 1]], { rtol: 1e-9 });
  });

  it('refuses penalties that do not fit', async () => {
    expect(() => new Ridge({ positive: true, solver: 'svd' })).toThrow(/'positive' needs solver 'auto'/);
    await expect(new Ridge({ alpha: [1, 2] }).fit([[1], [2]], [1, 2])).rejects.toThrow(/'alpha'.*1 targets/);
  });
});
