import { InvalidInputError, InvalidParameterError } from '../../../../core/errors.js';
import { asMatrix } from '../../../../core/input.js';
import type { Matrix } from '../../../../core/matrix.js';
import { bool, declare, int, jobs, nullable, oneOf, type ParamsOf, real } from '../../../../core/params.js';
import type { Run } from '../../../../core/run.js';
import { type Tags, tags } from '../../../../core/tags.js';
import { DataWarning, warn } from '../../../../core/warnings.js';
import { ClustererBase, type ClustererData } from '../../../base/clusterer.js';
import { densitySearch } from '../params.js';
import { centroidsOf, medoidsOf, membersOf } from './centers.js';
import { condense } from './condense.js';
import { label } from './labelling.js';
import { type Selection, selectClusters } from './select.js';
import { labelsAtCut, type SingleLinkage, singleLinkage } from './single_linkage.js';
import { checkDistances, spanningTree } from './spanning_tree.js';

const declaration = declare('HDBSCAN', {
  minClusterSize: int(5, { min: 2, doc: 'Fewest rows of a cluster.' }),
  minSamples: nullable(
    int(5, {
      min: 1,
      doc: 'The core distance of a row reaches to this neighbour, the row itself being the first; null is minClusterSize.',
    }),
  ),
  clusterSelectionEpsilon: real(0, {
    min: 0,
    doc: 'Clusters that split at a smaller distance stay together.',
  }),
  maxClusterSize: nullable(
    int(1, { min: 1, doc: "Most rows of a cluster that 'eom' may choose; null sets no bound." }),
  ),
  ...densitySearch,
  alpha: real(1, { min: 0, exclusiveMin: true, doc: 'Distances are divided by it against core distances.' }),
  leafSize: int(40, { min: 1, doc: 'Points per leaf of a tree: affects speed only.' }),
  nJobs: jobs(),
  clusterSelectionMethod: oneOf(['eom', 'leaf'], 'eom', {
    doc: "'eom' takes the clusters that persist longest (excess of mass), 'leaf' the smallest ones.",
  }),
  allowSingleCluster: bool(false, { doc: 'Whether all rows may be one cluster.' }),
  storeCenters: nullable(
    oneOf(['centroid', 'medoid', 'both'], 'centroid', {
      doc: 'Which centres are kept: weighted means, the most central rows, or both.',
    }),
  ),
});

interface HDBSCANModel {
  readonly labels: Int32Array;
  readonly probabilities: Float64Array;
  readonly centroids: Matrix | null;
  readonly medoids: Matrix | null;
  /** The dendrogram of the finite rows, and which these are. */
  readonly linkage: SingleLinkage;
  readonly finite: Int32Array;
}

/** Labels of rows with infinite and with missing cells. */
const INFINITE = -2;
const MISSING = -3;

/**
 * Finds clusters of any shape and of different densities: DBSCAN for all radii at once, from which the clusters that
 * persist longest are taken. Use it where `eps` cannot be known or differs; `probabilities` say how well a row belongs.
 *
 * Rows with infinite cells are labelled -2, rows with NaN -3. About O(n log n) in few columns, O(n^2 d) at worst;
 * memory a small multiple of X. References: Campello et al., TKDD 10 (2015) 5; Malzer & Baum, MFI 2020 (epsilon);
 * scikit-learn HDBSCAN (the same labels; there rows with exactly equal distances may swap).
 *
 * @throws InvalidInputError for one row or fewer rows than minSamples; InvalidParameterError for centres of
 * 'precomputed'.
 * @example
 * ```ts
 * const { data } = makeBlobs({ nSamples: 200, centers: 3, randomState: 0, clusterStd: 0.4 });
 * const model = await new HDBSCAN({ minClusterSize: 15 }).fit(data);
 * new Set(model.labels).size; // 4
 * ```
 */
export class HDBSCAN extends ClustererBase<typeof declaration, HDBSCANModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    const pairwise = this.params.metric === 'precomputed';
    return tags('clusterer', { pairwise, allowNaN: !pairwise });
  }

  protected override checkFitX(X: unknown): Matrix {
    return asMatrix(X, { estimator: this.type, allowNonFinite: true });
  }

  protected async train({ X }: ClustererData, run: Run): Promise<HDBSCANModel> {
    const { metric, metricParams, minClusterSize, storeCenters } = this.params;
    const precomputed = metric === 'precomputed';
    if (precomputed) {
      if (storeCenters) throw this.noCenters();
      checkDistances(X, this.type);
    }
    await run.step(0, X.rows, 'rows');
    const kinds = precomputed ? new Int32Array(X.rows) : kindsOf(X);
    const finite = Int32Array.from(kinds.keys()).filter((i) => kinds[i] === 0);
    const clean = finite.length === X.rows ? X : X.takeRows(finite);
    const minSamples = this.params.minSamples ?? minClusterSize;
    this.checkRows(clean.rows, minSamples);
    const edges = await spanningTree(clean, { ...this.params, minSamples }, run);
    if (edges.length.some((length) => length === Number.POSITIVE_INFINITY)) {
      warn(
        new DataWarning('the tree has edges of infinite length: too many distances are missing', this.type),
      );
    }
    const linkage = singleLinkage(edges);
    const tree = condense(linkage, minClusterSize);
    const selection: Selection = {
      method: this.params.clusterSelectionMethod,
      allowSingleCluster: this.params.allowSingleCluster,
      epsilon: this.params.clusterSelectionEpsilon,
      maxClusterSize: this.params.maxClusterSize,
    };
    const chosen = selectClusters(tree, selection);
    const { labels, probabilities } = label(tree, chosen, selection);
    const members = storeCenters ? membersOf(labels, probabilities) : [];
    const wants = (kind: string): boolean => storeCenters === kind || storeCenters === 'both';
    return {
      labels: spread(labels, finite, kinds),
      probabilities: spreadStrengths(probabilities, finite, kinds),
      centroids: wants('centroid') ? centroidsOf(clean, members) : null,
      medoids: wants('medoid') ? await medoidsOf(clean, members, metric, metricParams ?? {}, run) : null,
      linkage,
      finite,
    };
  }

  /**
   * Clusters of one density: what DBSCAN without border rows finds with the radius `cutDistance`. Clusters of fewer
   * than `minClusterSize` (5) rows are noise. O(n).
   */
  dbscanClustering(cutDistance: number, options: { minClusterSize?: number } = {}): Int32Array {
    const { linkage, finite, labels } = this.learned('dbscanClustering');
    const { minClusterSize = 5 } = options;
    if (typeof cutDistance !== 'number' || Number.isNaN(cutDistance)) {
      throw new InvalidParameterError(
        `${this.type}: cutDistance must be a number. Got ${String(cutDistance)}. Pass a distance.`,
        { estimator: this.type, parameter: 'cutDistance', received: String(cutDistance) },
      );
    }
    return spread(labelsAtCut(linkage, cutDistance, minClusterSize), finite, labels);
  }

  /** How strongly each row belongs to its cluster: 0 for noise and infinite rows, NaN for missing ones. */
  get probabilities(): Float64Array {
    return this.learned('probabilities').probabilities;
  }

  /** Means of the clusters, weighted by `probabilities`; null unless stored. */
  get centroids(): Matrix | null {
    return this.learned('centroids').centroids;
  }

  /** The most central row of each cluster; null unless stored. */
  get medoids(): Matrix | null {
    return this.learned('medoids').medoids;
  }

  private checkRows(rows: number, minSamples: number): void {
    const needed = Math.max(2, minSamples);
    if (rows >= needed) return;
    throw new InvalidInputError(
      `${this.type}: there must be at least ${needed} finite rows for minSamples = ${minSamples}. Got ${rows}. Lower minSamples or give more rows.`,
      { estimator: this.type, parameter: 'X', received: `${rows} rows`, remedy: 'lower minSamples' },
    );
  }

  private noCenters(): InvalidParameterError {
    return new InvalidParameterError(
      `${this.type}: parameter 'storeCenters' cannot be used with metric 'precomputed', which has no rows to average. Got '${this.params.storeCenters}'. Leave it out.`,
      { estimator: this.type, parameter: 'storeCenters', remedy: 'leave it out' },
    );
  }
}

/** 0 for finite rows, else the label of the kind: missing counts before infinite, as does infinity less infinity. */
function kindsOf({ rows, columns, data }: Matrix): Int32Array {
  const kinds = new Int32Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++, at++) if (!Number.isFinite(data[at])) sum += data[at];
    if (sum !== 0) kinds[i] = Number.isNaN(sum) ? MISSING : INFINITE;
  }
  return kinds;
}

function spread(labels: Int32Array, finite: Int32Array, kinds: Int32Array): Int32Array {
  const result = kinds.map((kind) => (kind <= INFINITE ? kind : -1));
  for (let i = 0; i < finite.length; i++) result[finite[i]] = labels[i];
  return result;
}

function spreadStrengths(values: Float64Array, finite: Int32Array, kinds: Int32Array): Float64Array {
  const result = Float64Array.from(kinds, (kind) => (kind === MISSING ? Number.NaN : 0));
  for (let i = 0; i < finite.length; i++) result[finite[i]] = values[i];
  return result;
}
