import { describe, expect, it } from 'vitest';
import { CalibratedClassifierCV } from '../../src/calibration/index.js';
import { Matrix } from '../../src/core/matrix.js';
import type { Estimator } from '../../src/core/protocol.js';
import { loadBreastCancer, loadIris } from '../../src/datasets/index.js';
import { FrozenEstimator } from '../../src/estimators/frozen/index.js';
import { LogisticRegression } from '../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { LinearSVC } from '../../src/estimators/svm/index.js';
import { expectedCalibrationError } from '../../src/metrics/index.js';
import { StandardScaler } from '../../src/preprocessing/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  readonly data: 'cancer' | 'iris';
  readonly method: 'sigmoid' | 'isotonic' | 'temperature';
  readonly ensemble?: boolean;
  readonly weighted?: boolean;
  readonly logistic?: boolean;
  readonly proba: number[][];
}

const old = loadFixture<{ cases: Case[] }>('calibration/calibrated').cases;
const recent = loadFixture<{ temperature: Case[] }>('calibration/thresholds_1_9').temperature;

async function dataOf(name: Case['data']): Promise<{ X: Matrix; y: number[]; every7: Matrix }> {
  const { data, target } = name === 'cancer' ? await loadBreastCancer() : await loadIris();
  const X = name === 'cancer' ? data.takeColumns([0, 1, 2, 3]) : data;
  const rows = Array.from({ length: Math.ceil(X.rows / 7) }, (_, i) => 7 * i);
  return { X, y: Array.from(target), every7: X.takeRows(rows) };
}

describe('CalibratedClassifierCV equals scikit-learn', () => {
  it.each([...old, ...recent])('$data $method $ensemble $weighted $logistic', async (given) => {
    const { X, y, every7 } = await dataOf(given.data);
    const estimator: Estimator = given.logistic
      ? new LogisticRegression({ maxIter: 5000, tol: 1e-10 })
      : new GaussianNB();
    const { method, ensemble = 'auto' } = given;
    const model = new CalibratedClassifierCV({ estimator, method, ensemble, cv: 3 });
    const sampleWeight = y.map((_, i) => 1 + (i % 3));
    await model.fit(X, y, given.weighted ? { sampleWeight } : {});
    const proba = await model.predictProba(every7);
    // Sigmoids of scikit-learn stop at a gradient of 1e-5 (BFGS) and 1e-6 (L-BFGS); its logistic regression on
    // unscaled columns at what its line search allows. Isotonic regression and temperatures are exact.
    const atol = given.logistic ? 2e-3 : method === 'sigmoid' ? 1e-4 : 1e-7;
    expectClose(proba.to2DArray(), given.proba, { rtol: 0, atol });
  });
});

describe('CalibratedClassifierCV', () => {
  it('calibrates a frozen classifier on rows that it has not seen', async () => {
    const { X, y } = await dataOf('cancer');
    const even = Array.from({ length: 284 }, (_, i) => 2 * i);
    const odd = even.map((i) => i + 1);
    const fitted = await new GaussianNB().fit(
      X.takeRows(even),
      even.map((i) => y[i]),
    );
    const model = new CalibratedClassifierCV({ estimator: new FrozenEstimator(fitted), method: 'isotonic' });
    const labels = odd.map((i) => y[i]);
    await model.fit(X.takeRows(odd), labels);
    expect(model.calibratedClassifiers).toHaveLength(1);
    const proba = await model.predictProba(X.takeRows(odd));
    const before = await fitted.predictProba(X.takeRows(odd));
    expect(expectedCalibrationError(labels, proba.column(1))).toBeLessThan(
      0.5 * expectedCalibrationError(labels, before.column(1)),
    );
  });

  it('names a class with fewer rows than folds', async () => {
    const X = Matrix.of(Float64Array.of(0, 1, 2, 3, 4, 5), 1);
    const model = new CalibratedClassifierCV({ estimator: new GaussianNB(), cv: 3 });
    await expect(model.fit(X, ['star', 'star', 'star', 'star', 'qso', 'qso'])).rejects.toThrow(
      /2 rows of class "qso"/,
    );
  });

  it('gives the same for any number of workers', async () => {
    const { X, y } = await dataOf('iris');
    const models = [1, 2].map((nJobs) => new CalibratedClassifierCV({ estimator: new GaussianNB(), nJobs }));
    const [one, two] = await Promise.all(
      models.map(async (model) => (await model.fit(X, y)).predictProba(X)),
    );
    expect(two.data).toEqual(one.data);
  });
});

describe('CalibratedClassifierCV without an estimator', () => {
  it('calibrates a LinearSVC', async () => {
    const { data, target } = await loadIris();
    const X = await new StandardScaler().fitTransform(data);
    const usual = await new CalibratedClassifierCV().fit(X, target);
    const named = new CalibratedClassifierCV({ estimator: new LinearSVC({ randomState: 0 }) });
    await named.fit(X, target);
    expect((await usual.predictProba(X)).data).toEqual((await named.predictProba(X)).data);
    expect(usual.params.estimator.type).toBe('LinearSVC');
  });
});
