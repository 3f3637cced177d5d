import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { loadBreastCancer, loadDiabetes, loadDigits } from '../../src/datasets/index.js';
import {
  ExtraTreesClassifier,
  ExtraTreesRegressor,
  RandomForestClassifier,
  RandomForestRegressor,
} from '../../src/estimators/ensemble/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

const classes = { ExtraTreesClassifier, ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor };
type ForestEstimator = Omit<RandomForestClassifier, 'predict' | 'type'> &
  Pick<RandomForestRegressor, 'predict'>;

const loaders: Record<
  'digits' | 'breastCancer' | 'diabetes',
  () => Promise<{ data: Matrix; target: ArrayLike<number> }>
> = { digits: loadDigits, breastCancer: loadBreastCancer, diabetes: loadDiabetes };

interface ForestCase {
  data: keyof typeof loaders;
  every: number;
  type: keyof typeof classes;
  params: Record<string, unknown>;
  nodes: number[];
  predictions: number[] | number[][];
  importances: number[];
  oobScore: number | null;
}

const { cases } = loadFixture<{ cases: ForestCase[] }>('estimators/forest');

describe('forests equal those of scikit-learn, tree by tree', () => {
  it.each(
    cases.map((given) => [`${given.type} ${given.data} ${JSON.stringify(given.params)}`, given] as const),
  )('%s', async (_title, given) => {
    const { data, target } = await loaders[given.data]();
    const X = Matrix.of(data.data.map(Math.fround), data.columns);
    const rows = (first: number): number[] =>
      Array.from({ length: Math.ceil((X.rows - first) / given.every) }, (_, i) => first + given.every * i);
    const params = { ...given.params, nEstimators: 20, randomState: 3 } as object;
    const forest = new classes[given.type](params) as unknown as ForestEstimator;
    await forest.fit(
      X.takeRows(rows(0)),
      rows(0).map((i) => target[i]),
    );
    expect(forest.estimators.map(({ tree }) => tree.feature.length)).toEqual(given.nodes);
    const test = X.takeRows(rows(1).slice(0, 60));
    const isClassifier = given.type.endsWith('Classifier');
    const predicted = isClassifier ? await forest.predictProba(test) : await forest.predict(test);
    // Sums of 20 leaf values, added in the same order.
    expectClose(predicted as never, given.predictions as never, { rtol: 1e-12, what: 'predictions' });
    expectClose(forest.featureImportances, given.importances, { rtol: 1e-10, atol: 1e-12 });
    if (given.oobScore !== null) expect(forest.oobScore).toBeCloseTo(given.oobScore, 12);
  });
});
