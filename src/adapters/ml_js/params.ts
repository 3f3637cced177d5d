import { bool, custom, int, nullable, real } from '../../core/params.js';

/** How the trees of ml-cart grow. */
export const cartSpecs = {
  minNumSamples: int(3, { min: 1, doc: 'Fewest rows of a node that is split.' }),
  maxDepth: nullable(int(1, { min: 1, doc: 'Most splits between root and leaf; null for no limit.' })),
};

/** Least gain of a split of ml-cart's classifier. */
export const gainThreshold = real(0.01, {
  min: 0,
  doc: 'Least decrease of Gini impurity that a split must bring.',
});

/** Parameters of both forests, named as ml-random-forest names them. */
export const mlForestSpecs = {
  nEstimators: int(50, { min: 1, doc: 'Number of trees.' }),
  maxFeatures: custom<number>(1, {
    doc: 'Columns per tree: a share in (0, 1], where 1 is all, or a count above 1.',
    expected: 'a share in (0, 1], or an integer above 1',
    accepts: (value) => typeof value === 'number' && value > 0 && (value <= 1 || Number.isSafeInteger(value)),
    invalid: [0, -1, 1.5, 'sqrt'],
  }),
  replacement: bool(true, { doc: 'Draw columns with replacement.' }),
  useSampleBagging: bool(true, { doc: 'Draw rows with replacement for each tree.' }),
  seed: int(42, { min: 0, max: 2 ** 31 - 1, doc: 'Seed of the draws.' }),
  ...cartSpecs,
};

interface ForestParams {
  readonly nEstimators: number;
  readonly maxFeatures: number;
  readonly replacement: boolean;
  readonly useSampleBagging: boolean;
  readonly seed: number;
  readonly minNumSamples: number;
  readonly maxDepth: number | null;
}

/** The options of an ml-random-forest. */
export function mlForestOptions(params: ForestParams, more: object = {}): object {
  const { minNumSamples, maxDepth, ...own } = params;
  return { ...own, noOOB: true, treeOptions: mlCartOptions({ minNumSamples, maxDepth }, more) };
}

/** The options of an ml-cart tree. */
export function mlCartOptions(
  { minNumSamples, maxDepth }: { readonly minNumSamples: number; readonly maxDepth: number | null },
  more: object = {},
): object {
  return { minNumSamples, maxDepth: maxDepth ?? Number.POSITIVE_INFINITY, ...more };
}
