import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { LinearSVC, NuSVC, OneClassSVM, SVC, SVR } from '../../src/estimators/svm/index.js';
import { svmData } from './svm_support.js';

/** Two overlapping clouds. */
function clouds(n: number, scale = 1, shift = 0): { X: Matrix; y: number[] } {
  const random = new RandomState(4);
  const y = Array.from({ length: n }, (_, i) => i % 2);
  const noise = random.standardNormal(2 * n);
  const data = noise.map((value, at) => shift + scale * (value + (y[at >> 1] === 1 ? 1.5 : 0)));
  return { X: Matrix.of(data, 2), y };
}

describe('kernels of the caller', () => {
  const { X, y } = svmData('wine');

  it('a function, its values given, and the built-in kernel agree', async () => {
    const gamma = 0.05;
    const rbf = (A: Matrix, B: Matrix): number[][] =>
      A.to2DArray().map((a) =>
        B.to2DArray().map((b) => Math.exp(-gamma * a.reduce((sum, v, j) => sum + (v - b[j]) ** 2, 0))),
      );
    const own = await new SVC({ gamma }).fit(X, y);
    const called = await new SVC({ kernel: rbf }).fit(X, y);
    const given = await new SVC({ kernel: 'precomputed' }).fit(rbf(X, X), y);
    expect(called.support).toEqual(own.support);
    expect(given.support).toEqual(own.support);
    expect(await called.predict(X)).toEqual(await own.predict(X));
    expect(await given.predict(rbf(X, X))).toEqual(await own.predict(X));
    expect(given.supportVectors.rows).toBe(0);
    expect(called.supportVectors.rows).toBe(own.support.length);
  });

  it('values of a wrong shape are refused', async () => {
    const kernel = (A: Matrix): Matrix => A;
    await expect(new SVC({ kernel }).fit(X, y)).rejects.toThrow(/rows of A/);
    await expect(new SVC({ kernel: 'precomputed' }).fit(X, y)).rejects.toThrow(/square/);
  });
});

describe('data at the edge', () => {
  it.each([1e-150, 1e-8, 1e8, 1e150])('columns of size %d give the same labels', async (scale) => {
    const plain = clouds(80);
    const expected = await (await new SVC().fit(plain.X, plain.y)).predict(plain.X);
    const { X, y } = clouds(80, scale);
    expect(await (await new SVC().fit(X, y)).predict(X)).toEqual(expected);
  });

  it('means of 1e8 do not blur distances', async () => {
    const plain = clouds(80);
    const expected = await (await new SVC({ gamma: 0.5 }).fit(plain.X, plain.y)).predict(plain.X);
    const { X, y } = clouds(80, 1, 1e8);
    expect(await (await new SVC({ gamma: 0.5 }).fit(X, y)).predict(X)).toEqual(expected);
  });

  it('kernel values that overflow are refused', async () => {
    const { X, y } = clouds(20, 1e150);
    await expect(new SVC({ kernel: 'poly', gamma: 1 }).fit(X, y)).rejects.toThrow(/Scale the columns/);
  });

  it('copies of rows with opposite labels are survived', async () => {
    const X = [[0], [0], [1], [1], [0], [1]];
    const model = await new SVC({ C: 10 }).fit(X, [0, 1, 0, 1, 0, 1]);
    expect(await model.predict([[0], [1]])).toEqual([0, 1]);
    expect((await new SVR().fit(X, [0, 1, 0, 1, 0, 1])).nIter).toBeGreaterThan(0);
  });

  it('constant columns are survived', async () => {
    const model = await new SVC().fit([[3], [3], [3]], [0, 1, 1]);
    expect(await model.predict([[3]])).toEqual([1]);
  });

  it('one class is refused, also when the others weigh nothing', async () => {
    const X = [[0], [1], [2]];
    for (const make of [() => new SVC(), () => new NuSVC({ nu: 0.1 }), () => new LinearSVC()]) {
      await expect(make().fit(X, ['a', 'a', 'a'])).rejects.toThrow(/two classes/);
      await expect(make().fit(X, ['a', 'a', 'b'], { sampleWeight: [1, 1, 0] })).rejects.toThrow(
        /two classes/,
      );
    }
  });

  it('rows without weight are as absent, and support counts all rows', async () => {
    const { X, y } = clouds(60);
    const sampleWeight = y.map((_, i) => (i < 10 ? 0 : 1));
    const weighted = await new SVC({ gamma: 0.5 }).fit(X, y, { sampleWeight });
    const rest = Array.from({ length: 50 }, (_, i) => i + 10);
    const fewer = await new SVC({ gamma: 0.5 }).fit(
      X.takeRows(rest),
      rest.map((i) => y[i]),
    );
    expect(Array.from(weighted.support)).toEqual(Array.from(fewer.support, (i) => i + 10));
    expect(weighted.intercept).toEqual(fewer.intercept);
  });

  it('a class whose rows weigh nothing is never predicted', async () => {
    const X = [[0], [0.1], [1], [1.1], [2], [2.1]];
    const model = await new SVC().fit(X, [0, 0, 1, 1, 2, 2], { sampleWeight: [1, 1, 1, 1, 0, 0] });
    expect(await model.predict([[0], [1], [2]])).toEqual([0, 1, 1]);
  });

  it('an impossible nu is told', async () => {
    await expect(new NuSVC({ nu: 0.9 }).fit([[0], [1], [2], [3]], [0, 1, 1, 1])).rejects.toThrow(/Lower nu/);
  });
});

describe('running', () => {
  it('stops within 100 ms of an abort', async () => {
    const { X, y } = clouds(3000);
    const controller = new AbortController();
    const fit = new SVC({ C: 1e6, gamma: 50, tol: 1e-9 }).fit(X, y, { signal: controller.signal });
    await new Promise((resolve) => setTimeout(resolve, 60));
    const start = performance.now();
    controller.abort();
    await expect(fit).rejects.toThrow(/abort/);
    // Generous, because other tests share the machine.
    expect(performance.now() - start).toBeLessThan(400);
  });

  it('a small cache changes nothing but the time', async () => {
    const { X, y } = clouds(300);
    const large = await new SVC({ C: 10 }).fit(X, y);
    const small = await new SVC({ C: 10, cacheSize: 0.001 }).fit(X, y);
    expect(small.dualCoef.data).toEqual(large.dualCoef.data);
    expect(small.nIter).toEqual(large.nIter);
  });

  it('warns when iterations run out', async () => {
    const { X, y } = clouds(100);
    const { warnings, value } = await collectWarnings(() => new SVC({ maxIter: 5 }).fit(X, y));
    expect(warnings[0].message).toMatch(/maxIter/);
    expect(value.fitStatus).toBe(1);
    const linear = await collectWarnings(() => new LinearSVC({ maxIter: 1, tol: 1e-12 }).fit(X, y));
    expect(linear.warnings[0].message).toMatch(/maxIter/);
  });

  it('coef belongs to the linear kernel', async () => {
    const { X, y } = clouds(40);
    const model = await new SVC({ kernel: 'linear' }).fit(X, y);
    const values = await model.decisionFunction(X);
    const first = X.row(0).reduce((sum, x, j) => sum + x * model.coef.get(0, j), model.intercept[0]);
    expect((values as Float64Array)[0]).toBeCloseTo(first, 10);
    expect(() => new SVC().coef).toThrow(/fit/);
    const rbf = await new SVC().fit(X, y);
    expect(() => rbf.coef).toThrow(/linear/);
  });

  it('breakTies needs one column per class', () => {
    expect(() => new SVC({ breakTies: true, decisionFunctionShape: 'ovo' })).toThrow(/breakTies/);
  });

  it('finds the outlier', async () => {
    const { X } = clouds(100);
    const detector = await new OneClassSVM({ nu: 0.1 }).fit(X);
    expect(Array.from(await detector.predict([[30, 30]]))).toEqual([-1]);
    const share = (await detector.predict(X)).filter((label) => label < 0).length / 100;
    expect(share).toBeLessThan(0.16);
  });
});
