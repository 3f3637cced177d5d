import { InvalidInputError } from '../core/errors.js';
import type { DataLike } from '../core/input.js';
import type { Label } from '../core/labels.js';
import { Matrix } from '../core/matrix.js';
import type { ParamMap } from '../core/param_map.js';
import { custom, declare, jobs, oneOf, type ParamsOf, resolveParams } from '../core/params.js';
import { type Estimator, hasMethod, isEstimator } from '../core/protocol.js';
import { Run, type RunOptions } from '../core/run.js';
import { type Tags, tags } from '../core/tags.js';
import { takeRows } from '../core/take.js';
import { argmaxRows } from '../estimators/base/index.js';
import { logRows } from '../estimators/base/probabilities.js';
import { LinearSVC } from '../estimators/svm/index.js';
import { memberTags } from '../meta/base/data.js';
import { fitMembers } from '../meta/base/fit_members.js';
import { classPlaces } from '../meta/base/member_outputs.js';
import { MetaClassifierBase, type MetaClassifierData } from '../meta/base/meta_classifier.js';
import { checkRole, type WithMember } from '../meta/base/one_member.js';
import type { CvLike } from '../model_selection/check_cv.js';
import { crossValPredict, splitAll } from '../model_selection/cross_validate.js';
import { type Calibrator, calibrate, fitIsotonic, fitSigmoid } from './calibrators.js';
import { scoresOf } from './scores.js';
import { fitTemperature, temperedProba, toLogits } from './temperature.js';

const declaration = declare('CalibratedClassifierCV', {
  estimator: custom<Estimator>(undefined as unknown as Estimator, {
    doc: 'The classifier whose decision values or probabilities are calibrated; LinearSVC unless given.',
    expected: 'a classifier',
    accepts: isEstimator,
    invalid: ['svc', 3, {}],
  }),
  method: oneOf(['sigmoid', 'isotonic', 'temperature'], 'sigmoid', {
    doc: "Platt's sigmoid, a free non-decreasing function (wants 1000 rows and more), or one temperature for all classes.",
  }),
  cv: custom<CvLike | null>(null, {
    doc: 'Number of folds, a splitter, or a list of { train, test }; null is 5 stratified folds.',
    expected: 'an integer >= 2, a splitter, a list of { train, test }, or null',
    accepts: (value) =>
      value === null ||
      (typeof value === 'number' ? Number.isInteger(value) && value >= 2 : typeof value === 'object'),
    invalid: [1, 2.5, 'prefit'],
  }),
  nJobs: jobs(),
  ensemble: custom<boolean | 'auto'>('auto', {
    doc: "true keeps one calibrated classifier per fold and averages them; false calibrates one classifier, fitted on all rows, by cross-validated scores; 'auto' is true unless the estimator is frozen.",
    expected: "true, false or 'auto'",
    accepts: (value) => typeof value === 'boolean' || value === 'auto',
    invalid: ['yes', 1],
  }),
});

type Params = ParamsOf<typeof declaration>;

/** A fitted classifier with what maps its scores to probabilities. */
interface CalibratedMember {
  readonly estimator: Estimator;
  /** One per score column; empty with method 'temperature'. */
  readonly calibrators: readonly Calibrator[];
  /** Inverse temperature; NaN with the other methods. */
  readonly beta: number;
}

interface CalibratedModel {
  readonly members: readonly CalibratedMember[];
}

/**
 * Probabilities that mean what they say: of the rows given 0.8, about 80 % are of the class. Use it for classifiers
 * without probabilities (SVM) or with distorted ones (naive Bayes, boosting, resampled training data). Wrap a fitted
 * classifier in FrozenEstimator to calibrate it on rows that it did not learn from.
 *
 * Costs one fit per fold, and one more with `ensemble: false`. Sample weights go to the classifier and to the
 * calibration. Reference: Platt (1999); Zadrozny & Elkan, KDD 2002; Guo et al., ICML 2017; scikit-learn
 * CalibratedClassifierCV.
 *
 * @throws InvalidInputError when a class has fewer rows than there are folds.
 * @example
 * ```ts
 * const { data, target } = await loadBreastCancer();
 * const calibrated = new CalibratedClassifierCV({ estimator: new GaussianNB(), method: 'isotonic', cv: 3 });
 * await calibrated.fit(data, target);
 * brierScoreLoss(target, (await calibrated.predictProba(data)).column(1)); // 0.04, against 0.05 without
 * ```
 */
export class CalibratedClassifierCV<E extends Estimator = LinearSVC> extends MetaClassifierBase<
  typeof declaration,
  CalibratedModel
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(params: Partial<WithMember<Params, E>> = {}) {
    const estimator = params?.estimator ?? new LinearSVC({ randomState: 0 });
    super(declaration, { ...params, estimator: estimator as E });
    checkRole(this.params.estimator, ['classifier'], this.type);
  }

  static override fromParams(params: object): CalibratedClassifierCV<Estimator> {
    return new CalibratedClassifierCV(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `estimator__param` reaches into the classifier. */
  override with(overrides: Partial<ParamMap<CalibratedClassifierCV<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    return tags('classifier', memberTags([this.params.estimator.tags]));
  }

  protected override weightedMembers(): readonly Estimator[] {
    return [this.params.estimator];
  }

  protected async train(data: MetaClassifierData, run: Run): Promise<CalibratedModel> {
    const { estimator, cv, ensemble } = this.params;
    this.checkFolds(data);
    const folds = splitAll(this, data.X, data.y, { cv: cv ?? undefined });
    const together = ensemble === 'auto' ? estimator.type !== 'FrozenEstimator' : ensemble;
    return {
      members: together ? await this.perFold(data, folds, run) : [await this.onAll(data, folds, run)],
    };
  }

  protected async predictCodes(X: DataLike, run: Run): Promise<ArrayLike<number>> {
    return argmaxRows(await this.meanProba(X, run));
  }

  /** Calibrated probabilities, the mean over the members: n x k. */
  async predictProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.meanProba(this.checkData(X, 'predictProba'), new Run(this.type, options));
  }

  /** Logarithms of the calibrated probabilities: n x k. */
  async predictLogProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return logRows(await this.meanProba(this.checkData(X, 'predictLogProba'), new Run(this.type, options)));
  }

  /** The fitted classifiers with their calibrators (one per class, one for two classes). */
  get calibratedClassifiers(): readonly CalibratedMember[] {
    return this.learned('calibratedClassifiers').members;
  }

  private async perFold(
    { X, y, codes, classes, sampleWeight }: MetaClassifierData,
    folds: readonly { train: Int32Array; test: Int32Array }[],
    run: Run,
  ): Promise<CalibratedMember[]> {
    const { estimator, nJobs } = this.params;
    const fits = folds.map(({ train }) => ({ estimator, rows: train }));
    const fitted = await fitMembers(fits, { X, y, sampleWeight }, { nJobs, run, what: 'fold' });
    const members: CalibratedMember[] = [];
    for (const [i, { test }] of folds.entries()) {
      const scores = await scoresOf(fitted[i], takeRows(X, test), run.inner(), this.type);
      const weight = sampleWeight && takeRows(sampleWeight, test);
      members.push(this.calibrateMember(fitted[i], scores, takeRows(codes, test), classes, weight));
      await run.breathe();
    }
    return members;
  }

  private async onAll(
    { X, y, codes, classes, sampleWeight }: MetaClassifierData,
    folds: readonly { train: Int32Array; test: Int32Array }[],
    run: Run,
  ): Promise<CalibratedMember> {
    const { estimator, nJobs } = this.params;
    const method = hasMethod(estimator, 'decisionFunction') ? 'decisionFunction' : 'predictProba';
    const values = (await crossValPredict(estimator, X, y, {
      cv: folds,
      method,
      nJobs,
      ...(sampleWeight && { sampleWeight }),
      ...(run.signal && { signal: run.signal }),
    })) as Matrix | Float64Array;
    const [fitted] = await fitMembers([{ estimator }], { X, y, sampleWeight }, { nJobs: 1, run });
    const matrix = values instanceof Matrix ? values : Matrix.of(values, 1);
    const scores = method === 'predictProba' && matrix.columns === 2 ? matrix.takeColumns([1]) : matrix;
    return this.calibrateMember(fitted, scores, codes, classes, sampleWeight);
  }

  private calibrateMember(
    estimator: Estimator,
    scores: Matrix,
    codes: Int32Array,
    classes: readonly Label[],
    weight: Float64Array | undefined,
  ): CalibratedMember {
    const { method } = this.params;
    const places = classPlaces(estimator, classes, this.type);
    if (method === 'temperature') {
      // The member's own columns; rows of classes that it never saw teach nothing about its temperature.
      const column = new Int32Array(classes.length).fill(-1);
      places.forEach((place, j) => {
        column[place] = j;
      });
      const rows = Int32Array.from(codes.keys()).filter((i) => column[codes[i]] >= 0);
      const logits = toLogits(this.bothColumns(estimator, scores)).takeRows(rows);
      const own = Int32Array.from(rows, (i) => column[codes[i]]);
      return {
        estimator,
        calibrators: [],
        beta: fitTemperature(logits, own, weight && takeRows(weight, rows)),
      };
    }
    const learn = method === 'isotonic' ? fitIsotonic : fitSigmoid;
    const calibrators = Array.from({ length: scores.columns }, (_, j) => {
      const place = scores.columns === 1 ? classes.length - 1 : places[j];
      const targets = Float64Array.from(codes, (code) => (code === place ? 1 : 0));
      return learn(scores.column(j), targets, weight);
    });
    return { estimator, calibrators, beta: Number.NaN };
  }

  private async meanProba(X: DataLike, run: Run): Promise<Matrix> {
    const { members } = this.learned('predictProba');
    const { classes } = this;
    let mean: Float64Array | undefined;
    for (const member of members) {
      const scores = await scoresOf(member.estimator, X, run.inner(), this.type);
      const proba = this.probaOf(member, scores, classes);
      mean ??= new Float64Array(proba.data.length);
      for (let i = 0; i < mean.length; i++) mean[i] += proba.data[i] / members.length;
      await run.breathe();
    }
    return Matrix.of(mean as Float64Array, classes.length);
  }

  private probaOf(
    { estimator, calibrators, beta }: CalibratedMember,
    scores: Matrix,
    classes: readonly Label[],
  ): Matrix {
    const k = classes.length;
    const places = classPlaces(estimator, classes, this.type);
    const result = Matrix.zeros(scores.rows, k);
    if (this.params.method === 'temperature') {
      const proba = temperedProba(toLogits(this.bothColumns(estimator, scores)), beta);
      for (let i = 0; i < scores.rows; i++) {
        for (let j = 0; j < places.length; j++) result.set(i, places[j], proba.get(i, j));
      }
      return result;
    }
    for (let i = 0; i < scores.rows; i++) {
      if (scores.columns === 1) {
        const p = calibrate(calibrators[0], scores.data[i]);
        result.set(i, 1, p).set(i, 0, 1 - p);
        continue;
      }
      let total = 0;
      for (let j = 0; j < scores.columns; j++) {
        const p = calibrate(calibrators[j], scores.get(i, j));
        result.set(i, places[j], p);
        total += p;
      }
      for (let c = 0; c < k; c++) result.set(i, c, total > 0 ? result.get(i, c) / total : 1 / k);
    }
    return result;
  }

  /** Probabilities of two classes with both their columns; temperature wants logits of each. */
  private bothColumns(estimator: Estimator, scores: Matrix): Matrix {
    if (scores.columns > 1 || hasMethod(estimator, 'decisionFunction')) return scores;
    const both = new Float64Array(2 * scores.rows);
    for (let i = 0; i < scores.rows; i++) {
      both[2 * i] = 1 - scores.data[i];
      both[2 * i + 1] = scores.data[i];
    }
    return Matrix.of(both, 2);
  }

  private checkFolds({ codes, classes }: MetaClassifierData): void {
    const { cv } = this.params;
    const nSplits =
      typeof cv === 'number'
        ? cv
        : cv === null
          ? 5
          : (cv as { params?: { nSplits?: unknown } }).params?.nSplits;
    if (typeof nSplits !== 'number') return;
    const counts = new Int32Array(classes.length);
    for (const code of codes) counts[code]++;
    const few = counts.findIndex((count) => count < nSplits);
    if (few < 0 || this.params.estimator.type === 'FrozenEstimator') return;
    throw new InvalidInputError(
      `${this.type}: every class needs at least as many rows as there are folds (${nSplits}). Got ${counts[few]} rows of class ${JSON.stringify(classes[few])}. Lower cv or add rows.`,
      {
        estimator: this.type,
        parameter: 'cv',
        received: `${counts[few]} rows`,
        remedy: 'lower cv or add rows',
      },
    );
  }
}
