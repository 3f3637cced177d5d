import { describe, InvalidInputError } from '../core/errors.js';
import type { Matrix } from '../core/matrix.js';
import { bool, custom, declare, int, type ParamsOf } from '../core/params.js';
import type { Run } from '../core/run.js';
import { type Tags, tags } from '../core/tags.js';
import { DataWarning, warn } from '../core/warnings.js';
import { TransformerBase, type TransformerData } from '../estimators/base/index.js';
import type { DistanceCallable } from '../kernels/distances.js';
import { NanNearest } from '../kernels/nan_nearest.js';
import { missingNumberParam, withIndicator, withNaN } from './missing.js';
import { MissingIndicator } from './missing_indicator.js';
import { meanOf } from './statistics.js';

/** How donors count: equally, by inverse distance, or by a function from distances to weights. */
export type DonorWeights = 'uniform' | 'distance' | ((distances: Float64Array) => ArrayLike<number>);

const declaration = declare('KNNImputer', {
  missingValues: missingNumberParam(),
  nNeighbors: int(5, { min: 1, doc: 'Rows that a missing cell is filled from.' }),
  weights: custom<DonorWeights>('uniform', {
    doc: "How rows count: 'uniform', 'distance' (inverse), or a function from distances to weights.",
    expected: "'uniform', 'distance' or a function",
    accepts: (value) => value === 'uniform' || value === 'distance' || typeof value === 'function',
    invalid: ['no such weights', 3, null],
  }),
  metric: custom<'nan_euclidean' | DistanceCallable>('nan_euclidean', {
    doc: 'Distance of rows with missing cells: over the columns that both have, or a function of two rows (missing: NaN).',
    expected: "'nan_euclidean' or a function of two rows",
    accepts: (value) => value === 'nan_euclidean' || typeof value === 'function',
    invalid: ['euclidean', 3, null],
  }),
  addIndicator: bool(false, {
    doc: 'Append columns that mark the cells that were missing (MissingIndicator).',
  }),
  keepEmptyFeatures: bool(false, {
    doc: 'Keep columns without any observed cell, filled with 0, instead of dropping them.',
  }),
});

interface KNNImputerModel {
  /** The fitted rows, with NaN for missing cells. */
  readonly X: Matrix;
  /** Mean of the observed cells of each column; NaN for a column without any. */
  readonly means: Float64Array;
  readonly indicator: MissingIndicator | null;
}

/** The donors of a missing cell: nearest first. */
interface Donors {
  setQuery(data: Float64Array, offset: number): void;
  donors(column: number, k: number): { distances: Float64Array; indices: Int32Array };
  release(): void;
}

/**
 * Fills a missing cell with the mean over the nearest rows that have it, by the distance over the columns that both
 * rows have. Scale the columns first. A row that shares no column with any other gets column means. Fit keeps the
 * data; transform is O(n d) for each row with missing cells.
 * Reference: Troyanskaya and others, Bioinformatics 17 (2001) 520; scikit-learn KNNImputer.
 *
 * @example
 * ```ts
 * const imputer = new KNNImputer({ nNeighbors: 2 });
 * const X = await imputer.fitTransform([[1, 2, NaN], [3, 4, 3], [NaN, 6, 5], [8, 8, 7]]);
 * X.to2DArray(); // [[1, 2, 4], [3, 4, 3], [5.5, 6, 5], [8, 8, 7]]
 * ```
 */
export class KNNImputer extends TransformerBase<typeof declaration, KNNImputerModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    const allowNaN = Number.isNaN(this.params.missingValues);
    return tags('transformer', { allowNaN, imputes: allowNaN });
  }

  protected async train({ X }: TransformerData, run: Run): Promise<KNNImputerModel> {
    await run.step(0, 1, 'pass');
    const { missingValues, addIndicator, keepEmptyFeatures } = this.params;
    const marked = withNaN(X, missingValues);
    const means = new Float64Array(X.columns);
    for (let j = 0; j < X.columns; j++) {
      means[j] = meanOf(marked.column(j).filter((value) => !Number.isNaN(value)));
    }
    if (!keepEmptyFeatures && means.some(Number.isNaN)) {
      const empty = [...means.keys()].filter((j) => Number.isNaN(means[j]));
      const what = `Column(s) ${empty.map((j) => describe(X.columnNames?.[j] ?? j)).join(', ')} hold no observed cell and are dropped. Set keepEmptyFeatures: true to keep them.`;
      warn(new DataWarning(what, this.type));
    }
    const indicator = addIndicator
      ? await new MissingIndicator({ missingValues, errorOnNew: false }).fit(X)
      : null;
    return { X: marked, means, indicator };
  }

  protected async transformMatrix(X: Matrix, model: KNNImputerModel, run: Run): Promise<Matrix> {
    const { missingValues, keepEmptyFeatures, metric } = this.params;
    const { means } = model;
    const marked = withNaN(X, missingValues);
    const filled = marked.clone();
    const incomplete = rowsToFill(marked, means);
    if (incomplete.length > 0) {
      const search =
        typeof metric === 'function'
          ? new CallableDonors(model.X, metric)
          : new NanNearest(model.X, Math.min(this.params.nNeighbors, model.X.rows));
      try {
        for (let r = 0; r < incomplete.length; r++) {
          this.fillRow(search, marked, filled, incomplete[r], model);
          if (run.due) await run.step(r + 1, incomplete.length, 'rows');
        }
        await run.breathe();
      } finally {
        search.release();
      }
    }
    const kept = [...means.keys()].filter((j) => keepEmptyFeatures || !Number.isNaN(means[j]));
    for (const j of kept) {
      if (Number.isNaN(means[j])) for (let i = 0; i < X.rows; i++) filled.set(i, j, 0);
    }
    const result = kept.length === X.columns ? filled : filled.takeColumns(kept);
    return withIndicator(result, X, model.indicator);
  }

  private fillRow(search: Donors, marked: Matrix, filled: Matrix, row: number, model: KNNImputerModel): void {
    const { columns, data } = marked;
    const k = Math.min(this.params.nNeighbors, model.X.rows);
    search.setQuery(data, row * columns);
    for (let j = 0; j < columns; j++) {
      if (!Number.isNaN(data[row * columns + j]) || Number.isNaN(model.means[j])) continue;
      const { distances, indices } = search.donors(j, k);
      const weights = this.weightsOf(distances);
      let sum = 0;
      let total = 0;
      for (let i = 0; i < indices.length; i++) {
        sum += weights[i] * model.X.data[indices[i] * columns + j];
        total += weights[i];
      }
      filled.data[row * columns + j] = total > 0 ? sum / total : model.means[j];
    }
  }

  private weightsOf(distances: Float64Array): ArrayLike<number> {
    const { weights } = this.params;
    const k = distances.length;
    if (weights === 'uniform') return new Float64Array(k).fill(1);
    if (weights === 'distance') {
      const inverse = distances.map((distance) => 1 / distance);
      if (!inverse.includes(Number.POSITIVE_INFINITY)) return inverse;
      return inverse.map((weight) => (weight === Number.POSITIVE_INFINITY ? 1 : 0));
    }
    const given = weights(distances.slice());
    const valid =
      given?.length === k && Array.from(given).every((w) => w >= 0 && w < Number.POSITIVE_INFINITY);
    if (valid) return given;
    throw new InvalidInputError(
      `${this.type}: the weights function must return ${k} finite numbers >= 0, one per row. Got ${describe(given)}.`,
      {
        estimator: this.type,
        parameter: 'weights',
        received: describe(given),
        remedy: 'return one weight per distance',
      },
    );
  }

  protected override featureNamesOut(input: readonly string[], model: KNNImputerModel): string[] {
    const { means, indicator } = model;
    const kept = input.filter((_, j) => this.params.keepEmptyFeatures || !Number.isNaN(means[j]));
    return [...kept, ...Array.from(indicator?.features ?? [], (j) => `missingindicator_${input[j]}`)];
  }

  /** The indicator of `addIndicator`; null without it. */
  get indicator(): MissingIndicator | null {
    return this.learned('indicator').indicator;
  }
}

/** The rows with missing cells that can be filled. */
function rowsToFill({ data, rows, columns }: Matrix, means: Float64Array): number[] {
  const result: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      if (!Number.isNaN(data[i * columns + j]) || Number.isNaN(means[j])) continue;
      result.push(i);
      break;
    }
  }
  return result;
}

/** Donors by a user's distance of two rows. */
class CallableDonors implements Donors {
  readonly #distances: Float64Array;

  constructor(
    readonly X: Matrix,
    readonly metric: DistanceCallable,
  ) {
    this.#distances = new Float64Array(X.rows);
  }

  setQuery(data: Float64Array, offset: number): void {
    const { X } = this;
    const query = data.slice(offset, offset + X.columns);
    for (let i = 0; i < X.rows; i++) this.#distances[i] = this.metric(query, X.row(i));
  }

  donors(column: number, k: number): { distances: Float64Array; indices: Int32Array } {
    const { X } = this;
    const d = this.#distances;
    const usable = Array.from({ length: X.rows }, (_, i) => i).filter(
      (i) => !Number.isNaN(d[i]) && !Number.isNaN(X.get(i, column)),
    );
    const indices = Int32Array.from(usable.sort((a, b) => d[a] - d[b] || a - b).slice(0, k));
    return { distances: Float64Array.from(indices, (i) => d[i]), indices };
  }

  release(): void {}
}
