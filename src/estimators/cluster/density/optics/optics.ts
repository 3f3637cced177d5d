import { InvalidParameterError } from '../../../../core/errors.js';
import type { Matrix } from '../../../../core/matrix.js';
import { bool, declare, nullable, oneOf, type ParamsOf, real } from '../../../../core/params.js';
import type { Run } from '../../../../core/run.js';
import { type Tags, tags } from '../../../../core/tags.js';
import { ClustererBase, type ClustererData } from '../../../base/clusterer.js';
import { clusterOpticsDbscan } from './dbscan_cut.js';
import { type OpticsGraph, opticsGraph } from './graph.js';
import { graphSpecs } from './params.js';
import { sizeOf, sizeParam } from './sizes.js';
import { clusterOpticsXi } from './xi.js';

const declaration = declare('OPTICS', {
  ...graphSpecs,
  clusterMethod: oneOf(['xi', 'dbscan'], 'xi', {
    doc: "Clusters lie between steep areas of the reachability plot ('xi') or below one radius ('dbscan').",
  }),
  eps: nullable(
    real(0.5, {
      min: 0,
      max: Number.POSITIVE_INFINITY,
      doc: "Radius of clusterMethod 'dbscan'; null is maxEps.",
    }),
  ),
  xi: real(0.05, { min: 0, max: 1, doc: "Least steepness of a cluster's borders, for 'xi'." }),
  predecessorCorrection: bool(true, {
    doc: "Whether clusters end where their rows were not reached from within, for 'xi'.",
  }),
  minClusterSize: nullable(
    sizeParam(5, "Fewest rows of a cluster, or a share of the rows, for 'xi'; null is minSamples."),
  ),
});

interface OPTICSModel extends OpticsGraph {
  readonly labels: Int32Array;
  readonly clusterHierarchy: Matrix | null;
}

/**
 * Orders rows so that neighbours in density follow each other, and finds clusters in the plot of the distances at which
 * they were reached. Use it like DBSCAN where the density differs between clusters or they are nested.
 *
 * About O(n log n) in few columns, O(n^2 d) at worst; memory a small multiple of X. References: Ankerst et al., SIGMOD
 * 1999; Schubert & Gertz, LWDA 2018; scikit-learn OPTICS (the same ordering and labels).
 *
 * @throws InvalidInputError for fewer rows than minSamples or minClusterSize.
 * @example
 * ```ts
 * const model = await new OPTICS({ minSamples: 2 }).fit([[1, 2], [2, 5], [3, 6], [8, 7], [8, 8], [7, 3]]);
 * Array.from(model.labels); // [0, 0, 0, 1, 1, 1]
 * ```
 */
export class OPTICS extends ClustererBase<typeof declaration, OPTICSModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    const { metric } = this.params;
    return tags('clusterer', { pairwise: metric === 'precomputed', allowNaN: metric === 'nan_euclidean' });
  }

  protected async train({ X }: ClustererData, run: Run): Promise<OPTICSModel> {
    const { clusterMethod, xi, predecessorCorrection, minSamples, minClusterSize, maxEps } = this.params;
    const eps = this.params.eps ?? maxEps;
    if (clusterMethod === 'dbscan' && eps > maxEps) {
      throw new InvalidParameterError(
        `${this.type}: parameter 'eps' must be at most maxEps (${maxEps}). Got ${eps}. Lower eps or raise maxEps.`,
        { estimator: this.type, parameter: 'eps', received: String(eps), remedy: 'lower eps' },
      );
    }
    const least = clusterMethod === 'xi' ? (minClusterSize ?? minSamples) : 0;
    sizeOf(least, Math.max(2, X.rows), 'minClusterSize', this.type);
    await run.step(0, X.rows, 'rows');
    const graph = await opticsGraph(X, this.params, run);
    if (clusterMethod === 'dbscan') {
      return { ...graph, labels: clusterOpticsDbscan({ ...graph, eps }), clusterHierarchy: null };
    }
    const options = { xi, predecessorCorrection, minSamples, minClusterSize };
    const { labels, clusters } = clusterOpticsXi({ ...graph, ...options });
    return { ...graph, labels, clusterHierarchy: clusters };
  }

  /** Rows in the order in which they were reached. */
  get ordering(): Int32Array {
    return this.learned('ordering').ordering;
  }

  /** Distance at which each row was reached: `reachability[ordering[i]]` is the plot. Infinity where it starts anew. */
  get reachability(): Float64Array {
    return this.learned('reachability').reachability;
  }

  /** Distance at which each row is a core row; Infinity beyond `maxEps`. */
  get coreDistances(): Float64Array {
    return this.learned('coreDistances').coreDistances;
  }

  /** The row from which each row was reached, or -1. */
  get predecessor(): Int32Array {
    return this.learned('predecessor').predecessor;
  }

  /** All clusters as first and last place in `ordering` (k x 2), nested ones first; null for 'dbscan'. */
  get clusterHierarchy(): Matrix | null {
    return this.learned('clusterHierarchy').clusterHierarchy;
  }
}
