import { describe, expect, it } from 'vitest';
import {
  ExtraTreesClassifier,
  ExtraTreesRegressor,
  RandomForestClassifier,
  RandomForestRegressor,
} from '../../src/estimators/ensemble/index.js';
import {
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  ExtraTreeClassifier,
  ExtraTreeRegressor,
} from '../../src/estimators/tree/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

const classes = {
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  ExtraTreeClassifier,
  ExtraTreeRegressor,
  ExtraTreesClassifier,
  ExtraTreesRegressor,
  RandomForestClassifier,
  RandomForestRegressor,
};

interface Case {
  type: keyof typeof classes;
  x: 'full' | 'holes';
  y: string;
  weighted: boolean;
  params: Record<string, unknown>;
  predictions: number[] | number[][];
}

interface TreeCase extends Case {
  feature: number[];
  threshold: number[];
  missingLeft: number[];
  impurity: number[];
  value: number[][];
}

interface ForestCase extends Case {
  nodes: number[];
  oobScore: number | null;
}

const { data, targets, weight, trees, forests } = loadFixture<{
  data: Record<'full' | 'holes', number[][]>;
  targets: Record<string, number[]>;
  weight: number[];
  trees: TreeCase[];
  forests: ForestCase[];
}>('estimators/tree_new');

type Tree = Omit<DecisionTreeClassifier, 'predict' | 'type'> & Pick<DecisionTreeRegressor, 'predict'>;
type Forest = Omit<RandomForestClassifier, 'predict' | 'type'> & Pick<RandomForestRegressor, 'predict'>;

async function fitted<T>(given: Case, more: object): Promise<T> {
  const estimator = new classes[given.type]({ ...given.params, ...more, randomState: 7 } as object);
  const options = given.weighted ? { sampleWeight: weight } : {};
  return (await (estimator as DecisionTreeClassifier).fit(data[given.x], targets[given.y], options)) as T;
}

const title = (given: Case, i: number): string => `${i} ${given.type} ${JSON.stringify(given.params)}`;

// Made with scikit-learn 1.9.1: missing values in every criterion and with constraints are new there.
describe('missing values and monotonic constraints as in scikit-learn 1.9', () => {
  it.each(trees.map((given, i) => [title(given, i), given] as const))('%s', async (_title, given) => {
    const estimator = await fitted<Tree>(given, {});
    const { tree } = estimator;
    expect(Array.from(tree.feature)).toEqual(given.feature);
    expectClose(tree.threshold, given.threshold, { rtol: 0, atol: 0, what: 'thresholds' });
    expect(Array.from(tree.missingLeft)).toEqual(given.missingLeft);
    expectClose(tree.impurity, given.impurity, { rtol: 1e-9, atol: 1e-11, what: 'impurities' });
    // Shares of whole weights are exact; means are sums in another order.
    expectClose(tree.value, given.value.flat(), { rtol: 1e-11, atol: 1e-13, what: 'values' });
    const predicted = await estimator.predict(data.holes.slice(0, 60));
    expectClose(predicted, given.predictions as number[], { rtol: 1e-11, atol: 1e-13 });
  });
});

describe('forests as in scikit-learn 1.9: missing values, bootstrap by weight', () => {
  it.each(forests.map((given, i) => [title(given, i), given] as const))('%s', async (_title, given) => {
    const forest = await fitted<Forest>(given, { nEstimators: 10 });
    expect(forest.estimators.map(({ tree }) => tree.feature.length)).toEqual(given.nodes);
    const test = data.holes.slice(0, 60);
    const predicted = given.type.endsWith('Classifier')
      ? await forest.predictProba(test)
      : await forest.predict(test);
    expectClose(predicted as never, given.predictions as never, { rtol: 1e-11, atol: 1e-13 });
    if (given.oobScore !== null) expect(forest.oobScore).toBeCloseTo(given.oobScore, 12);
  });
});
