import { argmax, type ExportableTree, TreeView } from './tree_view.js';

/** Options of `exportText`. */
export interface ExportTextOptions {
  /** Names of the columns; those seen in fit, or feature_0, feature_1, ... when left out. */
  readonly featureNames?: readonly string[];
  /** Names of the classes, in the order of `classes`; the labels when left out. */
  readonly classNames?: readonly string[];
  /** Levels shown. Default 10. */
  readonly maxDepth?: number;
  /** Columns of text per level. Default 3. */
  readonly spacing?: number;
  /** Decimals of numbers. Default 2. */
  readonly decimals?: number;
  /** Show the weight of each class in the leaves. Default false. */
  readonly showWeights?: boolean;
}

/**
 * The rules of a fitted tree as text, one line per node. Reference: scikit-learn export_text.
 * @throws InvalidInputError when the estimator is no fitted tree.
 *
 * @example
 * ```ts
 * const { data, target, featureNames } = await loadIris();
 * const tree = await new DecisionTreeClassifier({ maxDepth: 2, randomState: 0 }).fit(data, target);
 * exportText(tree, { featureNames }); // '|--- petal width (cm) <= 0.80\n|   |--- class: 0\n...'
 * ```
 */
export function exportText(decisionTree: ExportableTree, options: ExportTextOptions = {}): string {
  const { maxDepth = 10, spacing = 3, decimals = 2, showWeights = false, classNames } = options;
  const view = new TreeView(decisionTree, options.featureNames ?? decisionTree.featureNamesIn, 'exportText');
  const { tree, outputs } = view;
  const lines: string[] = [];

  function leafText(node: number): string {
    const values = view.values(node);
    const numbers = (outputs && values.length === 1 ? values[0] : values.map(([first]) => first)).map(
      (value) => value.toFixed(decimals),
    );
    if (!outputs) return `value: [${numbers.join(', ')}]`;
    const best = argmax(values[0]);
    const name = classNames?.[best] ?? outputs[0][best];
    const label = outputs.length === 1 ? ` class: ${String(name)}` : ' class: None';
    return showWeights ? `weights: [${numbers.join(', ')}]${label}` : label.trimStart();
  }

  function show(node: number, depth: number): void {
    const indent =
      `|${' '.repeat(spacing)}`.repeat(depth).slice(0, -spacing || undefined) + '-'.repeat(spacing);
    if (depth > maxDepth + 1) {
      const levels = levelsBelow(node);
      lines.push(
        levels === 1 ? `${indent} ${leafText(node)}` : `${indent} truncated branch of depth ${levels}`,
      );
      return;
    }
    if (view.isLeaf(node)) {
      lines.push(`${indent} ${leafText(node)}`);
      return;
    }
    const f = tree.feature[node];
    const name = view.featureNames?.[f] ?? `feature_${f}`;
    const categories = view.categoriesLeft(node);
    const threshold = Number.isFinite(tree.threshold[node]) ? tree.threshold[node].toFixed(decimals) : 'inf';
    lines.push(`${indent} ${name} ${categories ? `in {${categories.join(', ')}}` : `<= ${threshold}`}`);
    show(tree.left[node], depth + 1);
    lines.push(`${indent} ${name} ${categories ? `not in {${categories.join(', ')}}` : `>  ${threshold}`}`);
    show(tree.right[node], depth + 1);
  }

  function levelsBelow(node: number): number {
    if (view.isLeaf(node)) return 1;
    return 1 + Math.max(levelsBelow(tree.left[node]), levelsBelow(tree.right[node]));
  }

  show(0, 1);
  return `${lines.join('\n')}\n`;
}
