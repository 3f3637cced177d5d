import type { ParamMap } from '../core/param_map.js';
import { custom, declare, jobs, type ParamsOf, resolveParams } from '../core/params.js';
import type { Estimator } from '../core/protocol.js';
import { RandomState } from '../core/random.js';
import type { Run } from '../core/run.js';
import { takeRows } from '../core/take.js';
import { fitMembers } from '../meta/base/fit_members.js';
import { memberProba } from '../meta/base/member_outputs.js';
import type { MetaClassifierData } from '../meta/base/meta_classifier.js';
import { checkRole, type WithMember } from '../meta/base/one_member.js';
import type { CvLike } from '../model_selection/check_cv.js';
import { splitAll } from '../model_selection/cross_validate.js';
import {
  type CalibratedScores,
  ConformalClassifierBase,
  type ConformalClassifierModel,
  conformalClassifierSpecs,
} from './conformal_classifier.js';

const declaration = declare('CrossConformalClassifier', {
  ...conformalClassifierSpecs,
  cv: custom<CvLike | null>(null, {
    doc: 'Number of folds, a splitter, or a list of { train, test }; null is 5 stratified folds.',
    expected: 'an integer >= 2, a splitter, a list of { train, test }, or null',
    accepts: (value) =>
      value === null ||
      (typeof value === 'number' ? Number.isInteger(value) && value >= 2 : typeof value === 'object'),
    invalid: [1, 2.5, 'five'],
  }),
  nJobs: jobs(),
});

type Params = ParamsOf<typeof declaration>;

/**
 * Sets of labels with a guarantee, as `SplitConformalClassifier` gives them, but every row teaches and calibrates in
 * turn: sets are smaller where rows are few. The proven coverage is 1 - 2 (1 - confidence), up to a term that vanishes
 * with the rows; what is seen is the confidence itself.
 *
 * Costs a fit per fold, on `nJobs` workers, and every fold predicts. Reference: Vovk, Annals of Mathematics and
 * Artificial Intelligence 74 (2015) 9; Romano, Sesia, Candès, NeurIPS 2020 (CV+).
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const conformal = new CrossConformalClassifier({ estimator: new GaussianNB(), score: 'aps' });
 * await conformal.fit(data, target);
 * await conformal.predictSet([[5.1, 3.5, 1.4, 0.2]]); // [[0]]
 * ```
 */
export class CrossConformalClassifier<E extends Estimator = Estimator> extends ConformalClassifierBase<
  typeof declaration
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(params: Partial<WithMember<Params, E>> & { readonly estimator: E }) {
    super(declaration, params);
    checkRole(this.params.estimator, ['classifier'], this.type);
  }

  static override fromParams(params: object): CrossConformalClassifier {
    return new CrossConformalClassifier(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `estimator__param` reaches into the classifier. */
  override with(overrides: Partial<ParamMap<CrossConformalClassifier<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  protected async train(
    { X, y, codes, classes, sampleWeight }: MetaClassifierData,
    run: Run,
  ): Promise<ConformalClassifierModel> {
    const { estimator, cv, nJobs, randomState } = this.params;
    const folds = splitAll(this, X, y, { cv: cv ?? undefined });
    const seed = RandomState.from(randomState).randint(0, 2 ** 31 - 1);
    const fits = folds.map(({ train }) => ({ estimator, rows: train }));
    const fitted = await fitMembers(fits, { X, y, sampleWeight }, { nJobs, run, what: 'fold' });
    const members: CalibratedScores[] = [];
    for (const [i, { test }] of folds.entries()) {
      const proba = await memberProba(fitted[i], takeRows(X, test), classes, run.inner(), this.type);
      members.push({
        estimator: fitted[i],
        scores: this.calibrationScores(proba, takeRows(codes, test), seed),
      });
      await run.breathe();
    }
    return { members, seed };
  }

  /** The classifier of each fold. */
  get estimators(): readonly E[] {
    return this.learned('estimators').members.map(({ estimator }) => estimator as E);
  }
}
