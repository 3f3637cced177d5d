import { describe, InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import type { Label } from '../../core/labels.js';
import { categoryGoesLeft, type FlatTree } from './flat_tree.js';
import type { CategoryValues } from './predictor.js';

/** A fitted tree that can be exported. */
export interface ExportableTree {
  readonly type: string;
  readonly params: { readonly criterion: string };
  readonly tree: FlatTree;
  readonly nFeaturesIn: number;
  readonly featureNamesIn: readonly string[] | undefined;
  readonly nOutputs: number;
  readonly categories: CategoryValues;
  /** Classifiers only. */
  readonly classesPerOutput?: readonly (readonly Label[])[];
}

/** What the exports ask of a tree. */
export class TreeView {
  readonly tree: FlatTree;
  /** Undefined for regressors. */
  readonly outputs: readonly (readonly Label[])[] | undefined;

  constructor(
    readonly source: ExportableTree,
    readonly featureNames: readonly string[] | undefined,
    caller: string,
  ) {
    if (!source?.tree) {
      throw new InvalidInputError(
        `${caller}: needs one fitted decision tree. Got ${describe(source)}. Take one of a forest's 'estimators'.`,
        { estimator: caller, received: describe(source), remedy: "take one of a forest's estimators" },
      );
    }
    this.tree = source.tree;
    this.outputs = source.classesPerOutput;
    if (featureNames && featureNames.length !== source.nFeaturesIn) {
      throw new InvalidParameterError(
        `${caller}: 'featureNames' must hold ${source.nFeaturesIn} names. Got ${describe(featureNames)}. Give one per column.`,
        {
          estimator: caller,
          parameter: 'featureNames',
          received: describe(featureNames),
          remedy: 'one per column',
        },
      );
    }
  }

  isLeaf(node: number): boolean {
    return this.tree.feature[node] < 0;
  }

  /** The values that go left in a categorical split; undefined for other nodes. */
  categoriesLeft(node: number): number[] | undefined {
    const { categories, feature } = this.tree;
    const values = this.source.categories?.[feature[node]];
    if (!categories || !values || feature[node] < 0) return undefined;
    return Array.from(values).filter((_, code) => categoryGoesLeft(categories, node, code));
  }

  /** The value of a node, output by output: weights of the classes, or one number. */
  values(node: number): number[][] {
    const { tree, outputs } = this;
    const all = Array.from(tree.value.subarray(node * tree.valueWidth, (node + 1) * tree.valueWidth));
    if (!outputs) return all.map((value) => [value]);
    const width = tree.valueWidth / outputs.length;
    const weight = tree.weightedNNodeSamples[node];
    return outputs.map((_, k) =>
      all.slice(k * width, (k + 1) * width).map((share) => nearWhole(share * weight)),
    );
  }
}

/** A count that lost its last bit on the way through a share is made whole again. */
function nearWhole(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) <= 1e-12 * Math.max(1, Math.abs(whole)) ? whole : value;
}

/** The position of the largest value; the first of equals. */
export function argmax(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
}

/** A number rounded to some places and shown as Python shows floats. */
export function rounded(value: number, places: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : value < 0 ? '-inf' : 'nan';
  const text = value.toFixed(places);
  const short = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
  return short.includes('.') ? short : `${short}.0`;
}
