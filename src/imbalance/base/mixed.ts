import { asColumns, type ColumnSet, checkCells } from '../../core/columns.js';
import { asMatrix, type DataLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';

/**
 * X for samplers that only copy rows: a matrix stays one (no copy), anything else becomes columns of numbers or
 * text. Infinities are refused, missing cells only where `allowNaN` is false.
 */
export function readMixed(X: DataLike, rules: { estimator: string; allowNaN: boolean }): Matrix | ColumnSet {
  if (X instanceof Matrix || (X !== null && typeof X === 'object' && 'shape' in X && 'data' in X))
    return asMatrix(X, rules);
  const columns = asColumns(X, rules);
  checkCells(columns, rules);
  return columns;
}
