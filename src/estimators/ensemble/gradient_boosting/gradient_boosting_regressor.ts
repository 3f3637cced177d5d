import { InvalidInputError, InvalidParameterError } from '../../../core/errors.js';
import type { MatrixLike } from '../../../core/input.js';
import { Matrix } from '../../../core/matrix.js';
import { declare, oneOf, type ParamsOf, real } from '../../../core/params.js';
import type { Estimator, Regressor } from '../../../core/protocol.js';
import { Run, type RunOptions } from '../../../core/run.js';
import { type Tags, tags } from '../../../core/tags.js';
import { RegressorBase, type RegressorData } from '../../base/index.js';
import { DummyRegressor } from '../../dummy/index.js';
import type { DecisionTreeRegressor } from '../../tree/decision_tree_regressor.js';
import type { BoostingRows } from './boost_trees.js';
import { holdOut } from './hold_out.js';
import type { BoostingLoss } from './loss.js';
import {
  addIteration,
  addTrees,
  type BoostedModel,
  boostedEstimators,
  boostedImportances,
  boostedLeaves,
  learnBoosted,
} from './model.js';
import { gradientBoostingSpecs } from './params.js';
import { absoluteError, huberLoss, quantileLoss, squaredError } from './regression_losses.js';

const declaration = declare('GradientBoostingRegressor', {
  loss: oneOf(['squared_error', 'absolute_error', 'huber', 'quantile'], 'squared_error', {
    doc: "What is minimised: squares, absolute errors, Huber's mixture of both (`alpha` of the errors count squared), or the pinball loss, which predicts the quantile `alpha`.",
  }),
  ...gradientBoostingSpecs,
  alpha: real(0.9, {
    min: 0,
    exclusiveMin: true,
    max: 1,
    exclusiveMax: true,
    doc: "The quantile of loss 'huber' (of the sizes of the errors) and of loss 'quantile' (of y).",
  }),
});

/**
 * Adds small regression trees one after the other, each fitted to what is still wrong. Use it for small and middling
 * data and for quantiles; HistGradientBoostingRegressor is faster on many rows.
 *
 * Fit O(n log n d) once, then O(n d) per level and tree; predict O(trees depth). Splits are chosen by Friedman's
 * improvement. References: Friedman, Greedy function approximation (2001) and Stochastic gradient boosting (2002);
 * scikit-learn GradientBoostingRegressor.
 *
 * @throws InvalidParameterError for an `init` that is no regressor.
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const boosted = await new GradientBoostingRegressor({ nEstimators: 50, randomState: 0 }).fit(data, target);
 * await boosted.score(data, target); // 0.71
 * ```
 */
export class GradientBoostingRegressor extends RegressorBase<typeof declaration, BoostedModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const { init } = this.params;
    if (init === null || init === 'zero' || init.tags.role === 'regressor') return;
    throw new InvalidParameterError(
      `${this.type}: parameter 'init' must be a regressor. Got ${init.type}. Use another one.`,
      { estimator: this.type, parameter: 'init', received: init.type, remedy: 'use another one' },
    );
  }

  override get tags(): Tags {
    const { init } = this.params;
    const own = init === null || init === 'zero' ? undefined : init.tags;
    return tags('regressor', {
      sampleWeight: own?.sampleWeight ?? true,
      allowNaN: own?.allowNaN ?? true,
      nonDeterministic: own?.nonDeterministic ?? false,
    });
  }

  protected async train({ X, y: { data: y }, sampleWeight }: RegressorData, run: Run): Promise<BoostedModel> {
    const { params } = this;
    const loss = this.makeLoss();
    const held =
      params.nIterNoChange === null
        ? undefined
        : holdOut(X.rows, params.validationFraction, undefined, params.randomState, this.type);
    const earlier = this.goesOn(X.columns) ? this.learned('fit') : undefined;
    const take = (values: Float64Array, rows: Int32Array): Float64Array =>
      Float64Array.from(rows, (row) => values[row]);
    const part = (rows: Int32Array | undefined): Omit<BoostingRows, 'raw'> => ({
      X: rows ? X.takeRows(rows) : X,
      y: rows ? take(y, rows) : y,
      weights: rows && sampleWeight ? take(sampleWeight, rows) : sampleWeight,
    });
    const train = part(held?.train);
    const init = earlier ? earlier.init : await this.fitInit(train, run);
    const begin = async (rows: Omit<BoostingRows, 'raw'>): Promise<BoostingRows> => {
      const raw = await start(init, rows.X, run);
      if (earlier) await addTrees(earlier, rows.X, raw, run);
      return { ...rows, raw };
    };
    const validation = held && (await begin(part(held.validation)));
    return learnBoosted({ loss, init, train: await begin(train), validation, earlier }, params, run);
  }

  protected async predictValues(X: Matrix, run: Run): Promise<Matrix> {
    const model = this.learned('predict');
    const raw = await start(model.init, X, run);
    await addTrees(model, X, raw, run);
    return Matrix.of(raw, 1);
  }

  /** Predictions after each iteration. */
  async *stagedPredict(X: MatrixLike, options: RunOptions = {}): AsyncGenerator<Float64Array> {
    const matrix = this.checkX(X, 'stagedPredict');
    const model = this.learned('stagedPredict');
    const run = new Run(this.type, options);
    const raw = await start(model.init, matrix, run);
    for (let i = 0; i < model.rates.length; i++) {
      addIteration(model, i, matrix, raw);
      await run.breathe();
      yield raw.slice();
    }
  }

  /** The leaf of each row in every tree: n x iterations. */
  async apply(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const matrix = this.checkX(X, 'apply');
    return boostedLeaves(this.learned('apply'), matrix, new Run(this.type, options));
  }

  /** The trees: one list of one tree per iteration. */
  get estimators(): readonly (readonly DecisionTreeRegressor[])[] {
    return boostedEstimators(this.learned('estimators'), this.params, this.nFeaturesIn);
  }

  /** Iterations that were done: fewer than asked for when it stopped early. */
  get nEstimators(): number {
    return this.learned('nEstimators').rates.length;
  }

  /** Trees per iteration: 1. */
  get nTreesPerIteration(): number {
    return this.learned('nTreesPerIteration').outputs;
  }

  /** The mean decrease of impurity that each column brought, normalised to sum 1: d numbers. */
  get featureImportances(): Float64Array {
    return boostedImportances(this.learned('featureImportances'), this.nFeaturesIn);
  }

  /** The loss on the rows that each iteration learned from. */
  get trainScore(): Float64Array {
    return this.learned('trainScore').trainScore;
  }

  /** With `subsample` below 1, the loss on the rows that each iteration left out. */
  get oobScores(): Float64Array {
    return this.learned('oobScores').oobScores;
  }

  /** The last of `oobScores`; NaN without subsampling. */
  get oobScore(): number {
    return this.learned('oobScore').oobScores.at(-1) ?? Number.NaN;
  }

  /** By how much the loss on rows left out fell in each iteration. */
  get oobImprovement(): Float64Array {
    return this.learned('oobImprovement').oobImprovement;
  }

  /** The fitted estimator that boosting started from; null for zeros. */
  get init(): Estimator | null {
    return this.learned('init').init;
  }

  /** Columns looked at per node. */
  get maxFeatures(): number {
    return this.learned('maxFeatures').maxFeatures;
  }

  private makeLoss(): BoostingLoss {
    const { loss, alpha } = this.params;
    if (loss === 'squared_error') return squaredError();
    if (loss === 'absolute_error') return absoluteError();
    return loss === 'huber' ? huberLoss(alpha) : quantileLoss(alpha);
  }

  /** Whether an earlier fit goes on: only with the same columns. */
  private goesOn(columns: number): boolean {
    if (!this.params.warmStart || !this.isFitted) return false;
    if (columns === this.nFeaturesIn) return true;
    throw new InvalidInputError(
      `${this.type}: a warm start needs the columns of the earlier fit. Got ${columns} columns. Set warmStart: false.`,
      { estimator: this.type, parameter: 'warmStart', remedy: 'warmStart: false' },
    );
  }

  private async fitInit({ X, y, weights }: Omit<BoostingRows, 'raw'>, run: Run): Promise<Estimator | null> {
    const { init, loss, alpha } = this.params;
    if (init === 'zero') return null;
    const { signal } = run;
    const copy: Estimator = init === null ? constantFor(loss, alpha) : init.with({});
    return copy.fit(X, y, weights ? { sampleWeight: weights, signal } : { signal });
  }
}

/** The constant of least loss. */
function constantFor(loss: string, alpha: number): Estimator {
  if (loss === 'squared_error') return new DummyRegressor();
  return new DummyRegressor({ strategy: 'quantile', quantile: loss === 'quantile' ? alpha : 0.5 });
}

/** Predictions before the first tree. */
async function start(init: Estimator | null, X: Matrix, run: Run): Promise<Float64Array> {
  if (!init) return new Float64Array(X.rows);
  const values = await (init as Regressor).predict(X, { signal: run.signal });
  return Float64Array.from(values instanceof Matrix ? values.data : values);
}
