import { Matrix } from '../../core/matrix.js';
import { custom, declare, type ParamsOf } from '../../core/params.js';
import { type RandomState, sampleWithoutReplacement } from '../../core/random.js';
import { type ProjectionModel, RandomProjectionBase, shared } from './random_projection_base.js';

const declaration = declare('SparseRandomProjection', {
  ...shared,
  density: custom<number | 'auto'>('auto', {
    doc: "Share of values that are not zero; 'auto' takes 1 / sqrt(columns).",
    expected: "a number in (0, 1], or 'auto'",
    accepts: (value) => value === 'auto' || (typeof value === 'number' && value > 0 && value <= 1),
    invalid: [0, 1.5, 'thin', null],
  }),
});

type SparseModel = ProjectionModel & { readonly density: number };

/**
 * Projects on random directions of few values, all of one size: as good as normal ones, quicker to draw. The matrix is
 * held dense. Transform is O(n d k). Reference: Li, Hastie, Church (2006); scikit-learn SparseRandomProjection.
 *
 * @example
 * ```ts
 * const { data } = await loadDigits();
 * const projection = new SparseRandomProjection({ nComponents: 10, randomState: 0 });
 * (await projection.fitTransform(data)).columns; // 10
 * ```
 */
export class SparseRandomProjection extends RandomProjectionBase<typeof declaration, SparseModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected draw(k: number, d: number, random: RandomState): { components: Matrix; density: number } {
    const density = this.params.density === 'auto' ? 1 / Math.sqrt(d) : this.params.density;
    if (density === 1) {
      const signs = random.binomial(1, 0.5, k * d);
      const size = 1 / Math.sqrt(k);
      return {
        components: Matrix.of(
          signs.map((sign) => size * (2 * sign - 1)),
          d,
        ),
        density,
      };
    }
    const columns: Float64Array[] = [];
    for (let i = 0; i < k; i++) {
      columns.push(sampleWithoutReplacement(d, random.binomial(d, density), { randomState: random }));
    }
    const count = columns.reduce((sum, row) => sum + row.length, 0);
    const signs = random.binomial(1, 0.5, count);
    const size = Math.sqrt(1 / density) / Math.sqrt(k);
    const components = Matrix.zeros(k, d);
    let at = 0;
    columns.forEach((row, i) => {
      for (const j of row) components.data[i * d + j] = size * (2 * signs[at++] - 1);
    });
    return { components, density };
  }

  /** Share of values that are not zero, as drawn. */
  get density(): number {
    return this.learned('density').density;
  }
}
