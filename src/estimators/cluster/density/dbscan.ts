import type { MatrixLike } from '../../../core/input.js';
import { Matrix } from '../../../core/matrix.js';
import { declare, int, type ParamsOf, real } from '../../../core/params.js';
import type { Run } from '../../../core/run.js';
import { type Tags, tags } from '../../../core/tags.js';
import { ClustererBase, type ClustererData } from '../../base/clusterer.js';
import { indexOf } from '../../neighbors/kneighbors_base.js';
import { densitySearch, powerParam, searchJobs } from './params.js';
import { denseRegions } from './regions.js';

const declaration = declare('DBSCAN', {
  eps: real(0.5, { min: 0, exclusiveMin: true, doc: 'Largest distance of two rows that are neighbours.' }),
  minSamples: int(5, {
    min: 1,
    doc: 'Neighbours (or their weight), the row itself included, that make a row a core row.',
  }),
  ...densitySearch,
  p: powerParam,
  nJobs: searchJobs,
});

interface DBSCANModel {
  readonly labels: Int32Array;
  readonly coreSampleIndices: Int32Array;
  /** The core rows. */
  readonly components: Matrix;
}

/**
 * Finds clusters of any shape: rows with many neighbours within `eps` hang together, rows beside them belong to them,
 * the rest is noise. Use it where density tells clusters from background and is about the same in all of them.
 *
 * About O(n log n) in few columns, O(n^2 d) at worst; memory a small multiple of X, for no list of neighbours is kept.
 * References: Ester et al., KDD 1996; Schubert et al., TODS 42 (2017) 19; scikit-learn DBSCAN (the same labels).
 *
 * @throws InvalidParameterError when the algorithm cannot use the metric.
 * @example
 * ```ts
 * const model = await new DBSCAN({ eps: 3, minSamples: 2 }).fit([[1, 2], [2, 2], [2, 3], [8, 7], [8, 8], [25, 80]]);
 * Array.from(model.labels); // [0, 0, 0, 1, 1, -1]
 * ```
 */
export class DBSCAN extends ClustererBase<typeof declaration, DBSCANModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    const { metric } = this.params;
    return tags('clusterer', {
      sampleWeight: true,
      pairwise: metric === 'precomputed',
      allowNaN: metric === 'nan_euclidean',
    });
  }

  protected async train({ X, sampleWeight }: ClustererData, run: Run): Promise<DBSCANModel> {
    const { eps, minSamples, metric, nJobs } = this.params;
    await run.step(0, X.rows, 'rows');
    const index = indexOf(X, { ...this.params, p: this.params.p ?? 2 }, null, this.type);
    const query = { eps, minSamples, metric, nJobs };
    const { labels, core } = await denseRegions(index, query, sampleWeight, run);
    const coreSampleIndices = Int32Array.from(core.keys()).filter((i) => core[i] === 1);
    const components =
      coreSampleIndices.length > 0 ? X.takeRows(coreSampleIndices) : Matrix.zeros(0, X.columns);
    return { labels, coreSampleIndices, components };
  }

  /** Row numbers of the core rows, ascending. */
  get coreSampleIndices(): Int32Array {
    return this.learned('coreSampleIndices').coreSampleIndices;
  }

  /** The core rows themselves. */
  get components(): Matrix {
    return this.learned('components').components;
  }
}

/** Options of dbscan. */
export type DbscanOptions = Partial<Omit<ParamsOf<typeof declaration>, 'eps'>> & {
  readonly eps?: number;
  readonly sampleWeight?: ArrayLike<number>;
};

/**
 * The core rows and the labels that `DBSCAN` finds, in one call. Cost as there. Source: scikit-learn dbscan.
 * @throws InvalidParameterError for unknown options or refused values.
 *
 * @example
 * ```ts
 * const { labels } = await dbscan([[1], [1.2], [9]], { eps: 0.5, minSamples: 2 });
 * Array.from(labels); // [0, 0, -1]
 * ```
 */
export async function dbscan(
  X: MatrixLike,
  options: DbscanOptions = {},
): Promise<{ coreSamples: Int32Array; labels: Int32Array }> {
  const { sampleWeight, ...params } = options;
  const model = await new DBSCAN(params).fit(X, undefined, sampleWeight ? { sampleWeight } : {});
  return { coreSamples: model.coreSampleIndices, labels: model.labels };
}
