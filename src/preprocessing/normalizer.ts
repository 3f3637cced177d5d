import { Matrix } from '../core/matrix.js';
import { declare, oneOf, type ParamsOf } from '../core/params.js';
import type { Run } from '../core/run.js';
import { tags } from '../core/tags.js';
import { inRowBlocks } from './row_blocks.js';
import { StatelessTransformer } from './stateless.js';

/** How long a row is: the sum of its absolute values, its Euclidean length, or its largest absolute value. */
export type Norm = 'l1' | 'l2' | 'max';

const declaration = declare('Normalizer', {
  norm: oneOf(['l1', 'l2', 'max'], 'l2', { doc: 'The norm that becomes 1 in every row.' }),
});

/**
 * Divides each row by its norm; rows of zeros stay. Learns nothing. O(n d). Reference: scikit-learn Normalizer.
 *
 * @example
 * ```ts
 * const X = await new Normalizer().fitTransform([[3, 4], [0, 2]]);
 * X.to2DArray(); // [[0.6, 0.8], [0, 1]]
 * ```
 */
export class Normalizer extends StatelessTransformer<typeof declaration> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer', { stateless: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async transformMatrix(X: Matrix, _model: object, run: Run): Promise<Matrix> {
    const out = new Float64Array(X.data.length);
    const { norm } = this.params;
    await inRowBlocks(X, run, (from, to) => {
      const norms = rowNorms(X.data, X.columns, norm, from, to);
      for (let i = from, at = from * X.columns; i < to; i++) {
        const length = norms[i - from] || 1;
        for (let j = 0; j < X.columns; j++, at++) out[at] = X.data[at] / length;
      }
    });
    return Matrix.of(out, X.columns);
  }
}

/** The norms of the rows from `from` to before `to`. */
export function rowNorms(data: Float64Array, d: number, norm: Norm, from: number, to: number): Float64Array {
  const result = new Float64Array(to - from);
  for (let i = from, at = from * d; i < to; i++) {
    let sum = 0;
    let squares = 0;
    let top = 0;
    for (let j = 0; j < d; j++, at++) {
      const size = Math.abs(data[at]);
      sum += size;
      squares += size * size;
      if (size > top) top = size;
    }
    result[i - from] = norm === 'l1' ? sum : norm === 'max' ? top : euclidean(squares, top, data, at - d, d);
  }
  return result;
}

/** The square root of the sum of squares, rescaled where that sum over- or underflows. */
function euclidean(squares: number, top: number, data: Float64Array, at: number, d: number): number {
  if (squares > 1e-280 && squares < 1e300) return Math.sqrt(squares);
  if (top === 0) return 0;
  let sum = 0;
  for (let j = 0; j < d; j++) sum += (data[at + j] / top) ** 2;
  return top * Math.sqrt(sum);
}
