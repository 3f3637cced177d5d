import { describe, InvalidInputError } from '../../core/errors.js';
import { decodeLabels } from '../../core/labels.js';
import { custom, declare, type ParamsOf, real, seed } from '../../core/params.js';
import { type Estimator, hasMethod, isEstimator } from '../../core/protocol.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { SVC } from '../../estimators/svm/index.js';
import { neighborsParam, requireRows } from '../base/neighbors.js';
import type { Resampling } from '../base/resampling.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { overStrategyParam } from '../base/sampling_strategy.js';
import { generators } from '../base/seeds.js';
import { foreignNeighbors } from './borderline_smote.js';
import { type Batch, drawBatch, withSynthetic } from './interpolate.js';
import { sameClassPairs } from './smote.js';

const declaration = declare('SVMSMOTE', {
  samplingStrategy: overStrategyParam(),
  randomState: seed(),
  kNeighbors: neighborsParam(5, 'Neighbours among which the other end of a synthetic row is drawn.'),
  mNeighbors: neighborsParam(10, 'Neighbours of any class that tell whether a support vector is in danger.'),
  svmEstimator: custom<Estimator | null>(null, {
    doc: 'Machine whose support vectors mark the border; null is SVC().',
    expected: 'a support vector classifier with support, or null',
    accepts: (value) =>
      value === null || (isEstimator(value) && hasMethod(value, 'predict') && 'support' in value),
    invalid: [3, 'svc', {}],
  }),
  outStep: real(0.5, { min: 0, max: 1, doc: 'How far rows are made outwards from safe support vectors.' }),
});

/**
 * SMOTE from the support vectors of a machine: inwards from those in danger (half or more of their neighbours in
 * other classes), outwards from safe ones; noise (no neighbour of the class) is left out. Costs one fit of the
 * machine. Reference: imbalanced-learn SVMSMOTE (same rows for the same seed and support vectors); Nguyen, Cooper
 * and Kamei, IJKESDP 3 (2011) 4.
 *
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 200, weights: [0.8], randomState: 1 });
 * const { y } = await new SVMSMOTE({ randomState: 0 }).fitResample(data, target);
 * y.length > 200; // true
 * ```
 */
export class SVMSMOTE extends SamplerBase<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly kind = 'over';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async resample(data: SamplerData, run: Run): Promise<{ rows: Resampling; model: object }> {
    const { X, codes, rows, amounts, classes } = data;
    const { kNeighbors, mNeighbors, outStep, randomState } = this.params;
    const random = RandomState.from(randomState);
    const next = randomState === null ? () => random : generators(randomState);
    const batches: Batch[] = [];
    const support = amounts.some((amount) => amount > 0)
      ? await this.supportOf(data, run)
      : new Int32Array(0);
    for (let code = 0; code < amounts.length; code++) {
      if (amounts[code] <= 0) continue;
      await run.step(code, amounts.length, 'class');
      requireRows(X.rows, mNeighbors, 'mNeighbors', this.type);
      const own = support.filter((row) => codes[row] === code);
      const { k, others } = await foreignNeighbors(X, codes, own, code, mNeighbors, run);
      const position = new Map(Array.from(rows[code], (row, i) => [row, i]));
      const pick = (keep: (foreign: number) => boolean): Int32Array =>
        own.filter((_, i) => keep(others[i])).map((row) => position.get(row) as number);
      const danger = pick((foreign) => foreign >= k / 2 && foreign < k);
      const safe = pick((foreign) => foreign < k / 2);
      const inwards = Math.trunc(random.beta(10, 10) * (amounts[code] + 1));
      if (danger.length + safe.length === 0) {
        const message = `every support vector of class ${describe(classes[code])} is noise (no neighbour of its class), so that no row is made. Use SMOTE, or raise mNeighbors.`;
        warn(new DataWarning(message, this.type));
      }
      for (const [from, size, step] of [
        [danger, inwards, 1],
        [safe, amounts[code] - inwards, -outStep],
      ] as const) {
        if (from.length === 0) continue;
        const pairs = await sameClassPairs(data, code, kNeighbors, run, from);
        batches.push(drawBatch(code, pairs, size, next(), step));
      }
    }
    return { rows: withSynthetic(X, batches), model: {} };
  }

  /** The rows of X that are support vectors. */
  private async supportOf({ X, codes, classes }: SamplerData, run: Run): Promise<Int32Array> {
    const { svmEstimator } = this.params;
    const machine = svmEstimator ? svmEstimator.with({}) : new SVC();
    await machine.fit(X, decodeLabels(codes, classes), run.inner());
    const { support } = machine as unknown as { support?: Int32Array };
    if (support) return Int32Array.from(support);
    throw new InvalidInputError(
      `${this.type}: parameter 'svmEstimator' must tell its support vectors. Got ${machine.type} without support. Pass an SVC.`,
      { estimator: this.type, parameter: 'svmEstimator', received: machine.type, remedy: 'pass an SVC' },
    );
  }
}
