import { InvalidInputError } from '../../../core/errors.js';
import { asMatrix, type MatrixLike } from '../../../core/input.js';
import { Matrix } from '../../../core/matrix.js';
import { custom, declare, type ParamsOf } from '../../../core/params.js';
import type { Run } from '../../../core/run.js';
import { type Tags, tags } from '../../../core/tags.js';
import { TransformerBase, type TransformerData } from '../../base/transformer.js';
import {
  type Agglomeration,
  agglomerate,
  agglomerationSpecs,
  distancesOf,
  pairsOf,
} from './agglomeration.js';

const declaration = declare('FeatureAgglomeration', {
  ...agglomerationSpecs,
  poolingFunc: custom<'mean' | ((values: Float64Array) => number)>('mean', {
    doc: "What stands for the columns of a cluster: their 'mean', or a function of their values in a row.",
    expected: "'mean' or a function",
    accepts: (value) => value === 'mean' || typeof value === 'function',
    invalid: ['median', 3, null],
  }),
});

/**
 * Joins columns that are alike into clusters, and replaces each cluster by the mean of its columns. Use it to thin out
 * many redundant columns, such as neighbouring pixels or bands, without losing where they came from.
 *
 * O(n d^2) for d columns, and d (d - 1) / 2 distances. Reference: scikit-learn FeatureAgglomeration.
 *
 * @throws InvalidInputError for fewer columns than clusters; InvalidParameterError for options that exclude each other.
 * @example
 * ```ts
 * const X = [[0, 0.1, 5], [1, 1.1, 2], [2, 1.9, 7]];
 * const model = await new FeatureAgglomeration({ nClusters: 2 }).fit(X);
 * (await model.transform(X)).columns; // 2
 * ```
 */
export class FeatureAgglomeration extends TransformerBase<typeof declaration, Agglomeration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return tags('transformer');
  }

  protected train({ X }: TransformerData, run: Run): Promise<Agglomeration> {
    return agglomerate(X.transpose(), this.params, this.type, run);
  }

  protected async transformMatrix(X: Matrix, { labels, nClusters }: Agglomeration): Promise<Matrix> {
    const { poolingFunc } = this.params;
    const result = Matrix.zeros(X.rows, nClusters);
    const groups = Array.from({ length: nClusters }, (_, c) =>
      Int32Array.from(Array.from(labels.keys()).filter((j) => labels[j] === c)),
    );
    for (let i = 0; i < X.rows; i++) {
      const row = X.row(i);
      for (const [c, columns] of groups.entries()) {
        if (poolingFunc === 'mean') {
          let sum = 0;
          for (const j of columns) sum += row[j];
          result.set(i, c, sum / columns.length);
        } else {
          result.set(i, c, poolingFunc(Float64Array.from(columns, (j) => row[j])));
        }
      }
    }
    return result;
  }

  /** Rows of clusters back to rows of columns: every column gets the value of its cluster. */
  async inverseTransform(X: MatrixLike): Promise<Matrix> {
    const { labels, nClusters } = this.learned('inverseTransform');
    const matrix = asMatrix(X, { estimator: this.type });
    if (matrix.columns !== nClusters) {
      throw new InvalidInputError(
        `${this.type}: inverseTransform takes ${nClusters} columns, one per cluster. Got ${matrix.columns}. Pass what transform gives.`,
        { estimator: this.type, parameter: 'X', received: `${matrix.columns} columns` },
      );
    }
    return matrix.takeColumns(labels).withColumnNames(this.featureNamesIn);
  }

  protected override featureNamesOut(_input: readonly string[], { nClusters }: Agglomeration): string[] {
    return Array.from({ length: nClusters }, (_, c) => `${this.type.toLowerCase()}${c}`);
  }

  /** Cluster of each column. */
  get labels(): Int32Array {
    return this.learned('labels').labels;
  }

  /** Number of clusters of columns. */
  get nClusters(): number {
    return this.learned('nClusters').nClusters;
  }

  /** Number of columns. */
  get nLeaves(): number {
    return this.learned('nLeaves').nLeaves;
  }

  /** Number of parts of the connectivity. */
  get nConnectedComponents(): number {
    return this.learned('nConnectedComponents').nConnectedComponents;
  }

  /** The nodes that node d + i joins: columns below d, merges from d on; (d - 1) x 2. */
  get children(): Matrix {
    return pairsOf(this.learned('children').children);
  }

  /** Distances at which the pairs of `children` were joined; kept with `computeDistances` or `distanceThreshold`. */
  get distances(): Float64Array {
    return distancesOf(this.learned('distances'), this.type);
  }
}
