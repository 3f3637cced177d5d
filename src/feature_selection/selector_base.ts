import type { MatrixLike } from '../core/input.js';
import { asMatrix, inputError } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import type { Declaration } from '../core/params.js';
import { Run, type RunOptions } from '../core/run.js';
import { DataWarning, warn } from '../core/warnings.js';
import { type ModelRecord, TransformerBase } from '../estimators/base/index.js';

/** What every selector learns: 1 for each column that stays. */
export interface SelectorModel extends ModelRecord {
  readonly support: Uint8Array;
}

/** Base of transformers that keep some of the columns. A subclass writes `train`. */
export abstract class SelectorBase<D extends Declaration, M extends SelectorModel> extends TransformerBase<
  D,
  M
> {
  /** Which columns stay: a flag per column, or with `indices` their numbers. */
  getSupport(options?: { readonly indices?: false }): boolean[];
  getSupport(options: { readonly indices: true }): Int32Array;
  getSupport(options: { readonly indices?: boolean } = {}): boolean[] | Int32Array {
    const { support } = this.learned('getSupport');
    return options.indices ? kept(support) : Array.from(support, (flag) => flag === 1);
  }

  protected async transformMatrix(X: Matrix, { support }: M, run: Run): Promise<Matrix> {
    const columns = kept(support);
    if (columns.length === 0) {
      warn(
        new DataWarning('no column was selected: the data are too noisy or the test too strict', this.type),
      );
    }
    await run.breathe();
    return X.takeColumns(columns);
  }

  protected override featureNamesOut(input: readonly string[], { support }: M): string[] {
    return input.filter((_, j) => support[j] === 1);
  }

  /** Puts the columns of X (n x selected) back where they were (n x d), with zeros for those left out. */
  async inverseTransform(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const { support } = this.learned('inverseTransform');
    const run = new Run(this.type, options);
    const columns = kept(support);
    const matrix = asMatrix(X, { estimator: this.type, allowNaN: true });
    if (matrix.columns !== columns.length) {
      throw inputError(
        this.type,
        'X',
        `must have the ${columns.length} columns that were selected`,
        `${matrix.columns}`,
        "Pass what 'transform' gave.",
      );
    }
    const result = Matrix.zeros(matrix.rows, support.length, this.featureNamesIn);
    for (let i = 0; i < matrix.rows; i++) {
      for (let j = 0; j < columns.length; j++) {
        result.data[i * support.length + columns[j]] = matrix.data[i * columns.length + j];
      }
    }
    await run.breathe();
    return result;
  }
}

/** The numbers of the columns that stay. */
export function kept(support: Uint8Array): Int32Array {
  return Int32Array.from(support.keys()).filter((j) => support[j] === 1);
}
