import type { ParamMap } from '../core/param_map.js';
import { declare, type ParamsOf, resolveParams } from '../core/params.js';
import type { Estimator } from '../core/protocol.js';
import { RandomState } from '../core/random.js';
import type { Run } from '../core/run.js';
import { takeRows } from '../core/take.js';
import { fitMembers } from '../meta/base/fit_members.js';
import { memberProba } from '../meta/base/member_outputs.js';
import type { MetaClassifierData } from '../meta/base/meta_classifier.js';
import { checkRole, type WithMember } from '../meta/base/one_member.js';
import { calibrationRows, calibrationSizeSpec } from './calibration_rows.js';
import {
  ConformalClassifierBase,
  type ConformalClassifierModel,
  conformalClassifierSpecs,
} from './conformal_classifier.js';

const declaration = declare('SplitConformalClassifier', {
  ...conformalClassifierSpecs,
  calibrationSize: calibrationSizeSpec,
});

type Params = ParamsOf<typeof declaration>;

/**
 * Turns a classifier's predictions into sets of labels with a guarantee: whatever the classifier is worth, 90 % of
 * new rows (of those like the ones of `fit`) have their true label in the set of confidence 0.9. A good classifier
 * gives sets of one label; a set of two says that it cannot tell them apart.
 *
 * Fits the classifier on a part of the rows and looks at its scores on the others; one fit. With a fitted classifier
 * in FrozenEstimator all rows calibrate. Sample weights go to the classifier only: the guarantee counts rows.
 * References: Vovk, Gammerman, Shafer, Algorithmic Learning in a Random World (2005); Sadinle, Lei, Wasserman, JASA 114
 * (2019) 223 (LAC); Romano, Sesia, Candès, NeurIPS 2020 (APS); Angelopoulos et al., ICLR 2021 (RAPS).
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const conformal = new SplitConformalClassifier({ estimator: new GaussianNB(), randomState: 0 });
 * await conformal.fit(data, target);
 * await conformal.predictSet([[6.3, 2.8, 5.1, 1.5]], { confidence: 0.95 }); // [[1, 2]]: either of two species
 * ```
 */
export class SplitConformalClassifier<E extends Estimator = Estimator> extends ConformalClassifierBase<
  typeof declaration
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(params: Partial<WithMember<Params, E>> & { readonly estimator: E }) {
    super(declaration, params);
    checkRole(this.params.estimator, ['classifier'], this.type);
  }

  static override fromParams(params: object): SplitConformalClassifier {
    return new SplitConformalClassifier(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `estimator__param` reaches into the classifier. */
  override with(overrides: Partial<ParamMap<SplitConformalClassifier<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  protected async train(
    { X, y, codes, classes, rows, sampleWeight }: MetaClassifierData,
    run: Run,
  ): Promise<ConformalClassifierModel> {
    const { estimator, calibrationSize, randomState } = this.params;
    const { learn, calibrate } = calibrationRows(rows, {
      frozen: estimator.type === 'FrozenEstimator',
      calibrationSize,
      randomState,
      stratify: y,
      source: this.type,
    });
    const seed = RandomState.from(randomState).randint(0, 2 ** 31 - 1);
    const [fitted] = await fitMembers(
      [{ estimator, rows: learn }],
      { X, y, sampleWeight },
      { nJobs: 1, run, what: 'fit' },
    );
    const proba = await memberProba(fitted, takeRows(X, calibrate), classes, run.inner(), this.type);
    const scores = this.calibrationScores(proba, takeRows(codes, calibrate), seed);
    return { members: [{ estimator: fitted, scores }], seed };
  }

  /** The fitted classifier. */
  get estimator(): E {
    return this.learned('estimator').members[0].estimator as E;
  }
}
