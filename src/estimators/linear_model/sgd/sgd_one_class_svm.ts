import { checkFeatures, featureInfo } from '../../../core/features.js';
import type { MatrixLike } from '../../../core/input.js';
import { Matrix } from '../../../core/matrix.js';
import { declare, oneOf, type ParamsOf, real } from '../../../core/params.js';
import type { Target } from '../../../core/protocol.js';
import { RandomState } from '../../../core/random.js';
import { type FitOptions, Run } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import type { SgdSettings } from '../../../kernels/sgd.js';
import { OutlierDetectorBase, type OutlierDetectorData } from '../../base/index.js';
import { linearScores } from '../linear_scores.js';
import { averageFrom, averageParam, commonParams, scheduleParams } from './params.js';
import { startAgain } from './sgd_classifier_base.js';
import { fitSgd, orderSeed, type SgdModel, warnAboutEpochs } from './sgd_fit.js';

const declaration = declare('SGDOneClassSVM', {
  nu: real(0.5, {
    min: 0,
    max: 1,
    exclusiveMin: true,
    doc: 'Most outliers among the rows, as a share; about that many if the descent converges.',
  }),
  ...commonParams,
  ...scheduleParams('optimal', 0.5),
  learningRate: oneOf(['constant', 'optimal', 'invscaling', 'adaptive'], 'optimal', {
    doc: 'Size of step t: eta0; 1 / (nu (t0 + t)); eta0 / t^powerT; eta0, divided by 5 when epochs stop helping.',
  }),
  average: averageParam(),
});

type OneClassModel = SgdModel & { readonly offset: number };

/**
 * A linear one-class support vector machine by stochastic gradient descent: rows on the near side of a plane are
 * outliers. With Nystroem or RBFSampler before it, it stands in for OneClassSVM on many rows. It also learns in pieces
 * (`partialFit`). O(n d) per epoch; equal seeds give the weights of the reference.
 * Reference: Schoelkopf, Platt, Shawe-Taylor, Smola, Williamson, Neural Computation 13 (2001) 1443; scikit-learn
 * SGDOneClassSVM.
 *
 * @example
 * ```ts
 * const { data } = makeBlobs({ nSamples: 200, centers: [[5, 5]], randomState: 0 });
 * const detector = await new SGDOneClassSVM({ nu: 0.1, randomState: 0 }).fit(data);
 * await detector.predict([[5, 5], [-5, -5]]); // Int32Array [1, -1]
 * ```
 */
export class SGDOneClassSVM extends OutlierDetectorBase<typeof declaration, OneClassModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('outlier_detector', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train(data: OutlierDetectorData, run: Run): Promise<OneClassModel> {
    const before = this.params.warmStart ? this.fitted?.model : undefined;
    const start = before && before.coef.columns === data.X.columns ? startAgain(before) : undefined;
    const settings = this.settings();
    const model = await this.descend(data, settings, start, run);
    warnAboutEpochs(model, settings, this.type);
    return model;
  }

  /** One epoch over a further piece of data. */
  async partialFit(X: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const before = this.fitted;
    const matrix = this.checkFitX(X);
    if (before) checkFeatures(matrix, before, this.type);
    const sampleWeight = this.checkWeights(options, matrix.rows);
    const settings = { ...this.settings(), maxIter: 1 };
    const model = await this.descend({ X: matrix, sampleWeight }, settings, before?.model, run);
    return this.setFitted({ ...(before ?? featureInfo(matrix)), model });
  }

  protected async scoreRows(X: Matrix): Promise<Float64Array> {
    return linearScores(X, this.learned('scoreSamples').coef, new Float64Array(1)).data;
  }

  /** Weights of the columns: 1 x d. */
  get coef(): Matrix {
    return this.learned('coef').coef;
  }

  /** Epochs made. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  /** Steps made, plus 1. */
  get t(): number {
    return this.learned('t').t;
  }

  private settings(): SgdSettings {
    const fixed = {
      loss: 'hinge',
      penalty: 'l2',
      l1Ratio: 0,
      epsilon: 0.1,
      nIterNoChange: 5,
      oneClass: true,
    } as const;
    return { ...this.params, ...fixed, alpha: this.params.nu, average: averageFrom(this.params.average) };
  }

  private async descend(
    { X, sampleWeight }: OutlierDetectorData,
    settings: SgdSettings,
    before: SgdModel | undefined,
    run: Run,
  ): Promise<OneClassModel> {
    const seed = orderSeed(RandomState.from(this.params.randomState), false);
    const y = new Float64Array(X.rows).fill(1);
    const problem = { y, sampleWeight, positive: 1, negative: 1, seed, heldBack: undefined };
    const start = before ?? firstModel(X.columns);
    const model = await fitSgd({ X, problems: [problem], settings, before: start, nJobs: null }, run);
    return { ...model, offset: 1 - model.intercept[0] };
  }
}

/** Where the reference starts: a plane at the origin with offset 0. */
function firstModel(d: number): SgdModel {
  const none = Matrix.zeros(1, d);
  const intercept = Float64Array.of(1);
  const means = { means: none, meanIntercept: new Float64Array(1) };
  return { coef: none, intercept, weights: none, weightIntercept: intercept, ...means, nIter: 0, t: 1 };
}
