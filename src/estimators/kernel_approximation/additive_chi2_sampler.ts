import { InvalidParameterError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import { declare, int, nullable, type ParamsOf, real } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { TransformerBase, type TransformerData } from '../base/index.js';

const declaration = declare('AdditiveChi2Sampler', {
  sampleSteps: int(2, { min: 1, doc: 'Frequencies to sample: each column becomes 2 sampleSteps - 1.' }),
  sampleInterval: nullable(
    real(0.5, {
      min: 0,
      exclusiveMin: true,
      doc: 'Distance of the frequencies; null takes the best for up to 3 steps.',
    }),
  ),
});

const BEST_INTERVAL = [0, 0.8, 0.5, 0.4];

type Model = Readonly<Record<string, never>>;

/**
 * Features whose inner products are close to the additive chi-squared kernel, for histograms. O(n d steps).
 * Reference: Vedaldi, Zisserman (2012); scikit-learn AdditiveChi2Sampler.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * (await new AdditiveChi2Sampler().fitTransform(data)).columns; // 12
 * ```
 */
export class AdditiveChi2Sampler extends TransformerBase<typeof declaration, Model> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer', { positiveOnly: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train(_data: TransformerData, run: Run): Promise<Model> {
    this.interval();
    await run.step(1, 1, 'pass');
    return {};
  }

  protected async transformMatrix(X: Matrix, _model: Model, run: Run): Promise<Matrix> {
    const { rows: n, columns: d, data } = X;
    const interval = this.interval();
    const steps = this.params.sampleSteps;
    const width = d * (2 * steps - 1);
    const result = Matrix.zeros(n, width);
    const out = result.data;
    const sizes = Float64Array.from({ length: steps }, (_, j) => 1 / Math.cosh(Math.PI * j * interval));
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < d; c++) {
        const x = data[i * d + c];
        if (x === 0) continue;
        const at = i * width + c;
        out[at] = Math.sqrt(x * interval);
        const angle = interval * Math.log(x);
        for (let j = 1; j < steps; j++) {
          const size = Math.sqrt(2 * x * interval * sizes[j]);
          out[at + (2 * j - 1) * d] = size * Math.cos(j * angle);
          out[at + 2 * j * d] = size * Math.sin(j * angle);
        }
      }
      if (i % 1000 === 999) await run.step(i + 1, n, 'rows');
    }
    return result;
  }

  protected override featureNamesOut(input: readonly string[]): string[] {
    const prefix = this.type.toLowerCase();
    const names = input.map((name) => `${prefix}_${name}_sqrt`);
    for (let j = 1; j < this.params.sampleSteps; j++) {
      names.push(...input.map((name) => `${prefix}_${name}_cos${j}`));
      names.push(...input.map((name) => `${prefix}_${name}_sin${j}`));
    }
    return names;
  }

  protected override checkX(X: unknown, member: string): Matrix {
    const matrix = super.checkX(X, member);
    this.checkFitX(matrix); // refuses negative values
    return matrix;
  }

  private interval(): number {
    const { sampleInterval, sampleSteps } = this.params;
    if (sampleInterval !== null) return sampleInterval;
    if (sampleSteps < BEST_INTERVAL.length) return BEST_INTERVAL[sampleSteps];
    throw new InvalidParameterError(
      `${this.type}: with more than 3 sampleSteps there is no best sampleInterval. Got ${sampleSteps} steps. Pass sampleInterval.`,
      { estimator: this.type, parameter: 'sampleInterval', remedy: 'pass sampleInterval' },
    );
  }
}
