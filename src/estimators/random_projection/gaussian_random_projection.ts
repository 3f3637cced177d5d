import { Matrix } from '../../core/matrix.js';
import { declare, type ParamsOf } from '../../core/params.js';
import type { RandomState } from '../../core/random.js';
import { type ProjectionModel, RandomProjectionBase, shared } from './random_projection_base.js';

const declaration = declare('GaussianRandomProjection', shared);

/**
 * Projects on random normal directions, which keeps distances roughly. Use it to compress very many columns without
 * looking at the data. Transform is O(n d k). Reference: scikit-learn GaussianRandomProjection.
 *
 * @example
 * ```ts
 * const { data } = await loadDigits();
 * const projection = new GaussianRandomProjection({ nComponents: 10, randomState: 0 });
 * (await projection.fitTransform(data)).columns; // 10
 * ```
 */
export class GaussianRandomProjection extends RandomProjectionBase<typeof declaration, ProjectionModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected draw(k: number, d: number, random: RandomState): { components: Matrix } {
    return { components: Matrix.of(random.normal(0, 1 / Math.sqrt(k), k * d), d) };
  }
}
