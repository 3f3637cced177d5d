import type { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import { nearestNeighborChain, squareChain } from './chain.js';
import { type Connectivity, neighborsOf, type PairDistance } from './connectivity.js';
import {
  checkSquare,
  condensedDistances,
  condensedOf,
  type HierarchyMetric,
  metricFor,
  squareDistances,
} from './metrics.js';
import { singleLinkage, singleLinkageOf } from './spanning_tree.js';
import { structuredLinkage, structuredSingle, structuredWard } from './structured.js';
import { type MergeTree, treeOf } from './tree.js';

/** How the distance of two clusters follows from those of their rows. */
export type Linkage = 'ward' | 'complete' | 'average' | 'single';

/** What a tree is made by. */
export interface TreeOptions {
  readonly linkage: Linkage;
  readonly metric: HierarchyMetric;
  readonly connectivity: Connectivity | null;
  /** Stop when so many clusters are left; only with connectivity. */
  readonly nClusters: number;
  readonly source: string;
}

/** Metrics whose single linkage scikit-learn takes through scipy, which puts the lower node of a pair first. */
const BY_SCIPY: ReadonlySet<unknown> = new Set(['cosine', 'correlation', 'sqeuclidean', 'yule']);

/** The tree of merges of the rows of X. O(n^2) with one matrix of distances, condensed when large; single linkage of rows needs none. */
export async function buildTree(X: Matrix, options: TreeOptions, run: Run): Promise<MergeTree> {
  const { linkage, metric, connectivity, source } = options;
  if (connectivity !== null) return buildStructured(X, connectivity, options, run);
  if (linkage === 'single' && metric !== 'precomputed') {
    const resolved = await metricFor(X, metric, source, run);
    return treeOf(
      await singleLinkage(X, resolved, run),
      typeof metric === 'function' || BY_SCIPY.has(metric),
    );
  }
  const resolved = metric === 'precomputed' ? undefined : await metricFor(X, metric, source, run);
  if (resolved === undefined) checkSquare(X, source);
  if (linkage !== 'single') {
    const merges = await squareChain(
      X.rows,
      linkage,
      async (chain) => {
        if (resolved) return squareDistances(X, resolved, chain, run);
        chain.square.set(X.data);
        chain.mirror(0, X.rows);
      },
      run,
    );
    if (merges) return treeOf(merges, true);
  }
  const D = resolved ? await condensedDistances(X, resolved, run) : condensedOf(X, source);
  if (linkage === 'single') return treeOf(await singleLinkageOf(D, X.rows, run), true);
  return treeOf(await nearestNeighborChain(D, X.rows, linkage, run), true);
}

async function buildStructured(
  X: Matrix,
  connectivity: Connectivity,
  { linkage, metric, nClusters, source }: TreeOptions,
  run: Run,
): Promise<MergeTree> {
  const distance = await pairDistance(X, metric, source, run);
  const growth = { ...neighborsOf(connectivity, X, distance, source), nClusters };
  if (linkage === 'ward') return structuredWard(X, growth, run);
  if (linkage === 'single') return structuredSingle(X.rows, distance, growth);
  return structuredLinkage(X.rows, distance, linkage, growth, run);
}

async function pairDistance(
  X: Matrix,
  metric: HierarchyMetric,
  source: string,
  run: Run,
): Promise<PairDistance> {
  const { data, columns: d } = X;
  if (metric === 'precomputed') {
    checkSquare(X, source);
    return (i, j) => data[i * d + j];
  }
  const { distance } = await metricFor(X, metric, source, run);
  return (i, j) => distance(data, i * d, data, j * d, d);
}
