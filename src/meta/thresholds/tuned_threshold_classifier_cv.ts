import { InvalidInputError, InvalidParameterError, NotFittedError } from '../../core/errors.js';
import type { DataLike } from '../../core/input.js';
import type { ParamMap } from '../../core/param_map.js';
import { bool, custom, declare, jobs, type ParamsOf, resolveParams, seed } from '../../core/params.js';
import { type Estimator, isEstimator } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { takeRows } from '../../core/take.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { polylineAt } from '../../kernels/isotonic.js';
import type { CvLike } from '../../model_selection/check_cv.js';
import { splitAll } from '../../model_selection/cross_validate.js';
import { StratifiedShuffleSplit } from '../../model_selection/splitters/index.js';
import { fitMembers } from '../base/fit_members.js';
import type { MetaClassifierData } from '../base/meta_classifier.js';
import { checkRole, type WithMember } from '../base/one_member.js';
import {
  completenessOf,
  contaminationOf,
  countsAt,
  gainOf,
  isConstraint,
  isObjective,
  scoreLabels,
  type ThresholdObjective,
} from './objective.js';
import { codesAbove, positiveCode, positiveScores, requireTwoClasses, thresholdSpecs } from './positive.js';
import { ThresholdBase } from './threshold_base.js';

/** How the rows for tuning are found. */
export type ThresholdCv = CvLike | 'prefit';

const declaration = declare('TunedThresholdClassifierCV', {
  estimator: custom<Estimator>(undefined as unknown as Estimator, {
    doc: 'The classifier of two classes whose decision is moved.',
    expected: 'a classifier',
    accepts: isEstimator,
    invalid: ['svc', 3, {}],
  }),
  scoring: custom<ThresholdObjective>('balanced_accuracy', {
    doc: "What decides: a scorer of labels, { costs: { falsePositive, falseNegative } }, { maximize: 'completeness', contaminationAtMost } or { minimize: 'contamination', completenessAtLeast }.",
    expected: 'the name of a scorer, a scorer, costs, or a constraint',
    accepts: isObjective,
    invalid: [3, { costs: {} }, { maximize: 'purity' }],
  }),
  ...thresholdSpecs,
  thresholds: custom<number | readonly number[]>(100, {
    doc: 'How many thresholds between the least and the largest score to try, or the thresholds themselves.',
    expected: 'an integer >= 1 or a list of numbers',
    accepts: (value) =>
      Array.isArray(value)
        ? value.length > 0 && value.every((t) => Number.isFinite(t))
        : Number.isInteger(value) && (value as number) >= 1,
    invalid: [0, 2.5, [], ['a']],
  }),
  cv: custom<ThresholdCv | null>(null, {
    doc: "Number of folds (null: 5), the share of rows to hold out once, a splitter, a list of { train, test }, or 'prefit' for a fitted classifier and rows that it has not seen.",
    expected:
      "an integer >= 2, a share between 0 and 1, a splitter, a list of { train, test }, 'prefit' or null",
    accepts: (value) =>
      value === null ||
      value === 'prefit' ||
      (typeof value === 'number'
        ? (Number.isInteger(value) && value >= 2) || (value > 0 && value < 1)
        : typeof value === 'object'),
    invalid: [1, 2.5, 'five'],
  }),
  refit: bool(true, { doc: 'Fit the classifier on all rows afterwards; false keeps that of the only fold.' }),
  nJobs: jobs(),
  randomState: seed(),
  storeCvResults: bool(false, { doc: 'Keep the thresholds that were tried with their scores.' }),
});

type Params = ParamsOf<typeof declaration>;

interface TunedThresholdModel {
  readonly estimator: Estimator;
  readonly bestThreshold: number;
  readonly bestScore: number;
  readonly cvResults: { readonly thresholds: Float64Array; readonly scores: Float64Array } | null;
}

/** Scores of rows that their classifier has not learned from. */
interface HeldOut {
  readonly rows: Int32Array;
  readonly scores: Float64Array;
}

/**
 * Finds the threshold of a classifier of two classes that does best on rows held out in cross-validation: by any
 * score of labels, by the costs of errors, or as the highest completeness within a given contamination. Then fits
 * the classifier on all rows. Probabilities stay as they are; only `predict` moves.
 *
 * Costs a fit per fold and one more. With a scorer, every fold's curve is interpolated and averaged, as in
 * scikit-learn; costs and constraints count the held-out rows of all folds together. Reference: scikit-learn
 * TunedThresholdClassifierCV.
 *
 * @throws InvalidInputError for more than two classes or scores that are all equal.
 * @example
 * ```ts
 * const { data, target } = await loadBreastCancer();
 * const tuned = new TunedThresholdClassifierCV({
 *   estimator: new GaussianNB(),
 *   scoring: { maximize: 'completeness', contaminationAtMost: 0.05 },
 * });
 * await tuned.fit(data, target);
 * tuned.bestScore; // 0.97: the completeness reached
 * ```
 */
export class TunedThresholdClassifierCV<E extends Estimator = Estimator> extends ThresholdBase<
  typeof declaration,
  TunedThresholdModel
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(params: Partial<WithMember<Params, E>> & { readonly estimator: E }) {
    super(declaration, params);
    checkRole(this.params.estimator, ['classifier'], this.type);
    const { cv, refit } = this.params;
    if (cv === 'prefit' && refit) throw this.refuseRefit("false with cv: 'prefit', which fits nothing", true);
  }

  static override fromParams(params: object): TunedThresholdClassifierCV {
    return new TunedThresholdClassifierCV(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `estimator__param` reaches into the classifier. */
  override with(overrides: Partial<ParamMap<TunedThresholdClassifierCV<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  protected wrapped(): Estimator {
    return this.params.estimator;
  }

  protected async train(data: MetaClassifierData, run: Run): Promise<TunedThresholdModel> {
    requireTwoClasses(data.classes, this.type);
    const positive = positiveCode(data.classes, this.params.posLabel, this.type);
    const { estimator, parts } = await this.heldOut(data, positive, run);
    const { thresholds, scores, best } = await this.choose(data, parts, positive, run);
    return {
      estimator,
      bestThreshold: thresholds[best],
      bestScore: scores[best],
      cvResults: this.params.storeCvResults ? { thresholds, scores } : null,
    };
  }

  protected async predictCodes(X: DataLike, run: Run): Promise<ArrayLike<number>> {
    const { estimator, bestThreshold } = this.learned('predict');
    const positive = positiveCode(this.classes, this.params.posLabel, this.type);
    const { responseMethod } = this.params;
    const scores = await positiveScores(estimator, X, responseMethod, positive, run.inner(), this.type);
    return codesAbove(scores, bestThreshold, positive);
  }

  /** The fitted classifier. */
  get estimator(): E {
    return this.learned('estimator').estimator as E;
  }

  /** Scores from here on are the positive class. */
  get bestThreshold(): number {
    return this.learned('bestThreshold').bestThreshold;
  }

  /** What the threshold scored on held-out rows: the score, minus the mean cost, or the share that was optimised. */
  get bestScore(): number {
    return this.learned('bestScore').bestScore;
  }

  /** The thresholds that were tried with their scores; null without `storeCvResults`. */
  get cvResults(): { readonly thresholds: Float64Array; readonly scores: Float64Array } | null {
    return this.learned('cvResults').cvResults;
  }

  private async heldOut(
    data: MetaClassifierData,
    positive: number,
    run: Run,
  ): Promise<{ estimator: Estimator; parts: HeldOut[] }> {
    const { estimator, cv, refit, nJobs, randomState, responseMethod } = this.params;
    const { X, y, sampleWeight } = data;
    const ask = (member: Estimator, part: DataLike): Promise<Float64Array> =>
      positiveScores(member, part, responseMethod, positive, run.inner(), this.type);
    if (cv === 'prefit') {
      if (!estimator.isFitted) {
        throw new NotFittedError(estimator.type, "cv: 'prefit'");
      }
      await run.step(0, 1, 'scores');
      const rows = Int32Array.from({ length: data.rows }, (_, i) => i);
      return { estimator, parts: [{ rows, scores: await ask(estimator, X) }] };
    }
    const once = typeof cv === 'number' && cv < 1;
    const splitter = once
      ? new StratifiedShuffleSplit({ nSplits: 1, testSize: cv as number, randomState })
      : (cv as CvLike | null);
    const folds = splitAll(this, X, y, { cv: splitter ?? undefined });
    if (!refit && folds.length > 1) throw this.refuseRefit(`true with ${folds.length} folds`, refit);
    const fits = [
      ...folds.map(({ train }) => ({ estimator: estimator as Estimator, rows: train })),
      ...(refit ? [{ estimator: estimator as Estimator }] : []),
    ];
    const fitted = await fitMembers(fits, { X, y, sampleWeight }, { nJobs, run, what: 'fold' });
    const parts: HeldOut[] = [];
    for (const [i, { test }] of folds.entries()) {
      parts.push({ rows: test, scores: await ask(fitted[i], takeRows(X, test)) });
      await run.breathe();
    }
    return { estimator: fitted[fitted.length - 1], parts };
  }

  private async choose(
    data: MetaClassifierData,
    parts: readonly HeldOut[],
    positive: number,
    run: Run,
  ): Promise<{ thresholds: Float64Array; scores: Float64Array; best: number }> {
    const { scoring } = this.params;
    const grids = parts.map(({ scores }) => this.gridOf(scores));
    const least = Math.min(...grids.map((grid) => grid[0]));
    const largest = Math.max(...grids.map((grid) => grid[grid.length - 1]));
    const thresholds = this.grid(least, largest);
    if (typeof scoring === 'string' || 'score' in scoring) {
      const curves: Float64Array[] = [];
      for (const [i, { rows, scores }] of parts.entries()) {
        const [X, y] = [takeRows(data.X, rows), takeRows(data.y, rows)];
        const weight = data.sampleWeight && takeRows(data.sampleWeight, rows);
        const curve = new Float64Array(grids[i].length);
        for (let k = 0; k < curve.length; k++) {
          const codes = codesAbove(scores, grids[i][k], positive);
          const labels = Array.from(codes, (code) => data.classes[code]);
          curve[k] = await scoreLabels(scoring, X, y, labels, weight, this.type);
          if (run.due) await run.breathe();
        }
        curves.push(curve);
      }
      const scores = thresholds.map(
        (t) =>
          curves.reduce((sum, curve, i) => sum + polylineAt({ x: grids[i], y: curve }, t), 0) / curves.length,
      );
      return { thresholds, scores, best: scores.indexOf(Math.max(...scores)) };
    }
    const rows = Int32Array.from(parts.flatMap((part) => Array.from(part.rows)));
    const all = Float64Array.from(parts.flatMap((part) => Array.from(part.scores)));
    const isPositive = Uint8Array.from(rows, (row) => Number(data.codes[row] === positive));
    const weight = data.sampleWeight && takeRows(data.sampleWeight, rows);
    const counts = countsAt(all, isPositive, weight, thresholds);
    if (!isConstraint(scoring)) {
      const scores = Float64Array.from(counts, (count) => gainOf(scoring.costs, count));
      return { thresholds, scores, best: scores.indexOf(Math.max(...scores)) };
    }
    const completeness = Float64Array.from(counts, completenessOf);
    const contamination = Float64Array.from(counts, contaminationOf);
    // A threshold above all scores selects nothing, which is no answer to either question.
    const usable = Array.from(thresholds.keys()).filter((k) => counts[k].tp + counts[k].fp > 0);
    const better = (a: number, b: number): boolean =>
      'maximize' in scoring
        ? completeness[a] > completeness[b] ||
          (completeness[a] === completeness[b] && contamination[a] < contamination[b])
        : contamination[a] < contamination[b] ||
          (contamination[a] === contamination[b] && completeness[a] > completeness[b]);
    const within = usable.filter((k) =>
      'maximize' in scoring
        ? contamination[k] <= scoring.contaminationAtMost
        : completeness[k] >= scoring.completenessAtLeast,
    );
    const scores = 'maximize' in scoring ? completeness : contamination;
    if (within.length > 0) {
      return { thresholds, scores, best: within.reduce((a, b) => (better(b, a) ? b : a)) };
    }
    const closest =
      'maximize' in scoring
        ? usable.reduce((a, b) => (contamination[b] < contamination[a] ? b : a))
        : usable.reduce((a, b) => (completeness[b] > completeness[a] ? b : a));
    const [what, value] =
      'maximize' in scoring
        ? (['contamination', contamination[closest]] as const)
        : (['completeness', completeness[closest]] as const);
    warn(
      new DataWarning(
        `no threshold keeps the bound; the nearest reaches a ${what} of ${value.toPrecision(3)}`,
        this.type,
      ),
    );
    return { thresholds, scores, best: closest };
  }

  private gridOf(scores: Float64Array): Float64Array {
    let least = Number.POSITIVE_INFINITY;
    let largest = Number.NEGATIVE_INFINITY;
    for (const score of scores) {
      least = Math.min(least, score);
      largest = Math.max(largest, score);
    }
    const constant = Math.abs(largest - least) <= 1e-8 + 1e-5 * Math.abs(largest);
    if (typeof this.params.thresholds === 'number' && constant) {
      throw new InvalidInputError(
        `${this.type}: the classifier gives all held-out rows the same score (${least}), so no threshold can tell them apart. Use another classifier or other columns.`,
        { estimator: this.type, received: String(least), remedy: 'use another classifier' },
      );
    }
    return this.grid(least, largest);
  }

  private grid(least: number, largest: number): Float64Array {
    const { thresholds } = this.params;
    if (typeof thresholds !== 'number') return Float64Array.from(thresholds).sort();
    if (thresholds === 1) return Float64Array.of(least);
    const step = (largest - least) / (thresholds - 1);
    return Float64Array.from({ length: thresholds }, (_, k) =>
      k === thresholds - 1 ? largest : least + k * step,
    );
  }

  private refuseRefit(what: string, received: boolean): InvalidParameterError {
    return new InvalidParameterError(
      `${this.type}: parameter 'refit' must be ${what}. Got ${received}. Change refit or cv.`,
      { estimator: this.type, parameter: 'refit', received: String(received), remedy: 'change refit or cv' },
    );
  }
}
