import type { DataLike } from '../core/input.js';
import type { Label } from '../core/labels.js';
import { Matrix } from '../core/matrix.js';
import { bool, custom, type Declaration, int, oneOf, type ParamSpecs, real, seed } from '../core/params.js';
import { type Estimator, isEstimator } from '../core/protocol.js';
import { Run, type RunOptions } from '../core/run.js';
import { type Tags, tags } from '../core/tags.js';
import { argmaxRows } from '../estimators/base/index.js';
import { memberTags } from '../meta/base/data.js';
import { memberProba } from '../meta/base/member_outputs.js';
import { MetaClassifierBase } from '../meta/base/meta_classifier.js';
import { type ClassScoring, classScores } from './class_scores.js';
import { type ConfidenceOptions, missRate, warnFew } from './confidence.js';

/** Parameters that all conformal classifiers have. */
export const conformalClassifierSpecs = {
  estimator: custom<Estimator>(undefined as unknown as Estimator, {
    doc: 'The classifier with probabilities whose predictions become sets.',
    expected: 'a classifier',
    accepts: isEstimator,
    invalid: ['svc', 3, {}],
  }),
  score: oneOf(['lac', 'aps', 'raps'], 'lac', {
    doc: "'lac' gives the smallest sets on average, 'aps' sets that widen where the row is hard, 'raps' those without long tails of classes.",
  }),
  classConditional: bool(false, {
    doc: 'Vouch for every class by itself, so that a rare class is not sacrificed to the common one.',
  }),
  penalty: real(0.01, { min: 0, doc: "Cost of each rank beyond `freeRanks` ('raps')." }),
  freeRanks: int(1, { min: 0, doc: "Ranks that cost nothing ('raps')." }),
  randomized: bool(false, {
    doc: "Let 'aps' and 'raps' keep the least probable class of a set by chance, so that sets are no larger than they must be.",
  }),
  randomState: seed(),
} satisfies ParamSpecs;

/** A classifier with the scores, ascending, of rows that it did not learn from. */
export interface CalibratedScores {
  readonly estimator: Estimator;
  /** One list, or one per class when `classConditional`. */
  readonly scores: readonly Float64Array[];
}

/** What a conformal classifier has learned. */
export interface ConformalClassifierModel {
  readonly members: readonly CalibratedScores[];
  /** Seed of the draws, when they are randomized. */
  readonly seed: number;
  readonly [key: string]: unknown;
}

interface Shared {
  readonly estimator: Estimator;
  readonly score: 'lac' | 'aps' | 'raps';
  readonly classConditional: boolean;
  readonly penalty: number;
  readonly freeRanks: number;
  readonly randomized: boolean;
}

/** What conformal classifiers share: p-values, sets, and predictions of the mean probabilities. */
export abstract class ConformalClassifierBase<D extends Declaration> extends MetaClassifierBase<
  D,
  ConformalClassifierModel
> {
  protected get shared(): Shared {
    return this.params as unknown as Shared;
  }

  override get tags(): Tags {
    return tags('classifier', memberTags([this.shared.estimator.tags]));
  }

  protected override weightedMembers(): readonly Estimator[] {
    return [this.shared.estimator];
  }

  protected async predictCodes(X: DataLike, run: Run): Promise<ArrayLike<number>> {
    return argmaxRows(await this.meanProba(X, run));
  }

  /** Probabilities of the classifier (the mean over folds, where there are several): n x k, not calibrated. */
  async predictProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.meanProba(this.checkData(X, 'predictProba'), new Run(this.type, options));
  }

  /**
   * For each row and class the share of calibration rows that fit their class as badly or worse, n x k: the p-value
   * of the row being of the class. A class belongs to the set of confidence c when its value is above 1 - c.
   */
  async predictPValues(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    const data = this.checkData(X, 'predictPValues');
    const run = new Run(this.type, options);
    const { members, seed: drawn } = this.learned('predictPValues');
    const k = this.classes.length;
    let result: Float64Array | undefined;
    const totals = new Float64Array(k).fill(1);
    for (const { estimator, scores } of members) {
      const proba = await memberProba(estimator, data, this.classes, run.inner(), this.type);
      const own = classScores(proba, this.scoring(drawn));
      result ??= new Float64Array(own.length).fill(1);
      for (let c = 0; c < k; c++) {
        const list = scores.length === 1 ? scores[0] : scores[c];
        totals[c] += list.length;
        for (let at = c; at < own.length; at += k) result[at] += list.length - countBelow(list, own[at]);
      }
      await run.breathe();
    }
    const values = result as Float64Array;
    for (let at = 0; at < values.length; at++) values[at] /= totals[at % k];
    return Matrix.of(values, k);
  }

  /**
   * For each row the labels that cannot be ruled out: of new rows like those of `fit`, the share `confidence` or
   * more have their true label in the set. A set may be empty (the row is like nothing seen) or hold several.
   */
  async predictSet<L extends Label = Label>(X: DataLike, options: ConfidenceOptions = {}): Promise<L[][]> {
    const alpha = missRate(options, this.type);
    const p = await this.predictPValues(X, { signal: options.signal, onProgress: options.onProgress });
    const { classes } = this;
    this.warnFewRows(alpha);
    // A share of exactly alpha is still ruled out; rounding must not bring it back.
    const limit = alpha * (1 + 1e-12);
    return Array.from({ length: p.rows }, (_, i) => classes.filter((_, c) => p.get(i, c) > limit) as L[]);
  }

  /** Scores of rows that a fitted classifier has not learned from: in one list, or by class. */
  protected calibrationScores(proba: Matrix, codes: Int32Array, drawn: number): Float64Array[] {
    const k = proba.columns;
    const all = classScores(proba, this.scoring(drawn));
    const lists: number[][] = Array.from({ length: this.shared.classConditional ? k : 1 }, () => []);
    for (let i = 0; i < codes.length; i++) {
      lists[this.shared.classConditional ? codes[i] : 0].push(all[i * k + codes[i]]);
    }
    return lists.map((list) => Float64Array.from(list).sort());
  }

  private scoring(drawn: number): ClassScoring {
    const { score, penalty, freeRanks, randomized } = this.shared;
    return { kind: score, penalty, freeRanks, randomized, seed: drawn };
  }

  private warnFewRows(alpha: number): void {
    const { members } = this.learned('predictSet');
    for (let list = 0; list < members[0].scores.length; list++) {
      const n = members.reduce((sum, { scores }) => sum + scores[list].length, 0);
      if (1 / (n + 1) > alpha) {
        warnFew(n, alpha, this.type);
        return;
      }
    }
  }

  private async meanProba(X: DataLike, run: Run): Promise<Matrix> {
    const { members } = this.learned('predictProba');
    let sum: Float64Array | undefined;
    for (const { estimator } of members) {
      const { data } = await memberProba(estimator, X, this.classes, run.inner(), this.type);
      sum ??= new Float64Array(data.length);
      for (let i = 0; i < data.length; i++) sum[i] += data[i] / members.length;
      await run.breathe();
    }
    return Matrix.of(sum as Float64Array, this.classes.length);
  }
}

/** How many values of an ascending list are below `value`. O(log n). */
function countBelow(list: Float64Array, value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
