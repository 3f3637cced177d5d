import type { ColumnSet } from '../../core/columns.js';
import { describe, InvalidParameterError } from '../../core/errors.js';
import { asMatrix, type DataLike } from '../../core/input.js';
import type { Label } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { custom, declare, type ParamsOf, seed } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { readMixed } from '../base/mixed.js';
import type { Resampling } from '../base/resampling.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { type ClassCounts, codeOf, entriesOf, overStrategyParam } from '../base/sampling_strategy.js';

type Shrinkage = number | Readonly<Record<string, number>> | ReadonlyMap<Label, number>;

const declaration = declare('RandomOverSampler', {
  samplingStrategy: overStrategyParam(),
  randomState: seed(),
  shrinkage: custom<Shrinkage | null>(null, {
    doc: 'Scatter of the drawn rows (a smoothed bootstrap): one factor or one per class; null repeats rows as they are.',
    expected: 'a number >= 0, a record from class to a number >= 0, or null',
    accepts: (value) => value === null || isFactor(value) || isFactors(value),
    invalid: [-1, Number.NaN, 'auto', [1], { a: -1 }],
  }),
});

interface RandomOverSamplerModel {
  /** Factor of each class; null without scatter. */
  readonly shrinkage: Float64Array | null;
}

/**
 * Repeats random rows of the smaller classes, or scatters them (`shrinkage`: random over-sampling examples, ROSE).
 * X may hold text and missing values when rows are only repeated. O(n d). Reference: imbalanced-learn
 * RandomOverSampler (same rows for the same seed); Menardi and Torelli, DMKD 28 (2014) 92.
 *
 * @example
 * ```ts
 * const X = [[0], [1], [2], [3], [10]];
 * const { y, indices } = await new RandomOverSampler({ randomState: 0 }).fitResample(X, [0, 0, 0, 0, 1]);
 * y; // [0, 0, 0, 0, 1, 1, 1, 1]
 * indices; // 0, 1, 2, 3, 4 and three times 4
 * ```
 */
export class RandomOverSampler extends SamplerBase<
  typeof declaration,
  RandomOverSamplerModel,
  Matrix | ColumnSet
> {
  static readonly declaration = declaration;
  protected readonly kind = 'over';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    const repeats = this.params.shrinkage === null;
    return tags('sampler', { sampleWeight: true, text: repeats, allowNaN: repeats });
  }

  /** The factor of each class that was resampled; null without scatter. */
  get shrinkage(): ReadonlyMap<Label, number> | null {
    const { shrinkage, classes } = this.learned('shrinkage');
    if (!shrinkage) return null;
    return new Map(classes.map((label, c) => [label, shrinkage[c]] as const).filter(([, s]) => s >= 0));
  }

  protected override read(X: DataLike): Matrix | ColumnSet {
    const estimator = this.type;
    if (this.params.shrinkage !== null) return asMatrix(X, { estimator });
    return readMixed(X, { estimator, allowNaN: true });
  }

  protected async resample(
    data: SamplerData<Matrix | ColumnSet>,
    run: Run,
  ): Promise<{ rows: Resampling; model: RandomOverSamplerModel }> {
    const { X, codes, rows, amounts } = data;
    const n = codes.length;
    const random = RandomState.from(this.params.randomState);
    const shrinkage = this.factors(data);
    const total = amounts.reduce((sum, amount) => sum + Math.max(0, amount), 0);
    const order = new Int32Array(n + total);
    for (let i = 0; i < n; i++) order[i] = i;
    const made = shrinkage && X instanceof Matrix ? Matrix.zeros(total, X.columns) : undefined;
    let at = n;
    for (let c = 0; c < amounts.length; c++) {
      if (amounts[c] < 0) continue;
      await run.breathe();
      const members = rows[c];
      const drawn = random.choice(members.length, { size: amounts[c] });
      for (let i = 0; i < drawn.length; i++) order[at + i] = members[drawn[i]];
      if (made && shrinkage && X instanceof Matrix) {
        scatter(X, members, order.subarray(at, at + drawn.length), shrinkage[c], random, made, at - n);
      }
      at += drawn.length;
    }
    if (!made) return { rows: { order }, model: { shrinkage } };
    const from = order.slice(n);
    return {
      rows: { made: { cells: made, codes: from.map((i) => codes[i]), from } },
      model: { shrinkage },
    };
  }

  private factors({ classes, amounts }: SamplerData<Matrix | ColumnSet>): Float64Array | null {
    const { shrinkage } = this.params;
    if (shrinkage === null) return null;
    const result = new Float64Array(classes.length).fill(-1);
    if (typeof shrinkage === 'number') return result.map((_, c) => (amounts[c] >= 0 ? shrinkage : -1));
    for (const [label, factor] of entriesOf(shrinkage as ClassCounts))
      result[codeOf(label, { classes }, this.type, 'shrinkage')] = factor;
    const missing = classes.filter((_, c) => amounts[c] >= 0 && result[c] < 0);
    if (missing.length === 0) return result;
    throw new InvalidParameterError(
      `${this.type}: parameter 'shrinkage' must hold a factor for each class that is resampled, but lacks ${missing.map(describe).join(', ')}. Got ${describe(shrinkage)}. Add them, or pass one number.`,
      {
        estimator: this.type,
        parameter: 'shrinkage',
        received: describe(shrinkage),
        remedy: 'add the classes',
      },
    );
  }
}

/** Adds normal noise to the drawn rows: per column, `factor` times the bandwidth of a normal kernel estimate. */
function scatter(
  X: Matrix,
  members: Int32Array,
  drawn: Int32Array,
  factor: number,
  random: RandomState,
  made: Matrix,
  at: number,
): void {
  const d = X.columns;
  const width = (4 / ((d + 2) * X.rows)) ** (1 / (d + 4));
  const scale = deviations(X, members).map((deviation) => factor * width * deviation);
  for (let i = 0, to = at * d; i < drawn.length; i++) {
    for (let j = 0, k = drawn[i] * d; j < d; j++, k++)
      made.data[to++] = random.standardNormal() * scale[j] + X.data[k];
  }
}

/** Standard deviation of each column over some rows, by n. */
export function deviations({ data, columns: d }: Matrix, rows: Int32Array): Float64Array {
  const mean = new Float64Array(d);
  const result = new Float64Array(d);
  for (const i of rows) for (let j = 0; j < d; j++) mean[j] += data[i * d + j];
  for (let j = 0; j < d; j++) mean[j] /= rows.length;
  for (const i of rows) for (let j = 0; j < d; j++) result[j] += (data[i * d + j] - mean[j]) ** 2;
  return result.map((sum) => Math.sqrt(sum / rows.length));
}

function isFactor(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value);
}

function isFactors(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || ArrayBuffer.isView(value))
    return false;
  return entriesOf(value as ClassCounts).every(([, factor]) => isFactor(factor));
}
