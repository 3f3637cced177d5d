import { Matrix } from '../../core/matrix.js';
import { custom, declare, int, type ParamsOf, seed } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { TransformerBase, type TransformerData } from '../base/index.js';
import { prefixedNames } from '../decomposition/names.js';
import { type RandomFeatures, randomCosines } from './cosines.js';

const declaration = declare('RBFSampler', {
  gamma: custom<number | 'scale'>(1, {
    doc: "Coefficient of the kernel; 'scale' takes 1 / (columns * variance of X).",
    expected: "a number >= 0, or 'scale'",
    accepts: (value) => value === 'scale' || (typeof value === 'number' && value >= 0 && value < Infinity),
    invalid: [-1, 'auto', null, Number.NaN],
  }),
  nComponents: int(100, { min: 1, doc: 'How many random features.' }),
  randomState: seed(),
});

/**
 * Random Fourier features: their inner products are close to the RBF kernel, so that a linear machine on them does a
 * kernel machine's work on many rows. Transform is O(n d k).
 * Reference: Rahimi, Recht (2007); scikit-learn RBFSampler.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * (await new RBFSampler({ gamma: 0.5, randomState: 0 }).fitTransform(data)).columns; // 100
 * ```
 */
export class RBFSampler extends TransformerBase<typeof declaration, RandomFeatures> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X }: TransformerData, run: Run): Promise<RandomFeatures> {
    const random = RandomState.from(this.params.randomState);
    const { columns: d, data } = X;
    const { nComponents: k } = this.params;
    await run.step(0, 1, 'draws');
    const gamma = this.params.gamma === 'scale' ? 1 / (d * varianceOf(data) || 1) : this.params.gamma;
    const size = Math.sqrt(2 * gamma);
    const weights = random.standardNormal(d * k).map((value) => value * size);
    return { randomWeights: Matrix.of(weights, k), randomOffset: random.uniform(0, 2 * Math.PI, k) };
  }

  protected transformMatrix(X: Matrix, model: RandomFeatures, run: Run): Promise<Matrix> {
    return randomCosines(X, model, run);
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

function varianceOf(data: Float64Array): number {
  const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
  return data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length;
}
