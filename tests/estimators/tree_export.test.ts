import { beforeAll, describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { loadIris } from '../../src/datasets/index.js';
import {
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  exportGraphviz,
  exportText,
} from '../../src/estimators/tree/index.js';
import { loadFixture } from '../support/fixtures.js';

const { texts, graphs } = loadFixture<{ texts: string[]; graphs: string[] }>('estimators/tree_export');
const made = loadFixture<{ data: { X: number[][] }; targets: { value: number[]; pair: number[][] } }>(
  'estimators/tree',
);
const names = ['sepal length', 'sepal width', 'petal length', 'petal width'];
let small: DecisionTreeClassifier;
let line: DecisionTreeRegressor;
let both: DecisionTreeRegressor;

beforeAll(async () => {
  const { data, target } = await loadIris();
  const X = Matrix.of(data.data.map(Math.fround), 4);
  small = await new DecisionTreeClassifier({ maxDepth: 3, randomState: 0 }).fit(X, target);
  const { X: points } = made.data;
  line = await new DecisionTreeRegressor({ maxDepth: 2, randomState: 0 }).fit(points, made.targets.value);
  both = await new DecisionTreeRegressor({ maxDepth: 1, randomState: 0 }).fit(points, made.targets.pair);
});

describe('exportText', () => {
  it('writes the text of scikit-learn', () => {
    const ours = [
      exportText(small),
      exportText(small, { featureNames: names, showWeights: true, decimals: 3, spacing: 2 }),
      exportText(small, { maxDepth: 1 }),
      exportText(line, { decimals: 1 }),
      exportText(both),
    ];
    expect(ours).toEqual(texts);
  });

  it('names classes and categories', async () => {
    const X = [[1], [2], [3], [4], [5], [6]];
    const y = ['a', 'b', 'a', 'b', 'a', 'b'];
    const tree = await new DecisionTreeClassifier({ categoricalFeatures: [0] }).fit(X, y);
    expect(exportText(tree)).toBe(
      '|--- feature_0 in {1, 3, 5}\n|   |--- class: a\n|--- feature_0 not in {1, 3, 5}\n|   |--- class: b\n',
    );
    expect(exportText(tree, { classNames: ['first', 'second'] })).toContain('class: first');
    expect(exportGraphviz(tree)).toContain('x[0] in {1, 3, 5}');
  });

  it('refuses what is no tree, and names that do not fit', () => {
    expect(() => exportText({} as never)).toThrow(/exportText: needs one fitted decision tree/);
    expect(() => exportText(new DecisionTreeClassifier())).toThrow(/fit/);
    expect(() => exportText(small, { featureNames: ['a'] })).toThrow(/featureNames/);
  });
});

describe('exportGraphviz', () => {
  it('writes the graph of scikit-learn', () => {
    const ours = [
      exportGraphviz(small),
      exportGraphviz(small, {
        featureNames: names,
        classNames: ['setosa', 'versicolor', 'virginica'],
        filled: true,
        rounded: true,
        proportion: true,
      }),
      exportGraphviz(small, {
        maxDepth: 1,
        label: 'root',
        nodeIds: true,
        impurity: false,
        classNames: true,
      }),
      exportGraphviz(line, {
        filled: true,
        rotate: true,
        leavesParallel: true,
        precision: 2,
        fontname: 'arial',
      }),
      exportGraphviz(small, { label: 'none', specialCharacters: true }),
      exportGraphviz(both, { filled: true }),
    ];
    ours.forEach((graph, i) => {
      expect(graph).toBe(graphs[i]);
    });
  });
});
