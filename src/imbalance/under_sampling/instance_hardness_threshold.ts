import { deepParams } from '../../core/children.js';
import { describe, InvalidInputError } from '../../core/errors.js';
import { custom, declare, int, jobs, type ParamsOf, seed } from '../../core/params.js';
import { type Estimator, hasMethod, isEstimator } from '../../core/protocol.js';
import { RandomState } from '../../core/random.js';
import { resolveEstimator } from '../../core/registry.js';
import type { Run } from '../../core/run.js';
import { crossValPredict, StratifiedKFold } from '../../model_selection/index.js';
import { sortedQuantile } from '../../preprocessing/percentile.js';
import type { Resampling } from '../base/resampling.js';
import { concatRows } from '../base/rows.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { underStrategyParam } from '../base/sampling_strategy.js';

const declaration = declare('InstanceHardnessThreshold', {
  estimator: custom<Estimator | null>(null, {
    doc: 'Classifier with probabilities that judges how hard rows are; null takes a random forest of 100 trees.',
    expected: 'a classifier with predictProba, or null',
    accepts: (value) => value === null || (isEstimator(value) && hasMethod(value, 'predictProba')),
    invalid: [3, 'forest', {}],
  }),
  samplingStrategy: underStrategyParam(),
  randomState: seed(),
  cv: int(5, { min: 2, doc: 'Folds of the cross-validation.' }),
  nJobs: jobs(),
});

/**
 * Keeps the rows of larger classes that a classifier, in cross-validation, gives the highest probability of their
 * own class. Costs `cv` fits. The number kept is the one asked for up to ties. Reference: imbalanced-learn
 * InstanceHardnessThreshold (same rows for the same seed and probabilities); Smith, Martinez and Giraud-Carrier,
 * Machine Learning 95 (2014) 225.
 *
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 300, weights: [0.8], randomState: 1 });
 * const sampler = new InstanceHardnessThreshold({ estimator: new GaussianNB(), randomState: 0 });
 * (await sampler.fitResample(data, target)).y.length < 200; // true
 * ```
 */
export class InstanceHardnessThreshold extends SamplerBase<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly kind = 'under';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async resample(data: SamplerData, run: Run): Promise<{ rows: Resampling; model: object }> {
    const { X, codes, rows, amounts, counts, classes } = data;
    const { cv, nJobs, randomState } = this.params;
    const small = counts.findIndex((count) => count < cv);
    if (small >= 0) {
      throw new InvalidInputError(
        `${this.type}: class ${describe(classes[small])} is too small for cv = ${cv}. Got ${counts[small]} row(s). Lower cv to at most ${counts[small]}, or pass more rows.`,
        { estimator: this.type, parameter: 'cv', received: `${counts[small]} rows`, remedy: 'lower cv' },
      );
    }
    const random = RandomState.from(randomState);
    const judge = await this.judge(random);
    const folds = new StratifiedKFold({ nSplits: cv, shuffle: true, randomState: random });
    const proba = await crossValPredict(judge, X, codes, {
      cv: folds,
      nJobs,
      method: 'predictProba',
      ...run.inner(),
      ...(data.sampleWeight && judge.tags.sampleWeight ? { sampleWeight: data.sampleWeight } : {}),
    });
    const kept = rows.map((members, c) => {
      if (amounts[c] < 0) return members;
      const own = Float64Array.from(members, (row) => proba.get(row, c));
      const threshold = sortedQuantile(own.slice().sort(), ((1 - amounts[c] / counts[c]) * 100) / 100);
      return members.filter((_, i) => own[i] >= threshold);
    });
    return { rows: { order: concatRows(kept) }, model: {} };
  }

  /** The judging classifier; a given one gets its seeds drawn, in the order of the names of its parameters. */
  private async judge(random: RandomState): Promise<Estimator> {
    const { estimator, randomState, nJobs } = this.params;
    if (estimator === null) {
      const Forest = await resolveEstimator('RandomForestClassifier');
      return Forest.fromParams({ nEstimators: 100, randomState, nJobs });
    }
    const seeds = Object.keys(deepParams(estimator))
      .filter((name) => name === 'randomState' || name.endsWith('__randomState'))
      .sort()
      .map((name) => [name, random.nextSeed()] as const);
    return estimator.with(Object.fromEntries(seeds));
  }
}
