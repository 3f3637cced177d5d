import type { Matrix } from '../../../core/matrix.js';
import { declare, type ParamsOf } from '../../../core/params.js';
import type { Run } from '../../../core/run.js';
import { type Tags, tags } from '../../../core/tags.js';
import { ClustererBase, type ClustererData } from '../../base/clusterer.js';
import {
  type Agglomeration,
  agglomerate,
  agglomerationSpecs,
  distancesOf,
  pairsOf,
} from './agglomeration.js';

const declaration = declare('AgglomerativeClustering', agglomerationSpecs);

/**
 * Joins the nearest rows and clusters, pair by pair, into a tree, and cuts it into clusters. Use it for few rows when
 * the tree itself tells something, when clusters are defined by a distance rather than by their number, or with
 * `connectivity` when only neighbours may be joined.
 *
 * O(n^2 d) and n (n - 1) / 2 distances; single linkage keeps no distances; with connectivity O(n log n) or so.
 * References: Murtagh (1983); Müllner (2011); scikit-learn AgglomerativeClustering (the same tree).
 *
 * @throws InvalidInputError for fewer rows than clusters; InvalidParameterError for options that exclude each other.
 * @example
 * ```ts
 * const model = new AgglomerativeClustering({ nClusters: null, distanceThreshold: 3, linkage: 'average' });
 * const labels = await model.fitPredict([[0], [1], [8], [9]]);
 * labels; // Int32Array [1, 1, 0, 0]
 * ```
 */
export class AgglomerativeClustering extends ClustererBase<typeof declaration, Agglomeration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return tags('clusterer', { pairwise: this.params.metric === 'precomputed' });
  }

  protected train({ X }: ClustererData, run: Run): Promise<Agglomeration> {
    return agglomerate(X, this.params, this.type, run);
  }

  /** Number of clusters found. */
  get nClusters(): number {
    return this.learned('nClusters').nClusters;
  }

  /** Number of rows. */
  get nLeaves(): number {
    return this.learned('nLeaves').nLeaves;
  }

  /** Number of parts of the connectivity. */
  get nConnectedComponents(): number {
    return this.learned('nConnectedComponents').nConnectedComponents;
  }

  /** The nodes that node n + i joins: rows below n, merges from n on; (n - 1) x 2. */
  get children(): Matrix {
    return pairsOf(this.learned('children').children);
  }

  /** Distances at which the pairs of `children` were joined; kept with `computeDistances` or `distanceThreshold`. */
  get distances(): Float64Array {
    return distancesOf(this.learned('distances'), this.type);
  }
}
