import { Matrix } from '../../core/matrix.js';
import { declare, oneOf, type ParamsOf } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { KMeansSteps } from '../../kernels/k_means_steps.js';
import type { ClustererData } from '../base/clusterer.js';
import {
  firstCenters,
  KMeansBase,
  type KMeansModel,
  kMeansSpecs,
  momentsOf,
  runsOf,
} from './k_means_base.js';
import { type KMeansRun, lloyd } from './lloyd.js';

const declaration = declare('KMeans', {
  ...kMeansSpecs,
  algorithm: oneOf(['lloyd', 'elkan'], 'lloyd', {
    doc: "How rows are kept from being compared with every centre: 'lloyd' keeps two bounds per row (Hamerly), 'elkan' one per row and centre, which takes n x k doubles and pays for many well-separated clusters. Both give the same clusters.",
  }),
});

/**
 * Parts rows into k clusters around their means, so that the squared distances to them are least. Use it to group rows
 * into compact clusters of like size; scale the columns first. Labels are those that plain Lloyd iterations give:
 * bounds only spare distances that cannot matter.
 *
 * O(n k d) per iteration at worst; memory one copy of X and two doubles per row. References: Lloyd (1982); Arthur &
 * Vassilvitskii (2007); Hamerly, SDM 2010; Elkan, ICML 2003; scikit-learn KMeans.
 *
 * @throws InvalidInputError for fewer rows than clusters.
 * @example
 * ```ts
 * const { data } = makeBlobs({ nSamples: 200, centers: 3, randomState: 0 });
 * const model = await new KMeans({ nClusters: 3, randomState: 0 }).fit(data);
 * model.clusterCenters.rows; // 3
 * ```
 */
export class KMeans extends KMeansBase<typeof declaration, KMeansModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return tags('clusterer', { sampleWeight: true });
  }

  protected async train({ X, sampleWeight }: ClustererData, run: Run): Promise<KMeansModel> {
    const { nClusters: k, init, nInit, maxIter, randomState } = this.params;
    this.checkRows(X.rows, k);
    await run.step(0, maxIter, 'iteration');
    const random = RandomState.from(randomState);
    const options = { ...this.params, runs: runsOf(nInit, init), source: this.type };
    const { best, origin } = await bestRun(X, sampleWeight, options, random, run);
    const { labels, centers, inertia, nIter } = best;
    this.warnFewer(new Set(labels).size, k);
    const placed = centers.map((value, at) => value + origin[at % X.columns]);
    return { labels, centers: Matrix.of(placed, X.columns), inertia, nIter };
  }
}

/** Labels of k-means from k-means++ centres, with draws from a generator that others go on with. */
export async function kMeansLabels(X: Matrix, k: number, random: RandomState, run: Run): Promise<Int32Array> {
  const { init, maxIter, tol, algorithm } = new KMeans({ nClusters: k }).params;
  const options = { nClusters: k, init, runs: 1, maxIter, tol, algorithm, source: run.estimator };
  return (await bestRun(X, undefined, options, random, run)).best.labels;
}

interface KMeansOptions
  extends Pick<ParamsOf<typeof declaration>, 'nClusters' | 'init' | 'maxIter' | 'tol' | 'algorithm'> {
  readonly runs: number;
  readonly source: string;
}

/** The run with the least inertia; its centres are relative to `origin`. */
async function bestRun(
  X: Matrix,
  sampleWeight: Float64Array | undefined,
  { nClusters: k, init, runs, maxIter, tol, algorithm, source }: KMeansOptions,
  random: RandomState,
  run: Run,
): Promise<{ best: KMeansRun; origin: Float64Array }> {
  const { mean: origin, variance } = momentsOf(X);
  const steps = new KMeansSteps(X, sampleWeight, k, algorithm === 'elkan', origin);
  const problem = { X, origin, sampleWeight, steps, maxIter, tol: tol * variance };
  let best: KMeansRun | undefined;
  try {
    for (let r = 0; r < runs; r++) {
      const first = firstCenters(X, k, init, sampleWeight, random, source).data.slice();
      for (let at = 0; at < first.length; at++) first[at] -= origin[at % X.columns];
      const found = await lloyd(problem, first, run, runs > 1 ? `iteration of run ${r + 1}` : 'iteration');
      if (!best || (found.inertia < best.inertia && !sameClusters(found.labels, best.labels, k)))
        best = found;
    }
  } finally {
    steps.release();
  }
  return { best: best as KMeansRun, origin };
}

/** Whether two labellings differ in the names of the clusters only. */
function sameClusters(a: Int32Array, b: Int32Array, k: number): boolean {
  const names = new Int32Array(k).fill(-1);
  for (let i = 0; i < a.length; i++) {
    if (names[a[i]] === -1) names[a[i]] = b[i];
    else if (names[a[i]] !== b[i]) return false;
  }
  return true;
}
