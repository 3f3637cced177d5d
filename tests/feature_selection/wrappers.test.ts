import { describe, expect, it } from 'vitest';
import { Pipeline } from '../../src/compose/index.js';
import { InvalidParameterError, NotFittedError } from '../../src/core/errors.js';
import type { Matrix } from '../../src/core/matrix.js';
import type { Estimator } from '../../src/core/protocol.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { loadBreastCancer, loadDiabetes, loadWine } from '../../src/datasets/index.js';
import {
  ElasticNet,
  Lasso,
  LinearRegression,
  LogisticRegression,
  Ridge,
} from '../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { KNeighborsClassifier } from '../../src/estimators/neighbors/index.js';
import { SVC } from '../../src/estimators/svm/index.js';
import { DecisionTreeClassifier } from '../../src/estimators/tree/index.js';
import { RFE, RFECV, SelectFromModel, SequentialFeatureSelector } from '../../src/feature_selection/index.js';
import { GridSearchCV, GroupKFold, KFold } from '../../src/model_selection/index.js';
import { load, save } from '../../src/persistence/index.js';
import { StandardScaler } from '../../src/preprocessing/index.js';
import { installRegistry } from '../../src/registry/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

installRegistry();

interface Fixture {
  readonly models: Record<string, { support: boolean[]; threshold: number }>;
  readonly rfe: Record<string, { support: boolean[]; ranking: number[]; score: number }>;
  readonly rfecv: Record<
    string,
    {
      support: boolean[];
      ranking: number[];
      score: number;
      results: {
        mean_test_score: number[];
        std_test_score: number[];
        n_features: number[];
        split0_test_score: number[];
        split0_ranking: number[][];
        split0_support: boolean[][];
      };
    }
  >;
  readonly groups: number[];
  readonly sfs: Record<string, boolean[]>;
}

const fixture = loadFixture<Fixture>('feature_selection/wrappers');
const wine = await loadWine();
const wineX = await new StandardScaler().fitTransform(wine.data);
const diabetes = await loadDiabetes();
const cancer = await loadBreastCancer();
const logistic = new LogisticRegression({ tol: 1e-10, maxIter: 10_000 });
const tree = new DecisionTreeClassifier({ randomState: 0 });

type Data = readonly [Matrix, ArrayLike<number>];
const onWine: Data = [wineX, wine.target];
const onDiabetes: Data = [diabetes.data, diabetes.target];
const onCancer: Data = [cancer.data, cancer.target];

describe('SelectFromModel', () => {
  const cases: Record<string, [SelectFromModel<Estimator>, Data]> = {
    'logistic mean': [new SelectFromModel<Estimator>(logistic), onWine],
    'logistic 1.25*mean': [new SelectFromModel<Estimator>(logistic, { threshold: '1.25*mean' }), onWine],
    'logistic median': [
      new SelectFromModel<Estimator>(logistic, { threshold: 'median', normOrder: 2 }),
      onWine,
    ],
    'logistic inf': [
      new SelectFromModel<Estimator>(logistic, { normOrder: Number.POSITIVE_INFINITY, maxFeatures: 4 }),
      onWine,
    ],
    lasso: [new SelectFromModel<Estimator>(new Lasso({ alpha: 0.5 })), onDiabetes],
    'elastic 1': [new SelectFromModel<Estimator>(new ElasticNet({ alpha: 0.4, l1Ratio: 1 })), onDiabetes],
    'elastic 0.5': [new SelectFromModel<Estimator>(new ElasticNet({ alpha: 0.01 })), onDiabetes],
    tree: [new SelectFromModel<Estimator>(tree), onCancer],
    'at most': [
      new SelectFromModel<Estimator>(new Ridge(), {
        threshold: Number.NEGATIVE_INFINITY,
        maxFeatures: () => 3,
      }),
      onDiabetes,
    ],
  };

  it.each(Object.keys(fixture.models))('%s keeps what scikit-learn keeps', async (name) => {
    const [selector, [X, y]] = cases[name];
    await selector.fit(X, y);
    expect(selector.getSupport()).toEqual(fixture.models[name].support);
    // Logistic regression and elastic net stop at a tolerance.
    expectClose([selector.threshold], [fixture.models[name].threshold], { rtol: 1e-5 });
  });

  it('takes a fitted model as it is', async () => {
    const model = await new Lasso({ alpha: 0.5 }).fit(...onDiabetes);
    const selector = await new SelectFromModel(model, { prefit: true }).fit(diabetes.data);
    expect(selector.getSupport()).toEqual(fixture.models['lasso'].support);
    await model.fit(
      diabetes.data,
      diabetes.target.map((value) => -value),
    );
    expect(Math.sign((selector.estimator.coef as unknown as Matrix).get(0, 2))).toBe(1);
    const unfitted = new SelectFromModel(new Lasso(), { prefit: true });
    await expect(unfitted.fit(diabetes.data)).rejects.toThrow(NotFittedError);
  });

  it('learns in batches', async () => {
    const nb = new GaussianNB();
    const selector = new SelectFromModel(nb, { threshold: 'median', importanceGetter: 'theta' });
    const direct = nb.with({});
    const classes = [0, 1, 2];
    for (let part = 0; part < 3; part++) {
      const rows = Array.from({ length: 59 }, (_, i) => 3 * i + part);
      const [X, y] = [wineX.takeRows(rows), rows.map((i) => wine.target[i])];
      await selector.partialFit(X, y, part === 0 ? { classes } : {});
      await direct.partialFit(X, y, part === 0 ? { classes } : {});
    }
    expect(selector.estimator.theta).toEqual(direct.theta);
    expect(selector.getSupport({ indices: true }).length).toBe(7);
    await expect(new SelectFromModel(new Lasso()).partialFit(...onWine)).rejects.toThrow(/partialFit/);
  });

  it('finds importances by path or function and says when there are none', async () => {
    const pipeline = new Pipeline([
      ['scale', new StandardScaler()],
      ['clf', logistic],
    ]);
    const byPath = new SelectFromModel(pipeline, { importanceGetter: 'namedSteps.clf.coef' });
    await byPath.fit(wine.data, wine.target);
    expect(byPath.getSupport()).toEqual(fixture.models['logistic mean'].support);
    const own = new SelectFromModel(new GaussianNB(), {
      importanceGetter: (nb: GaussianNB) => nb.theta.row(0),
    });
    await own.fit(wine.data, wine.target);
    expect(own.threshold).toBeGreaterThan(0);
    await expect(new SelectFromModel(new GaussianNB()).fit(...onWine)).rejects.toThrow(/importanceGetter/);
    const curved = new SelectFromModel(new SVC());
    await expect(curved.fit(...onWine)).rejects.toThrow(/importanceGetter/);
    expect(() => new SelectFromModel(logistic, { threshold: 'mode' as 'mean' })).toThrow(
      InvalidParameterError,
    );
  });
});

describe('RFE', () => {
  const cases: Record<string, [RFE<Estimator>, Data]> = {
    logistic: [new RFE<Estimator>(logistic), onWine],
    'svc 3': [new RFE<Estimator>(new SVC({ kernel: 'linear' }), { nFeaturesToSelect: 3, step: 2 }), onWine],
    linear: [new RFE<Estimator>(new LinearRegression(), { nFeaturesToSelect: 0.35 }), onDiabetes],
    tree: [new RFE<Estimator>(tree, { nFeaturesToSelect: 5, step: 0.2 }), onCancer],
  };

  it.each(Object.keys(fixture.rfe))('%s ranks as scikit-learn', async (name) => {
    const [rfe, [X, y]] = cases[name];
    const expected = fixture.rfe[name];
    await rfe.fit(X, y);
    expect(rfe.support).toEqual(expected.support);
    expect(Array.from(rfe.ranking)).toEqual(expected.ranking);
    expectClose([await rfe.score(X, y)], [expected.score], { rtol: 1e-10 });
    expect(rfe.nFeatures).toBe(expected.support.filter(Boolean).length);
  });

  it('predicts as its estimator does on the columns that stay', async () => {
    const rfe = await new RFE(logistic).fit(...onWine);
    const X = await rfe.transform(wineX);
    const plain = await logistic.with({}).fit(X, wine.target);
    expect(await rfe.predict(wineX)).toEqual(await plain.predict(X));
    expectClose(await rfe.predictProba(wineX), await plain.predictProba(X), { rtol: 1e-12 });
    expect(rfe.classes).toEqual([0, 1, 2]);
    await expect(new RFE(new LinearRegression()).predictProba(wineX)).rejects.toThrow(NotFittedError);
    const again = (await load(await save(rfe))) as unknown as RFE<LogisticRegression>;
    expect(await again.predict(wineX)).toEqual(await rfe.predict(wineX));
  });

  it('keeps all with a warning when more are wanted than there are', async () => {
    const { value, warnings } = await collectWarnings(() =>
      new RFE(new Ridge(), { nFeaturesToSelect: 99 }).fit(...onDiabetes),
    );
    expect([value.nFeatures, warnings.length]).toEqual([10, 1]);
  });

  it('is searched over with typed keys', async () => {
    const pipeline = new Pipeline([
      ['select', new RFE(logistic)],
      ['knn', new KNeighborsClassifier()],
    ]);
    const search = new GridSearchCV(
      pipeline,
      { select__nFeaturesToSelect: [2, 6], select__estimator__C: [0.1, 1] },
      { cv: 3 },
    );
    await search.fit(...onWine);
    expect(search.bestScore).toBeGreaterThan(0.9);
    // @ts-expect-error no such parameter
    expect(() => new GridSearchCV(pipeline, { select__estimator__D: [1] }).fit(...onWine)).toBeDefined();
  });
});

describe('RFECV', () => {
  const cases: Record<string, [RFECV<Estimator>, Data, object]> = {
    logistic: [new RFECV<Estimator>(logistic), onWine, {}],
    f1: [
      new RFECV<Estimator>(logistic, {
        step: 3,
        minFeaturesToSelect: 2,
        scoring: 'f1_macro',
        cv: new GroupKFold({ nSplits: 3 }),
      }),
      onWine,
      { groups: fixture.groups },
    ],
    ridge: [
      new RFECV<Estimator>(new Ridge(), { cv: new KFold({ nSplits: 4, shuffle: true, randomState: 1 }) }),
      onDiabetes,
      {},
    ],
  };

  it.each(Object.keys(fixture.rfecv))('%s as scikit-learn, with any nJobs', async (name) => {
    const [rfecv, [X, y], options] = cases[name];
    const expected = fixture.rfecv[name];
    await rfecv.fit(X, y, options);
    expect(rfecv.support).toEqual(expected.support);
    expect(Array.from(rfecv.ranking)).toEqual(expected.ranking);
    const { cvResults } = rfecv;
    expect(Array.from(cvResults.nFeatures)).toEqual(expected.results.n_features);
    expectClose(cvResults.meanTestScore, expected.results.mean_test_score, { rtol: 1e-9 });
    expectClose(cvResults.stdTestScore, expected.results.std_test_score, { rtol: 1e-7 });
    expectClose(cvResults.split0TestScore, expected.results.split0_test_score, { rtol: 1e-9 });
    expect(cvResults.split0Ranking.map((ranks) => Array.from(ranks))).toEqual(
      expected.results.split0_ranking,
    );
    expect(cvResults.split0Support).toEqual(expected.results.split0_support);
    expectClose([await rfecv.score(X, y)], [expected.score], { rtol: 1e-10 });
    const parallel = await rfecv.with({ nJobs: 2 }).fit(X, y, options);
    expect(parallel.cvResults).toEqual(cvResults);
  });
});

describe('SequentialFeatureSelector', () => {
  type S = SequentialFeatureSelector<Estimator>;
  const make = (estimator: Estimator, options: ConstructorParameters<typeof SequentialFeatureSelector>[1]) =>
    new SequentialFeatureSelector<Estimator>(estimator, options);
  const cases: Record<string, [S, Data]> = {
    'knn 3': [make(new KNeighborsClassifier({ nNeighbors: 3 }), { nFeaturesToSelect: 3 }), onWine],
    'nb back': [
      make(new GaussianNB(), { nFeaturesToSelect: 9, direction: 'backward', cv: 3, scoring: 'f1_macro' }),
      onWine,
    ],
    'linear tol': [make(new LinearRegression(), { tol: 0.005 }), onDiabetes],
    'linear back': [make(new LinearRegression(), { tol: -0.001, direction: 'backward', cv: 4 }), onDiabetes],
    'linear auto': [make(new LinearRegression(), { scoring: 'neg_mean_absolute_error' }), onDiabetes],
    'ridge 0.3': [make(new Ridge(), { nFeaturesToSelect: 0.3 }), onDiabetes],
  };

  it.each(Object.keys(fixture.sfs))('%s selects what scikit-learn selects', async (name) => {
    const [selector, [X, y]] = cases[name];
    await selector.fit(X, y);
    expect(selector.support).toEqual(fixture.sfs[name]);
  });

  it('does not depend on the number of workers', async () => {
    const [selector, [X, y]] = cases['nb back'];
    const parallel = await selector.with({ nJobs: 2 }).fit(X, y);
    expect(parallel.support).toEqual(fixture.sfs['nb back']);
  });

  it('refuses what cannot be', async () => {
    const [X, y] = onDiabetes;
    await expect(make(new Ridge(), { nFeaturesToSelect: 10 }).fit(X, y)).rejects.toThrow(/below the 10/);
    await expect(make(new Ridge(), { tol: -1 }).fit(X, y)).rejects.toThrow(/forward/);
    await expect(make(new Ridge(), {}).fit(X.takeColumns([0]), y)).rejects.toThrow(/two columns/);
  });

  it('stops when aborted', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const slow = make(new KNeighborsClassifier(), { nFeaturesToSelect: 20 });
    await expect(slow.fit(...onCancer, { signal: controller.signal })).rejects.toThrow(/aborted/);
  });
});
