import { inputError } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { declare, int, type ParamsOf, real, seed } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { TransformerBase, type TransformerData } from '../base/index.js';
import { prefixedNames } from '../decomposition/names.js';
import { type RandomFeatures, randomCosines } from './cosines.js';

const declaration = declare('SkewedChi2Sampler', {
  skewedness: real(1, { doc: 'Added to the values: all must then be positive.' }),
  nComponents: int(100, { min: 1, doc: 'How many random features.' }),
  randomState: seed(),
});

/**
 * Random features of the skewed chi-squared kernel, for histograms. Transform is O(n d k).
 * Reference: Li, Ionescu, Sminchisescu (2010); scikit-learn SkewedChi2Sampler.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * (await new SkewedChi2Sampler({ nComponents: 10, randomState: 0 }).fitTransform(data)).columns; // 10
 * ```
 */
export class SkewedChi2Sampler extends TransformerBase<typeof declaration, RandomFeatures> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X }: TransformerData, run: Run): Promise<RandomFeatures> {
    const random = RandomState.from(this.params.randomState);
    const { nComponents: k } = this.params;
    await run.step(0, 1, 'draws');
    const weights = random
      .uniform(0, 1, X.columns * k)
      .map((u) => Math.log(Math.tan((Math.PI / 2) * u)) / Math.PI);
    return { randomWeights: Matrix.of(weights, k), randomOffset: random.uniform(0, 2 * Math.PI, k) };
  }

  protected transformMatrix(X: Matrix, model: RandomFeatures, run: Run): Promise<Matrix> {
    const { skewedness } = this.params;
    const least = X.data.reduce((most, x) => Math.min(most, x), Number.POSITIVE_INFINITY);
    if (least <= -skewedness) {
      throw inputError(
        this.type,
        'X',
        `must be greater than ${-skewedness}`,
        String(least),
        'Raise skewedness.',
      );
    }
    const logs = Matrix.of(
      X.data.map((x) => Math.log(x + skewedness)),
      X.columns,
    );
    return randomCosines(logs, model, run);
  }

  protected override featureNamesOut(): string[] {
    return prefixedNames(this.type, this.params.nComponents);
  }

  /** Random directions: d x k. */
  get randomWeights(): Matrix {
    return this.learned('randomWeights').randomWeights;
  }

  /** Random phases: k. */
  get randomOffset(): Float64Array {
    return this.learned('randomOffset').randomOffset;
  }
}
