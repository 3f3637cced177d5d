import { asMatrix, type MatrixLike } from '../core/input.js';
import type { Matrix } from '../core/matrix.js';
import type { Declaration } from '../core/params.js';
import { Run, type RunOptions } from '../core/run.js';
import { TransformerBase, type TransformerData } from '../estimators/base/index.js';

type Nothing = Readonly<Record<string, never>>;

/**
 * Base of transformers that learn nothing: `transform` works without `fit`, which only notes and checks the
 * columns.
 */
export abstract class StatelessTransformer<D extends Declaration> extends TransformerBase<D, Nothing> {
  protected async train(_data: TransformerData, _run: Run): Promise<Nothing> {
    return {};
  }

  /** Transforms X (n x d); needs no `fit`. The result is a new Matrix, with column names when X has them. */
  override async transform(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    if (this.isFitted) return super.transform(X, options);
    const matrix = asMatrix(X, { estimator: this.type, allowNaN: this.tags.allowNaN });
    const result = await this.transformMatrix(matrix, {}, new Run(this.type, options));
    const names = matrix.columnNames;
    return names ? result.withColumnNames(this.featureNamesOut(names, {})) : result;
  }
}
