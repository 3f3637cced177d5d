import { InvalidInputError, InvalidParameterError } from '../../../core/errors.js';
import { inputError, type MatrixLike } from '../../../core/input.js';
import type { Matrix } from '../../../core/matrix.js';
import type { Declaration } from '../../../core/params.js';
import { Run, type RunOptions } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import { r2Score } from '../../../metrics/index.js';
import { RegressorBase, type RegressorData } from '../../base/index.js';
import { checkCounts, DecisionTreeRegressor } from '../../tree/decision_tree_regressor.js';
import { ExtraTreeRegressor } from '../../tree/extra_tree_regressor.js';
import { checkConstrainedTargets } from '../../tree/growth_rules.js';
import type { Criterion } from '../../tree/tree_grower.js';
import { type Forest, type ForestParams, fitForest } from './fit_forest.js';
import { needsOob, warnUncovered } from './forest_classifier.js';
import { forestMean } from './forest_mean.js';
import {
  type ForestPath,
  forestApply,
  forestImportances,
  forestPath,
  forestSamples,
  outOfBag,
} from './forest_outputs.js';
import { treeParams } from './members.js';
import type { OobScorer } from './params.js';
import { forestQuantiles } from './quantiles.js';

interface ValueForestParams extends ForestParams {
  readonly criterion: Criterion;
  readonly storeLeaves: boolean;
}

interface ForestRegressorModel {
  readonly forest: Forest;
  readonly oobScore: number | null;
  /** Out-of-bag predictions: n x outputs. */
  readonly oobValues: Matrix | null;
  /** The training targets, when leaves are kept. */
  readonly y: Matrix | null;
}

/** Base of the regressors that average many trees. */
export abstract class ForestRegressor<D extends Declaration> extends RegressorBase<D, ForestRegressorModel> {
  override readonly tags = tags('regressor', { sampleWeight: true, allowNaN: true, multiOutput: true });
  /** How the trees choose thresholds. */
  protected abstract readonly splitter: 'best' | 'random';

  protected async train({ X, y, sampleWeight }: RegressorData, run: Run): Promise<ForestRegressorModel> {
    const params = this.params as unknown as ValueForestParams;
    if (params.criterion === 'poisson') checkCounts(y, this.type);
    checkConstrainedTargets(params.monotonicCst, y.columns, 1, this.type);
    const forest = await fitForest(
      {
        X,
        y: y.data,
        task: { criterion: params.criterion, nOutputs: y.columns },
        sampleWeight,
        splitter: this.splitter,
        keepRows: params.storeLeaves,
      },
      params,
      params.warmStart ? this.earlier(X, y) : undefined,
      this.type,
      run,
    );
    const model = { forest, oobScore: null, oobValues: null, y: params.storeLeaves ? y.clone() : null };
    if (!params.oobScore) return model;
    const { mean, uncovered } = await outOfBag(forest, X, run);
    if (uncovered > 0) warnUncovered(uncovered, this.type);
    const scorer = typeof params.oobScore === 'function' ? (params.oobScore as OobScorer) : undefined;
    const [truth, predicted] = y.columns === 1 ? [y.data, mean.data] : [y, mean];
    const oobScore = scorer
      ? scorer(truth as ArrayLike<unknown>, predicted as ArrayLike<unknown>)
      : r2Score(truth, predicted);
    return { ...model, oobScore, oobValues: mean };
  }

  protected async predictValues(X: Matrix, run: Run): Promise<Matrix> {
    return forestMean(
      this.learned('predict').forest,
      X,
      run,
      (this.params as unknown as ValueForestParams).nJobs,
    );
  }

  /**
   * Quantiles of the target for each row of X (n x quantiles), for prediction intervals: [0.05, 0.95] gives 90 % ones.
   * From the training rows that share the row's leaves (Meinshausen, JMLR 7 (2006) 983), so give the leaves some rows
   * (minSamplesLeaf 5 or more) and fit with `storeLeaves: true`.
   * @throws InvalidInputError without stored leaves, or with several targets.
   */
  async predictQuantiles(
    X: MatrixLike,
    quantiles: readonly number[] = [0.05, 0.5, 0.95],
    options: RunOptions = {},
  ): Promise<Matrix> {
    const { forest, y } = this.learned('predictQuantiles');
    const matrix = this.checkX(X, 'predictQuantiles');
    if (!forest.kept || !y) {
      throw inputError(
        this.type,
        'storeLeaves',
        'must be true for predictQuantiles',
        'a forest without its training rows',
        'Fit with storeLeaves: true.',
      );
    }
    if (y.columns > 1) {
      throw inputError(
        this.type,
        'y',
        'must have one target for predictQuantiles',
        `${y.columns} targets`,
        'Fit one forest per target.',
      );
    }
    const wrong = quantiles.find((q) => !(q >= 0 && q <= 1));
    if (wrong !== undefined || quantiles.length === 0) {
      throw new InvalidParameterError(
        `${this.type}: parameter 'quantiles' must hold numbers from 0 to 1. Got ${String(wrong)}. Pass for example [0.05, 0.95].`,
        {
          estimator: this.type,
          parameter: 'quantiles',
          received: String(wrong),
          remedy: 'pass numbers from 0 to 1',
        },
      );
    }
    return forestQuantiles(forest, forest.kept, y.data, matrix, quantiles, new Run(this.type, options));
  }

  /** The leaf of each row of X in each tree: n x trees. Rows that share many leaves are alike (proximity). */
  async apply(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const { forest } = this.learned('apply');
    return forestApply(forest, this.checkX(X, 'apply'), new Run(this.type, options));
  }

  /** The nodes of all trees that each row of X passes, as sparse rows. */
  async decisionPath(X: MatrixLike): Promise<ForestPath> {
    return forestPath(this.learned('decisionPath').forest, this.checkX(X, 'decisionPath'));
  }

  /** The mean decrease of impurity that each column brought, normalised to sum 1: d numbers. */
  get featureImportances(): Float64Array {
    return forestImportances(this.learned('featureImportances').forest, this.nFeaturesIn);
  }

  /** The trees as fitted estimators. */
  get estimators(): (DecisionTreeRegressor | ExtraTreeRegressor)[] {
    const { forest, oneDimensional } = this.learned('estimators');
    const { nFeaturesIn, featureNamesIn } = this;
    const Tree = this.splitter === 'best' ? DecisionTreeRegressor : ExtraTreeRegressor;
    return forest.trees.map((tree, t) =>
      new Tree(treeParams(this.params, Tree.declaration, forest.seeds[t])).restore({
        nFeaturesIn,
        featureNamesIn,
        model: { tree, categories: forest.categories, maxFeatures: forest.maxFeatures, oneDimensional },
      }),
    );
  }

  /** Number of targets per row. */
  get nOutputs(): number {
    return this.learned('nOutputs').forest.trees[0].valueWidth;
  }

  /** The rows that each tree was grown on, with repetitions. */
  get estimatorsSamples(): Int32Array[] {
    return forestSamples(this.learned('estimatorsSamples').forest);
  }

  /** The score of the out-of-bag predictions: R2, or what the function `oobScore` gave. */
  get oobScore(): number {
    const { oobScore } = this.learned('oobScore');
    if (oobScore === null) throw needsOob(this.type, 'oobScore');
    return oobScore;
  }

  /** The out-of-bag prediction of each training row: n x outputs; zeros where every tree had seen the row. */
  get oobPrediction(): Matrix {
    const { oobValues } = this.learned('oobPrediction');
    if (oobValues === null) throw needsOob(this.type, 'oobPrediction');
    return oobValues;
  }

  private earlier(X: Matrix, y: Matrix): Forest | undefined {
    const before = this.fitted;
    if (!before) return undefined;
    const { forest, y: known } = before.model;
    const { storeLeaves } = this.params as unknown as ValueForestParams;
    const same = before.nFeaturesIn === X.columns && forest.trees[0].valueWidth === y.columns;
    const rows = !storeLeaves || (known !== null && known.rows === y.rows);
    if (same && rows) return forest;
    throw new InvalidInputError(
      `${this.type}: a warm start needs the columns and targets of the earlier fit${rows ? '' : ', and its rows for storeLeaves'}. Got others. Set warmStart: false.`,
      { estimator: this.type, parameter: 'warmStart', remedy: 'set warmStart: false' },
    );
  }
}
