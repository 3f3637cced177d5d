import { InvalidParameterError } from '../../../core/errors.js';
import { asMatrix, type MatrixLike } from '../../../core/input.js';
import { unknownParameter } from '../../../core/params.js';
import { Run, type RunOptions } from '../../../core/run.js';
import { buildTree, type Linkage } from './build_tree.js';
import type { Connectivity } from './connectivity.js';
import { type HierarchyMetric, metricSpec } from './metrics.js';
import type { MergeTree } from './tree.js';

/** Options of wardTree. */
export interface WardTreeOptions extends RunOptions {
  /** Which rows are neighbours; null for all. */
  readonly connectivity?: Connectivity | null;
  /** Stop when so many clusters are left; needs connectivity. */
  readonly nClusters?: number | null;
}

/** Options of linkageTree. */
export interface LinkageTreeOptions extends WardTreeOptions {
  /** Default 'complete'. */
  readonly linkage?: Exclude<Linkage, 'ward'>;
  /** Default 'euclidean'. */
  readonly metric?: HierarchyMetric;
}

/**
 * Ward's tree of the rows of X (n x d): pairs are joined whose union adds least to the sum of squared distances from
 * the means. O(n^2) and a condensed matrix of distances; O(n log n) or so with connectivity.
 * References: Ward, J. Am. Stat. Assoc. 58 (1963) 236; scikit-learn ward_tree.
 * @throws InvalidParameterError for options that cannot be.
 *
 * @example
 * ```ts
 * const { children } = await wardTree([[0], [1], [5], [6.5]]);
 * children; // Int32Array [0, 1, 2, 3, 4, 5]
 * ```
 */
export function wardTree(X: MatrixLike, options: WardTreeOptions = {}): Promise<MergeTree> {
  return grow('wardTree', X, 'ward', 'euclidean', options, ['connectivity', 'nClusters']);
}

/**
 * The tree of complete, average or single linkage of the rows of X (n x d). O(n^2) and a condensed matrix of distances,
 * which single linkage of rows does without. Reference: scikit-learn linkage_tree.
 * @throws InvalidParameterError for options that cannot be.
 *
 * @example
 * ```ts
 * const { distances } = await linkageTree([[0], [1], [5], [6.5]], { linkage: 'single' });
 * distances; // Float64Array [1, 1.5, 4]
 * ```
 */
export function linkageTree(X: MatrixLike, options: LinkageTreeOptions = {}): Promise<MergeTree> {
  const { linkage = 'complete', metric = 'euclidean' } = options;
  const names = ['connectivity', 'nClusters', 'linkage', 'metric'];
  return grow('linkageTree', X, linkage, metric, options, names);
}

async function grow(
  source: string,
  X: MatrixLike,
  linkage: Linkage,
  metric: HierarchyMetric,
  options: WardTreeOptions,
  names: string[],
): Promise<MergeTree> {
  const known = [...names, 'signal', 'onProgress'];
  for (const name of Object.keys(options))
    if (!known.includes(name)) throw unknownParameter(source, name, known);
  const { connectivity = null, nClusters = null } = options;
  const refuse = (parameter: string, what: string, value: unknown): InvalidParameterError =>
    new InvalidParameterError(`${source}: parameter '${parameter}' must ${what}. Got ${String(value)}.`, {
      estimator: source,
      parameter,
      received: String(value),
    });
  if (!['ward', 'complete', 'average', 'single'].includes(linkage)) {
    throw refuse('linkage', "be 'complete', 'average' or 'single'", linkage);
  }
  if (!metricSpec.accepts(metric)) throw refuse('metric', `be ${metricSpec.expected}`, metric);
  const matrix = asMatrix(X, { estimator: source, minRows: 2 });
  if (nClusters !== null) {
    const possible = Number.isInteger(nClusters) && nClusters >= 1 && nClusters <= matrix.rows;
    if (!possible || connectivity === null) {
      throw refuse('nClusters', `be an integer from 1 to ${matrix.rows}, and needs connectivity`, nClusters);
    }
  }
  return buildTree(
    matrix,
    { linkage, metric, connectivity, nClusters: nClusters ?? 1, source },
    new Run(source, options),
  );
}
