import { InvalidInputError, InvalidParameterError } from '../../../core/errors.js';
import { Matrix } from '../../../core/matrix.js';
import { bool, custom, int, nullable, oneOf, type ParamsOf, real } from '../../../core/params.js';
import type { Run } from '../../../core/run.js';
import { buildTree } from './build_tree.js';
import type { Connectivity } from './connectivity.js';
import { metricSpec } from './metrics.js';
import { cutTree, type MergeTree, rootLabels } from './tree.js';

/** Parameters of agglomerative clustering. */
export const agglomerationSpecs = {
  nClusters: nullable(
    int(2, { min: 1, doc: 'Number of clusters; null when `distanceThreshold` is set.' }),
    2,
  ),
  metric: metricSpec,
  connectivity: nullable(
    custom<Connectivity>([], {
      doc: 'Which rows are neighbours, so that only neighbours are joined: sparse rows, an n x n matrix or a function of X; null for all.',
      expected: 'sparse rows, a matrix or a function',
      accepts: (value) => typeof value === 'function' || (value !== null && typeof value === 'object'),
      invalid: ['text', 3, true],
    }),
  ),
  computeFullTree: custom<boolean | 'auto'>('auto', {
    doc: "With connectivity, whether the tree grows beyond nClusters; 'auto' does for few clusters.",
    expected: "true, false or 'auto'",
    accepts: (value) => value === 'auto' || typeof value === 'boolean',
    invalid: ['yes', 1, null],
  }),
  linkage: oneOf(['ward', 'complete', 'average', 'single'], 'ward', {
    doc: 'Which clusters are near: by variance, or by the farthest, the mean or the nearest distance of their rows.',
  }),
  distanceThreshold: nullable(
    real(0, {
      min: 0,
      doc: 'Clusters at this distance or farther apart are not joined; needs nClusters: null.',
    }),
  ),
  computeDistances: bool(false, { doc: 'Keep the distances of the tree also without `distanceThreshold`.' }),
};

/** What agglomeration learns. */
export interface Agglomeration {
  readonly labels: Int32Array;
  readonly nClusters: number;
  readonly nLeaves: number;
  readonly nConnectedComponents: number;
  /** (n - 1) x 2. */
  readonly children: Int32Array;
  readonly distances?: Float64Array;
}

type Params = ParamsOf<{ name: string; specs: typeof agglomerationSpecs }>;

/** Joins rows until the clusters are as asked for. @throws InvalidParameterError for options that exclude each other. */
export async function agglomerate(
  X: Matrix,
  params: Params,
  source: string,
  run: Run,
): Promise<Agglomeration> {
  const { nClusters, distanceThreshold, computeFullTree, connectivity, linkage, metric } = params;
  checkParams(params, source);
  if (X.rows < Math.max(2, nClusters ?? 1)) {
    throw new InvalidInputError(
      `${source}: there must be at least ${Math.max(2, nClusters ?? 1)} of what is clustered. Got ${X.rows}. Lower nClusters or give more data.`,
      { estimator: source, parameter: 'nClusters', received: String(X.rows), remedy: 'lower nClusters' },
    );
  }
  const few = nClusters === null || nClusters < Math.max(100, 0.02 * X.rows);
  const full = connectivity === null || (computeFullTree === 'auto' ? few : computeFullTree);
  const until = full ? 1 : (nClusters as number);
  await run.step(0, X.rows - 1, 'merge');
  const tree: MergeTree = await buildTree(
    X,
    { linkage, metric, connectivity, nClusters: until, source },
    run,
  );
  const { children, distances, nLeaves, nConnectedComponents, parents } = tree;
  const found =
    distanceThreshold === null
      ? (nClusters as number)
      : distances.filter((distance) => distance >= distanceThreshold).length + 1;
  const labels = full ? cutTree(children, nLeaves, found) : rootLabels(parents as Int32Array, nLeaves);
  const keeps = distanceThreshold !== null || params.computeDistances;
  return {
    labels,
    nClusters: found,
    nLeaves,
    nConnectedComponents,
    children,
    ...(keeps ? { distances } : {}),
  };
}

/** Pairs as a matrix of two columns. */
export function pairsOf(children: Int32Array): Matrix {
  return Matrix.of(Float64Array.from(children), 2);
}

/** The distances, or an error saying how to get them. */
export function distancesOf({ distances }: Agglomeration, source: string): Float64Array {
  if (distances) return distances;
  throw new InvalidParameterError(
    `${source}: distances were not kept. Set computeDistances or distanceThreshold and fit again.`,
    { estimator: source, parameter: 'computeDistances', remedy: 'set computeDistances' },
  );
}

function checkParams(params: Params, source: string): void {
  const refuse = (parameter: string, what: string): never => {
    throw new InvalidParameterError(`${source}: ${what}`, { estimator: source, parameter });
  };
  const { nClusters, distanceThreshold, computeFullTree, linkage, metric } = params;
  if ((nClusters === null) === (distanceThreshold === null)) {
    refuse(
      'nClusters',
      `exactly one of nClusters and distanceThreshold must be set. Got ${nClusters} and ${distanceThreshold}. Set the other to null.`,
    );
  }
  if (distanceThreshold !== null && computeFullTree === false) {
    refuse(
      'computeFullTree',
      'distanceThreshold needs the full tree. Got computeFullTree false. Leave it out.',
    );
  }
  if (linkage === 'ward' && metric !== 'euclidean' && metric !== 'l2') {
    refuse(
      'metric',
      `linkage 'ward' needs metric 'euclidean'. Got ${String(metric)}. Choose another linkage.`,
    );
  }
}
