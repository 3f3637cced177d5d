import { describe, InvalidParameterError } from '../../core/errors.js';
import type { Matrix } from '../../core/matrix.js';
import type { CategoricalFeatures, MaxFeatures } from './params.js';
import type { GrowthRules } from './tree_grower.js';

/** The parameters that say how a tree grows. */
export interface GrowthParams {
  readonly splitter: 'best' | 'random';
  readonly maxFeatures: MaxFeatures;
  readonly maxDepth: number | null;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  readonly minWeightFractionLeaf: number;
  readonly maxLeafNodes: number | null;
  readonly minImpurityDecrease: number;
  readonly monotonicCst: readonly number[] | null;
  readonly categoricalFeatures: CategoricalFeatures | null;
}

/** Columns looked at per node out of `nFeatures`, as scikit-learn counts them. */
export function resolveMaxFeatures(maxFeatures: MaxFeatures, nFeatures: number): number {
  if (maxFeatures === null) return nFeatures;
  if (maxFeatures === 'sqrt') return Math.max(1, Math.floor(Math.sqrt(nFeatures)));
  if (maxFeatures === 'log2') return Math.max(1, Math.floor(Math.log2(nFeatures)));
  return maxFeatures < 1
    ? Math.max(1, Math.floor(maxFeatures * nFeatures))
    : Math.min(maxFeatures, nFeatures);
}

/**
 * The rules for trees on X, with shares turned into counts.
 * @throws InvalidParameterError for constraints that do not fit the columns.
 */
export function growthRules(params: GrowthParams, X: Matrix, estimator: string): GrowthRules {
  const { minSamplesSplit: split, minSamplesLeaf: leaf, monotonicCst } = params;
  const minSamplesLeaf = leaf < 1 ? Math.ceil(leaf * X.rows) : leaf;
  const minSamplesSplit = split < 1 ? Math.max(2, Math.ceil(split * X.rows)) : split;
  if (monotonicCst) checkConstraints(monotonicCst, params.categoricalFeatures, X, estimator);
  return {
    splitter: params.splitter,
    maxFeatures: resolveMaxFeatures(params.maxFeatures, X.columns),
    maxDepth: params.maxDepth,
    minSamplesSplit: Math.max(minSamplesSplit, 2 * minSamplesLeaf),
    minSamplesLeaf,
    minWeightFractionLeaf: params.minWeightFractionLeaf,
    minImpurityDecrease: params.minImpurityDecrease,
    maxLeafNodes: params.maxLeafNodes,
    ...(monotonicCst?.some((sign) => sign !== 0) && { monotonicCst }),
  };
}

/**
 * Which columns of X hold categories.
 * @throws InvalidParameterError for columns that X does not have.
 */
export function categoricalColumns(
  given: CategoricalFeatures | null,
  X: Matrix,
  estimator: string,
): boolean[] | undefined {
  if (given === null || given.length === 0) return undefined;
  const refuse = (what: string, received: unknown): never => {
    throw new InvalidParameterError(
      `${estimator}: parameter 'categoricalFeatures' ${what}. Got ${describe(received)}. Name columns of X.`,
      {
        estimator,
        parameter: 'categoricalFeatures',
        received: describe(received),
        remedy: 'name columns of X',
      },
    );
  };
  if (typeof given[0] === 'boolean') {
    if (given.length !== X.columns) refuse(`as a mask must have ${X.columns} entries`, given);
    return [...(given as readonly boolean[])];
  }
  const mask = new Array<boolean>(X.columns).fill(false);
  for (const item of given as readonly (number | string)[]) {
    const j = typeof item === 'number' ? item : (X.columnNames?.indexOf(item) ?? -1);
    if (j < 0 || j >= X.columns) refuse(`names a column that X does not have`, item);
    mask[j] = true;
  }
  return mask;
}

function checkConstraints(
  monotonicCst: readonly number[],
  categorical: CategoricalFeatures | null,
  X: Matrix,
  estimator: string,
): void {
  const refuse = (what: string): never => {
    throw new InvalidParameterError(
      `${estimator}: parameter 'monotonicCst' ${what}. Got ${describe(monotonicCst)}. Give one of -1, 0, 1 per column.`,
      {
        estimator,
        parameter: 'monotonicCst',
        received: describe(monotonicCst),
        remedy: 'one sign per column',
      },
    );
  };
  if (monotonicCst.length !== X.columns) refuse(`must have an entry for each of the ${X.columns} columns`);
  const mask = categoricalColumns(categorical, X, estimator);
  if (mask?.some((isCategory, j) => isCategory && monotonicCst[j] !== 0))
    refuse('must be 0 for categorical columns');
}

/** @throws InvalidParameterError when constraints are given for targets that have no order. */
export function checkConstrainedTargets(
  monotonicCst: readonly number[] | null,
  nOutputs: number,
  nClasses: number,
  estimator: string,
): void {
  if (!monotonicCst?.some((sign) => sign !== 0) || (nOutputs === 1 && nClasses <= 2)) return;
  const received = nOutputs > 1 ? `${nOutputs} outputs` : `${nClasses} classes`;
  throw new InvalidParameterError(
    `${estimator}: parameter 'monotonicCst' needs one output, and at most two classes. Got ${received}. Leave it out.`,
    { estimator, parameter: 'monotonicCst', received, remedy: 'leave it out' },
  );
}
