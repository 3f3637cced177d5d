import { InvalidInputError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { custom, declare, int, oneOf, type ParamsOf } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import { Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { KMeansSteps } from '../../kernels/k_means_steps.js';
import type { ClustererData } from '../base/clusterer.js';
import {
  firstCenters,
  KMeansBase,
  type KMeansInit,
  type KMeansModel,
  kMeansSpecs,
  momentsOf,
  nearestCenters,
} from './k_means_base.js';
import { inertiaOf, type KMeansRun, lloyd } from './lloyd.js';

const { init: _init, nInit: _nInit, ...sharedSpecs } = kMeansSpecs;

const declaration = declare('BisectingKMeans', {
  ...sharedSpecs,
  init: custom<Extract<KMeansInit, string> | Extract<KMeansInit, (...args: never[]) => unknown>>('random', {
    doc: "First centres of each bisection: 'random' any rows, 'k-means++' rows far apart, or a function of (X, 2, random).",
    expected: "'k-means++', 'random' or a function",
    accepts: (value) => value === 'k-means++' || value === 'random' || typeof value === 'function',
    invalid: ['kmeans', 3, null],
  }),
  nInit: int(1, { min: 1, doc: 'Runs of each bisection, of which the best is kept.' }),
  algorithm: oneOf(['lloyd', 'elkan'], 'lloyd', {
    doc: "Bounds kept by the iterations: 'lloyd' two per row, 'elkan' one per row and centre.",
  }),
  bisectingStrategy: oneOf(['biggest_inertia', 'largest_cluster'], 'biggest_inertia', {
    doc: 'Which cluster is split next: that of the greatest inertia or that of the most rows.',
  }),
});

/** A tree of bisections: node 0 is the root, children stand behind their parents. */
interface Bisections {
  /** Centre of each node. */
  readonly centers: Matrix;
  /** Left child of each node, the right one being next to it; 0 for a leaf. */
  readonly left: Int32Array;
  /** Cluster of each leaf. */
  readonly cluster: Int32Array;
}

interface BisectingModel extends KMeansModel {
  readonly tree: Bisections;
}

interface Node {
  readonly center: Float64Array;
  readonly rows: Int32Array;
  readonly score: number;
  left: number;
}

/**
 * K-means by splitting one cluster into two again and again. Use it for many clusters, where it is faster than KMeans,
 * and when a hierarchy of clusters is wanted; clusters are of more even size.
 *
 * O(n d log k) or so per iteration for balanced clusters; memory one copy of X. References: Steinbach, Karypis & Kumar
 * (2000); scikit-learn BisectingKMeans (the same clusters for the same seed).
 *
 * @throws InvalidInputError for fewer rows than clusters.
 * @example
 * ```ts
 * const { data } = makeBlobs({ nSamples: 200, centers: 4, randomState: 0 });
 * const model = await new BisectingKMeans({ nClusters: 4, randomState: 0 }).fit(data);
 * model.clusterCenters.rows; // 4
 * ```
 */
export class BisectingKMeans extends KMeansBase<typeof declaration, BisectingModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return tags('clusterer', { sampleWeight: true });
  }

  /** The cluster of each row of X (n x d), found down the tree of bisections. O(n d depth). */
  override async predict(X: MatrixLike, options: RunOptions = {}): Promise<Int32Array> {
    const matrix = this.checkX(X, 'predict');
    const { tree } = this.learned('predict');
    const run = new Run(this.type, options);
    const labels = new Int32Array(matrix.rows);
    const waiting = [{ node: 0, rows: Int32Array.from(labels, (_, i) => i) }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { node, rows } = next;
      const left = tree.left[node];
      if (left === 0) {
        for (const row of rows) labels[row] = tree.cluster[node];
      } else if (rows.length > 0) {
        const sides = await nearestCenters(
          matrix.takeRows(rows),
          tree.centers.takeRows([left, left + 1]),
          run,
        );
        for (const side of [0, 1]) {
          waiting.push({ node: left + side, rows: rows.filter((_, i) => sides[i] === side) });
        }
      }
    }
    return labels;
  }

  protected async train({ X, sampleWeight }: ClustererData, run: Run): Promise<BisectingModel> {
    const { nClusters, randomState } = this.params;
    this.checkRows(X.rows, nClusters);
    const random = RandomState.from(randomState);
    const { mean: origin } = momentsOf(X);
    const nodes: Node[] = [
      {
        center: new Float64Array(X.columns),
        rows: Int32Array.from({ length: X.rows }, (_, i) => i),
        score: 0,
        left: 0,
      },
    ];
    let nIter = 0;
    for (let split = 1; split < nClusters; split++) {
      await run.step(split - 1, nClusters - 1, 'bisection');
      const node = this.next(nodes, sampleWeight);
      const part = X.takeRows(node.rows);
      const weights = sampleWeight && Float64Array.from(node.rows, (row) => sampleWeight[row]);
      const found = await this.bisect(part, weights, origin, random, run);
      nIter += found.nIter;
      node.left = nodes.length;
      for (const side of [0, 1]) {
        nodes.push({
          center: found.centers.slice(side * X.columns, (side + 1) * X.columns),
          rows: node.rows.filter((_, i) => found.labels[i] === side),
          score: this.score_(part, weights, origin, found, side),
          left: 0,
        });
      }
    }
    return this.modelOf(X, sampleWeight, nodes, origin, nIter);
  }

  /** The leaf with the highest score, the first one in the tree among equals. */
  private next(nodes: readonly Node[], weight: Float64Array | undefined): Node {
    let best: Node | undefined;
    for (const node of leavesOf(nodes)) {
      const { rows } = nodes[node];
      const splits = rows.length > 1 && (!weight || rows.filter((row) => weight[row] > 0).length > 1);
      if (splits && (!best || nodes[node].score > best.score)) best = nodes[node];
    }
    if (best) return best;
    throw new InvalidInputError(
      `${this.type}: there must be at least as many rows with a weight as clusters (${this.params.nClusters}). Lower nClusters or give more rows.`,
      { estimator: this.type, parameter: 'nClusters', remedy: 'lower nClusters' },
    );
  }

  private async bisect(
    X: Matrix,
    sampleWeight: Float64Array | undefined,
    origin: Float64Array,
    random: RandomState,
    run: Run,
  ): Promise<KMeansRun> {
    const { init, nInit, maxIter, tol, algorithm } = this.params;
    const steps = new KMeansSteps(X, sampleWeight, 2, algorithm === 'elkan', origin);
    let best: KMeansRun | undefined;
    try {
      for (let r = 0; r < nInit; r++) {
        const first = firstCenters(X, 2, init, sampleWeight, random, this.type).data.slice();
        for (let at = 0; at < first.length; at++) first[at] -= origin[at % X.columns];
        const found = await lloyd({ X, origin, sampleWeight, steps, maxIter, tol }, first, run, 'iteration');
        if (!best || found.inertia < best.inertia * (1 - 1e-6)) best = found;
      }
    } finally {
      steps.release();
    }
    return best as KMeansRun;
  }

  private score_(
    X: Matrix,
    weight: Float64Array | undefined,
    origin: Float64Array,
    { labels, centers }: KMeansRun,
    side: number,
  ): number {
    const rows = Int32Array.from(Array.from(labels.keys()).filter((i) => labels[i] === side));
    if (this.params.bisectingStrategy === 'largest_cluster') return rows.length;
    const sampleWeight = weight && Float64Array.from(rows, (row) => weight[row]);
    const part = { X: X.takeRows(rows), origin, sampleWeight };
    return inertiaOf(part, centers, new Int32Array(rows.length).fill(side));
  }

  private modelOf(
    X: Matrix,
    sampleWeight: Float64Array | undefined,
    nodes: readonly Node[],
    origin: Float64Array,
    nIter: number,
  ): BisectingModel {
    const d = X.columns;
    const leaves = leavesOf(nodes);
    const labels = new Int32Array(X.rows);
    const cluster = new Int32Array(nodes.length);
    const relative = new Float64Array(leaves.length * d);
    for (const [label, leaf] of leaves.entries()) {
      cluster[leaf] = label;
      relative.set(nodes[leaf].center, label * d);
      for (const row of nodes[leaf].rows) labels[row] = label;
    }
    this.warnFewer(new Set(labels).size, leaves.length);
    const placed = (values: Float64Array): Matrix =>
      Matrix.of(
        values.map((value, at) => value + origin[at % d]),
        d,
      );
    const all = new Float64Array(nodes.length * d);
    for (const [at, { center }] of nodes.entries()) all.set(center, at * d);
    return {
      labels,
      centers: placed(relative),
      inertia: inertiaOf({ X, origin, sampleWeight }, relative, labels),
      nIter,
      tree: { centers: placed(all), left: Int32Array.from(nodes, ({ left }) => left), cluster },
    };
  }
}

/** Leaves from left to right. */
function leavesOf(nodes: readonly Pick<Node, 'left'>[]): number[] {
  const leaves: number[] = [];
  const stack = [0];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const { left } = nodes[node];
    if (left === 0) leaves.push(node);
    else stack.push(left + 1, left);
  }
  return leaves;
}
