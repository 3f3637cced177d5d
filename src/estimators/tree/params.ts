import { custom, int, nullable, oneOf, type ParamSpec, real, seed } from '../../core/params.js';
import type { ClassWeight } from '../../core/weights.js';
import { classWeightParam } from '../../core/weights.js';

/** How many columns a node looks at. */
export type MaxFeatures = number | 'sqrt' | 'log2' | null;

/** Which columns hold categories: a mask, positions or names. */
export type CategoricalFeatures = readonly boolean[] | readonly number[] | readonly string[];

/** A class weight, or one per output. */
export type TreeClassWeight = ClassWeight | readonly ClassWeight[];

const isCount = (value: unknown, min: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= min;
const isShare = (value: unknown): boolean => typeof value === 'number' && value > 0 && value < 1;

/** A count from `min` on, or a share of the rows between 0 and 1. */
function countOrShare(defaultValue: number, min: number, doc: string): ParamSpec<number> {
  return custom<number>(defaultValue, {
    doc,
    expected: `an integer >= ${min} or a share between 0 and 1`,
    accepts: (value) => isCount(value, min) || isShare(value),
    invalid: [0, -1, 1.5, 'text', null, Number.NaN, ...(min > 1 ? [min - 1] : [])],
  });
}

/** The parameter `maxFeatures`. */
export function maxFeaturesParam(defaultValue: MaxFeatures): ParamSpec<MaxFeatures> {
  return custom<MaxFeatures>(defaultValue, {
    doc: "Columns looked at per node: a count, a share between 0 and 1, 'sqrt', 'log2', or null for all.",
    expected: "an integer >= 1, a share between 0 and 1, 'sqrt', 'log2' or null",
    accepts: (value) =>
      value === null || value === 'sqrt' || value === 'log2' || isCount(value, 1) || isShare(value),
    invalid: [0, -1, 1.5, 'auto', {}],
  });
}

/** How a tree grows: what trees and forests share. */
export const growthParams = {
  maxDepth: nullable(int(1, { min: 1, doc: 'Most splits between root and leaf; null for no limit.' })),
  minSamplesSplit: countOrShare(
    2,
    2,
    'Fewest rows, or least share of all rows, that a node needs to be split.',
  ),
  minSamplesLeaf: countOrShare(1, 1, 'Fewest rows, or least share of all rows, that a leaf may hold.'),
  minWeightFractionLeaf: real(0, {
    min: 0,
    max: 0.5,
    doc: 'Least share of the total weight that a leaf may hold.',
  }),
  maxLeafNodes: nullable(
    int(2, { min: 2, doc: 'Most leaves: the tree then grows best split first; null for no limit.' }),
  ),
  minImpurityDecrease: real(0, {
    min: 0,
    doc: 'Least weighted decrease of impurity that a split must bring.',
  }),
  ccpAlpha: real(0, { min: 0, doc: 'Cost of a leaf in minimal cost-complexity pruning; 0 prunes nothing.' }),
  monotonicCst: nullable(
    custom<readonly number[]>([], {
      doc: 'Per column 1 (predictions never fall as it grows), -1 (never rise) or 0 (free).',
      expected: 'an array of -1, 0 and 1, one per column',
      accepts: (value) =>
        Array.isArray(value) && value.every((sign) => sign === -1 || sign === 0 || sign === 1),
      invalid: [1, [2], 'up', [0.5]],
    }),
  ),
  categoricalFeatures: nullable(
    custom<CategoricalFeatures>([], {
      doc: 'Columns that hold categories, split into subsets: a mask, positions, or names of columns.',
      expected: 'an array of booleans, of column positions or of column names',
      accepts: (value) => Array.isArray(value) && isOneKind(value),
      invalid: [1, 'all', [-1], [1.5], [true, 1]],
    }),
  ),
  randomState: seed(),
};

function isOneKind(value: readonly unknown[]): boolean {
  return ['boolean', 'string', 'number'].some((kind) =>
    value.every((item) => typeof item === kind && (kind !== 'number' || isCount(item, 0))),
  );
}

/** What splits of a classifier are chosen by. */
export const classCriterion = oneOf(['gini', 'entropy', 'log_loss'], 'gini', {
  doc: "What a split is chosen by: Gini impurity, or entropy (also called 'log_loss').",
});

/** What splits of a regressor are chosen by. */
export const valueCriterion = oneOf(
  ['squared_error', 'friedman_mse', 'absolute_error', 'poisson'],
  'squared_error',
  {
    doc: "What a split is chosen by: squared errors (also in Friedman's form), absolute errors, Poisson deviance.",
  },
);

/** How thresholds are chosen. */
export function splitterParam(defaultValue: 'best' | 'random'): ParamSpec<'best' | 'random'> {
  return oneOf(['best', 'random'], defaultValue, {
    doc: "How a column's threshold is chosen: the best of all, or one drawn at random.",
  });
}

/** The class weight of trees: one for all outputs, or one per output. */
export function treeClassWeightParam(): ParamSpec<TreeClassWeight | null> {
  const one = classWeightParam();
  return custom<TreeClassWeight | null>(null, {
    doc: `${one.doc} With several outputs their weights multiply; an array gives one per output.`,
    expected: `${one.expected}, or an array of these`,
    accepts: (value) =>
      one.accepts(value) ||
      (Array.isArray(value) && value.length > 0 && value.every((item) => item !== null && one.accepts(item))),
    invalid: ['unbalanced', 3, [1, 2], []],
  });
}
