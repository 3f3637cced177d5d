import { Matrix } from '../core/matrix.js';
import { declare, type ParamsOf, real } from '../core/params.js';
import type { Run } from '../core/run.js';
import { tags } from '../core/tags.js';
import { inRowBlocks } from './row_blocks.js';
import { StatelessTransformer } from './stateless.js';

const declaration = declare('Binarizer', {
  threshold: real(0, { doc: 'Values greater than this become 1, the others 0.' }),
});

/**
 * Turns numbers into 1 (greater than the threshold) and 0. Learns nothing. O(n d). Reference: scikit-learn
 * Binarizer.
 *
 * @example
 * ```ts
 * const X = await new Binarizer({ threshold: 0.5 }).fitTransform([[0.2, 0.7]]);
 * X.to2DArray(); // [[0, 1]]
 * ```
 */
export class Binarizer extends StatelessTransformer<typeof declaration> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer', { stateless: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async transformMatrix(X: Matrix, _model: object, run: Run): Promise<Matrix> {
    const { threshold } = this.params;
    const { data, columns } = X;
    const out = new Float64Array(data.length);
    await inRowBlocks(X, run, (from, to) => {
      for (let at = from * columns; at < to * columns; at++) out[at] = data[at] > threshold ? 1 : 0;
    });
    return Matrix.of(out, columns);
  }
}
