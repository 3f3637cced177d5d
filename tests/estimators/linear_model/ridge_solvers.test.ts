import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../../src/core/matrix.js';
import { RandomState } from '../../../src/core/random.js';
import { setWarningHandler } from '../../../src/core/warnings.js';
import { Ridge, RidgeClassifier } from '../../../src/estimators/linear_model/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

interface Fitted {
  readonly coef: Matrix;
  readonly intercept: Float64Array;
  readonly nIter: Int32Array | null;
  readonly solver: string;
}

interface Case {
  readonly name: 'Ridge' | 'RidgeClassifier';
  readonly data: string;
  readonly weighted: boolean;
  readonly options: { solver: 'lsqr'; tol?: number; maxIter?: number };
  readonly coef: number[][];
  readonly intercept: number[];
  readonly exact: number[][];
  readonly iterations: number[] | null;
}

const SOLVERS = ['lsqr', 'sag', 'saga'] as const;

const fixture = loadFixture<{
  X: Record<string, number[][]>;
  y: Record<string, number[] & number[][]>;
  weights: number[];
  cases: Case[];
}>('linear_model/ridge_solvers');

const casesOf = (solvers: readonly string[], tight: boolean): [string, Case][] =>
  fixture.cases
    .filter(({ options }) => solvers.includes(options.solver) && (options.tol !== undefined) === tight)
    .map((given) => [
      `${given.name} ${given.data}${given.weighted ? ' weighted' : ''} ${JSON.stringify(given.options)}`,
      given,
    ]);

async function fitCase({ name, data, weighted, options }: Case): Promise<Fitted> {
  const X = fixture.X[data];
  const given = weighted ? { sampleWeight: fixture.weights } : {};
  if (name === 'Ridge') return new Ridge(options).fit(X, fixture.y[data], given);
  return new RidgeClassifier(options).fit(X, fixture.y[data], given);
}

/** The warnings of a task. */
async function warningsOf(task: () => Promise<unknown>): Promise<string[]> {
  const messages: string[] = [];
  const before = setWarningHandler(({ message }) => messages.push(message));
  try {
    await task();
  } finally {
    setWarningHandler(before);
  }
  return messages;
}

describe('positive coefficients by lbfgs', () => {
  it.each(casesOf(['lbfgs'], true))('equal scikit-learn: %s', async (_title, given) => {
    const model = await fitCase(given);
    const { alpha, maxIter } = given.options as { alpha?: number; maxIter?: number };
    // SciPy stops by its differences of values, at about 1e-8 of the coefficients.
    expectClose(model.coef, given.coef, { rtol: 1e-6, atol: 1e-7 });
    expect(model.solver).toBe('lbfgs');
    if (given.name === 'RidgeClassifier') return;
    const sampleWeight = given.weighted ? fixture.weights : undefined;
    const plain = { ...given.options, alpha, maxIter, solver: 'auto' as const };
    const exact = await new Ridge(plain).fit(fixture.X[given.data], fixture.y[given.data], { sampleWeight });
    // The active-set method is exact.
    expectClose(model.coef, exact.coef, { rtol: 1e-10, atol: 1e-12 });
    expect(exact.solver).toBe('nnls');
  });

  it('are those of the active-set method on many dependent columns of any scale', async () => {
    const random = new RandomState(2);
    for (const [n, d] of [
      [60, 40],
      [30, 80],
      [200, 12],
    ]) {
      const scale = Array.from({ length: d }, (_, j) => 10 ** ((j % 9) - 4));
      const X = Array.from({ length: n }, () => {
        const common = random.normal();
        return scale.map((s) => s * (random.normal() + 2 * common));
      });
      const y = X.map((row) => row[0] / scale[0] - row[1] / scale[1] + row[2] / scale[2] + random.normal());
      const options = { alpha: 0.5, positive: true, tol: 1e-12, maxIter: 20000 };
      const exact = await new Ridge(options).fit(X, y);
      const model = await new Ridge({ ...options, solver: 'lbfgs' }).fit(X, y);
      const inUnits = (coef: Matrix): number[] => scale.map((s, j) => s * coef.get(0, j));
      // In units of the columns: the gradient's 1e-12 over the smallest curvature.
      expectClose(inUnits(model.coef), inUnits(exact.coef), { rtol: 1e-7, atol: 1e-8 });
      expect(model.coef.data.every((w) => w >= 0)).toBe(true);
    }
  });

  it('stay in range, and end at the bound, without rows that say anything, and before tol with a warning', async () => {
    const options = { solver: 'lbfgs', positive: true, tol: 0 } as const;
    const big = fixture.X.one.map((row) => row.map((value) => value * 2 ** 480));
    const exact = await new Ridge({ alpha: 0, positive: true }).fit(fixture.X.one, fixture.y.one);
    const model = await new Ridge({ ...options, alpha: 0 }).fit(big, fixture.y.one);
    expectClose(
      model.coef.data.map((w) => w * 2 ** 480),
      exact.coef.data,
      { rtol: 1e-9, atol: 1e-12 },
    );
    const down = await new Ridge(options).fit([[1], [2], [3]], [3, 2, 1]);
    expect([...down.coef.data, ...down.intercept]).toEqual([0, 2]);
    const constant = await new Ridge({ ...options, alpha: 0 }).fit([[7], [7]], [1, 2]);
    expect([...constant.coef.data, ...constant.intercept]).toEqual([0, 1.5]);
    const messages = await warningsOf(() =>
      new Ridge({ ...options, maxIter: 1 }).fit(fixture.X.one, fixture.y.one),
    );
    expect(messages.join()).toMatch(/lbfgs stopped after 1 iterations/);
  });

  it('are what lbfgs is for', () => {
    expect(() => new Ridge({ solver: 'lbfgs' })).toThrow(/'lbfgs' only for positive/);
    expect(() => new RidgeClassifier({ solver: 'lbfgs' })).toThrow(/'lbfgs' only for positive/);
  });
});

describe('iterative ridge solvers', () => {
  it.each(casesOf(SOLVERS, true))('equal scikit-learn and the minimum: %s', async (_title, given) => {
    const model = await fitCase(given);
    // tol 1e-13 on well conditioned columns: both sides come to about 1e-12.
    expectClose(model.coef, given.coef, { rtol: 1e-9, atol: 1e-11 });
    expectClose(model.coef, given.exact, { rtol: 1e-9, atol: 1e-11 });
    expectClose(model.intercept, given.intercept, { rtol: 1e-9, atol: 1e-11 });
    expect(model.solver).toBe(given.options.solver);
  });

  it.each(casesOf(SOLVERS, false))('take the path of scikit-learn: %s', async (_title, given) => {
    let model: Fitted | undefined;
    const messages = await warningsOf(async () => {
      model = await fitCase(given);
    });
    if (!model) throw new Error('no model');
    // Weighted rows of sag and saga take other steps (see below): the default tol 1e-4 leaves 1e-3 of them.
    const ours = given.weighted && given.options.solver !== 'lsqr';
    if (given.options.maxIter !== undefined) expect(messages.join()).toMatch(/stopped after 3 iterations/);
    if (ours && given.options.maxIter !== undefined) return;
    expectClose(
      model.coef,
      ours ? given.exact : given.coef,
      ours ? { atol: 2e-3 } : { rtol: 1e-9, atol: 1e-11 },
    );
    if (!ours) expect([...(model.nIter ?? [])]).toEqual(given.iterations);
  });

  it('choose steps by the weighted rows, where scikit-learn does by the unweighted and may diverge', async () => {
    const X = fixture.X.one;
    const sampleWeight = fixture.weights.map((w, i) => (i === 3 ? 1e4 : w));
    const exact = await new Ridge().fit(X, fixture.y.one, { sampleWeight });
    for (const solver of ['sag', 'saga'] as const) {
      const options = { solver, randomState: 0, tol: 1e-12, maxIter: 500000 };
      const model = await new Ridge(options).fit(X, fixture.y.one, { sampleWeight });
      // The condition number of about 1e6 stands between the last step and the minimum.
      expectClose(model.coef, exact.coef, { rtol: 1e-5, atol: 1e-6 });
    }
  });

  it.each(SOLVERS)('%s is exact at any scale of columns and target', async (solver) => {
    const { one: X } = fixture.X;
    const options = { solver, tol: 1e-12, maxIter: 20000, randomState: 1 };
    const plain = await new Ridge({ ...options, alpha: 0 }).fit(X, fixture.y.one);
    for (const [p, q] of [
      [500, -500],
      [-500, 400],
      [480, 480],
    ]) {
      const big = X.map((row) => row.map((value) => value * 2 ** p));
      const target = fixture.y.one.map((value) => value * 2 ** q);
      const model = await new Ridge({ ...options, alpha: 0 }).fit(big, target);
      // Powers of two change no digit but those of the sums inside the tests of convergence.
      expectClose(
        model.coef,
        plain.coef.to2DArray().map((r) => r.map((w) => w * 2 ** (q - p))),
        {
          rtol: 1e-9,
          atol: 0,
        },
      );
    }
    const tiny = X.map((row) => row.map((value) => value * 1e-170));
    const crushed = await new Ridge(options).fit(tiny, fixture.y.one);
    const svd = await new Ridge({ solver: 'svd' }).fit(tiny, fixture.y.one);
    // The penalty alone decides: coefficients near 1e-170.
    expectClose(crushed.coef, svd.coef, { rtol: 1e-6, atol: 0 });
  });

  it.each(SOLVERS)(
    '%s: constant columns, one row, a constant target, columns far from zero',
    async (solver) => {
      const options = { solver, randomState: 0, tol: 1e-12, maxIter: 20000 };
      const constant = await new Ridge(options).fit([[7], [7], [7]], [1, 2, 6]);
      expect([constant.coef.get(0, 0), constant.intercept[0]]).toEqual([0, 3]);
      const single = await new Ridge(options).fit([[2, 5]], [4]);
      expect([...single.coef.data, ...single.intercept]).toEqual([0, 0, 4]);
      const flat = await new Ridge(options).fit([[1], [2], [4]], [5, 5, 5]);
      expect([flat.coef.get(0, 0), flat.intercept[0]]).toEqual([0, 5]);
      const far = [0, 1, 2, 3].map((v) => [1e8 + v]);
      const shifted = await new Ridge({ ...options, alpha: 0 }).fit(far, [1, 3, 5, 7]);
      expectClose(shifted.coef, [[2]], { rtol: 1e-9 });
      expectClose(await shifted.predict(far), [1, 3, 5, 7], { atol: 1e-6 });
    },
  );

  it('sag and saga repeat with the same seed', async () => {
    for (const solver of ['sag', 'saga'] as const) {
      const options = { solver, randomState: 3 };
      const fits = [1, 2].map(() => new Ridge(options).fit(fixture.X.both, fixture.y.both));
      const [a, b] = await Promise.all(fits);
      expect(a.coef.data).toEqual(b.coef.data);
    }
  });

  it('lsqr stops at columns that depend on each other, and at a condition that is too bad', async () => {
    const X = fixture.X.one.map((row) => [...row, row[0] + row[1]]);
    const options = { alpha: 0, tol: 1e-12, maxIter: 100 };
    const model = await new Ridge({ ...options, solver: 'lsqr' }).fit(X, fixture.y.one);
    const svd = await new Ridge({ alpha: 0, solver: 'svd' }).fit(X, fixture.y.one);
    // Both find the shortest of the solutions.
    expectClose(model.coef, svd.coef, { rtol: 1e-8, atol: 1e-9 });
    const bad = fixture.X.one.map((row) => [row[0], row[0] + 1e-10 * row[1], row[2] * 1e-11]);
    const messages = await warningsOf(() =>
      new Ridge({ ...options, tol: 0, solver: 'lsqr' }).fit(bad, fixture.y.one),
    );
    expect(messages.join()).toMatch(/lsqr stopped after/);
  });

  it('can be aborted', async () => {
    const controller = new AbortController();
    controller.abort();
    for (const solver of SOLVERS) {
      const fit = new Ridge({ solver, tol: 0 }).fit(fixture.X.one, fixture.y.one, {
        signal: controller.signal,
      });
      await expect(fit).rejects.toThrow();
    }
  });

  it('are refused with positive coefficients', () => {
    for (const solver of SOLVERS) {
      expect(() => new Ridge({ positive: true, solver })).toThrow(
        /'positive' needs solver 'auto' or 'lbfgs'/,
      );
    }
    // @ts-expect-error: no such solver
    expect(() => new RidgeClassifier({ solver: 'newton' })).toThrow(/'solver'/);
  });
});
