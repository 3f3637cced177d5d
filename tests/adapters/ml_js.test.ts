// @ts-expect-error the package has no types
import { DecisionTreeClassifier as CartTree } from 'ml-cart';
import { PCA } from 'ml-pca';
import { RandomForestClassifier, RandomForestRegression } from 'ml-random-forest';
// @ts-expect-error the package has no types
import SVM from 'ml-svm';
import { describe, expect, it } from 'vitest';
import {
  MlCartClassifier,
  MlKMeans,
  MlPCA,
  MlRandomForestClassifier,
  MlRandomForestRegressor,
  MlSVC,
} from '../../src/adapters/index.js';
import { mlPackage } from '../../src/adapters/ml_js/packages.js';
import { Pipeline } from '../../src/compose/index.js';
import { loadIris } from '../../src/datasets/index.js';
import { OneVsRestClassifier } from '../../src/meta/index.js';
import { crossValScore, GridSearchCV } from '../../src/model_selection/index.js';
import { load, save } from '../../src/persistence/index.js';
import { StandardScaler } from '../../src/preprocessing/index.js';
import { expectClose } from '../support/fixtures.js';

const names = ['setosa', 'versicolor', 'virginica'];

async function iris() {
  const { data, target } = await loadIris();
  return {
    data,
    rows: data.to2DArray(),
    codes: Array.from(target),
    labels: Array.from(target, (c) => names[c]),
  };
}

describe('ml.js models as estimators', () => {
  it('predict what the packages predict', async () => {
    const { data, rows, codes, labels } = await iris();
    const options = { nEstimators: 7, seed: 3, maxFeatures: 0.5, noOOB: true };
    const theirs = new RandomForestClassifier(options);
    theirs.train(rows, codes);
    const ours = new MlRandomForestClassifier({ nEstimators: 7, seed: 3, maxFeatures: 0.5 });
    await ours.fit(data, labels);
    expect(await ours.predict(data)).toEqual(theirs.predict(rows).map((c: number) => names[c]));
    const proba = await ours.predictProba(data);
    const votes = theirs.predictionValues(rows);
    const second = Array.from(
      { length: 150 },
      (_, i) => votes.getRow(i).filter((c: number) => c === 1).length / 7,
    );
    expectClose(proba.column(1), second, { atol: 1e-12 });
  });

  it('take over trained models', async () => {
    const { data, rows, codes } = await iris();
    const forest = new RandomForestClassifier({ nEstimators: 5, seed: 1, noOOB: true });
    forest.train(rows, codes);
    const wrapped = MlRandomForestClassifier.fromTrained(forest, {
      classes: names,
      codes: [0, 1, 2],
      nFeaturesIn: 4,
    });
    expect(await wrapped.predict(data)).toEqual(forest.predict(rows).map((c: number) => names[c]));

    const tree = new CartTree({ minNumSamples: 3 });
    tree.train(rows, codes);
    const cart = MlCartClassifier.fromTrained(tree, { classes: [0, 1, 2], nFeaturesIn: 4 });
    expect(await cart.predict(data)).toEqual(tree.predict(rows));

    const numbers = new RandomForestRegression({ nEstimators: 5, seed: 1, noOOB: true });
    numbers.train(rows, codes);
    const regressor = MlRandomForestRegressor.fromTrained(numbers, { nFeaturesIn: 4 });
    expect([...(await regressor.predict(data))]).toEqual(numbers.predict(rows));

    const pca = new PCA(rows);
    const components = MlPCA.fromTrained(pca, { nFeaturesIn: 4 }, { nComponents: 2 });
    expect((await components.transform(data)).to2DArray()).toEqual(
      pca.predict(rows, { nComponents: 2 }).to2DArray(),
    );

    const machine = new SVM({ kernel: 'rbf' });
    machine.train(
      rows,
      codes.map((c) => (c === 0 ? -1 : 1)),
    );
    const svc = MlSVC.fromTrained(machine, { classes: ['setosa', 'other'], nFeaturesIn: 4 });
    expect(await svc.predict(data)).toEqual(
      machine.predict(rows).map((s: number) => (s < 0 ? 'setosa' : 'other')),
    );
  });

  it('work in pipelines, cross-validation, searches, strategies and files', async () => {
    const { data, labels } = await iris();
    const pipe = new Pipeline([
      ['scale', new StandardScaler()],
      ['pca', new MlPCA()],
      ['forest', new MlRandomForestClassifier({ nEstimators: 5 })],
    ]);
    const scores = await crossValScore(pipe, data, labels, { cv: 3 });
    expect(Math.min(...scores)).toBeGreaterThan(0.85);
    const search = new GridSearchCV(
      pipe,
      { forest__maxDepth: [1, null], pca__nComponents: [2, 4] },
      { cv: 3 },
    );
    await search.fit(data, labels);
    expect(search.bestScore).toBeGreaterThan(0.85);
    const again = await load(await save(search.bestEstimator), { expect: Pipeline });
    expect(await again.predict(data)).toEqual(await search.predict(data));
    const rest = new OneVsRestClassifier(new MlSVC({ kernel: 'rbf', randomState: 0 }));
    expect(await (await rest.fit(data, labels)).score(data, labels)).toBeGreaterThan(0.9);
  });

  it('clusters', async () => {
    const { data } = await iris();
    const clusters = await new MlKMeans({ nClusters: 3, seed: 2 }).fit(data);
    expect(clusters.inertia).toBeLessThan(80);
    expect(await clusters.predict(data)).toEqual(clusters.labels);
  });

  it('says what is missing or refused', async () => {
    await expect(
      mlPackage('MlX', 'ml-not-there', () => Promise.reject(new Error('Cannot find package'))),
    ).rejects.toThrow(/npm install ml-not-there/);
    await expect(new MlSVC().fit([[0], [1], [2]], [0, 1, 2])).rejects.toThrow(/OneVsRestClassifier/);
    await expect(
      new MlSVC().fit(
        [
          [0, 5],
          [1, 5],
        ],
        [0, 1],
      ),
    ).rejects.toThrow(/column 1/);
    await expect(new MlRandomForestClassifier({ maxFeatures: 5 }).fit([[0], [1]], [0, 1])).rejects.toThrow(
      /ml-random-forest refuses/,
    );
    await expect(new MlKMeans({ nClusters: 3 }).fit([[0], [1]])).rejects.toThrow(/nClusters/);
  });
});
