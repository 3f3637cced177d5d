import { InvalidInputError } from '../../../core/errors.js';
import type { MatrixLike } from '../../../core/input.js';
import type { Label } from '../../../core/labels.js';
import type { Matrix } from '../../../core/matrix.js';
import type { Declaration } from '../../../core/params.js';
import { Run, type RunOptions } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import { DataWarning, warn } from '../../../core/warnings.js';
import { argmaxRows } from '../../base/index.js';
import { DecisionTreeClassifier } from '../../tree/decision_tree_classifier.js';
import { ExtraTreeClassifier } from '../../tree/extra_tree_classifier.js';
import { checkConstrainedTargets } from '../../tree/growth_rules.js';
import { type ClassTrainingData, TreeClassifierBase } from '../../tree/tree_classifier_base.js';
import type { Criterion } from '../../tree/tree_grower.js';
import { type Forest, type ForestData, type ForestParams, fitForest } from './fit_forest.js';
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
import type { ForestClassWeight, OobScorer } from './params.js';

interface ClassForestParams extends ForestParams {
  readonly criterion: Criterion;
  readonly classWeight: ForestClassWeight | null;
}

interface ForestClassifierModel {
  readonly forest: Forest;
  readonly oobScore: number | null;
  /** Out-of-bag shares: n x width. */
  readonly oobShares: Matrix | null;
}

/** Base of the classifiers that average many trees. */
export abstract class ForestClassifier<D extends Declaration> extends TreeClassifierBase<
  D,
  ForestClassifierModel
> {
  override readonly tags = tags('classifier', { sampleWeight: true, allowNaN: true, multiOutput: true });
  /** How the trees choose thresholds. */
  protected abstract readonly splitter: 'best' | 'random';

  /** Rows of each class to draw for each tree, where classes are drawn apart. */
  protected strata(_data: ClassTrainingData): ForestData['strata'] {
    return undefined;
  }

  protected async learn(data: ClassTrainingData, run: Run): Promise<ForestClassifierModel> {
    const params = this.params as unknown as ClassForestParams;
    const { X, codes, outputs } = data;
    const nOutputs = outputs.length;
    const nClasses = Math.max(...outputs.map((classes) => classes.length));
    checkConstrainedTargets(params.monotonicCst, nOutputs, nClasses, this.type);
    const balance = { codes, nOutputs, nClasses };
    const forest = await fitForest(
      {
        X,
        y: codes,
        task: { criterion: params.criterion, nOutputs, nClasses },
        sampleWeight: data.sampleWeight,
        splitter: this.splitter,
        ...(params.classWeight === 'balanced_subsample' && { balance }),
        keepRows: false,
        strata: this.strata(data),
      },
      params,
      params.warmStart ? this.earlier(X, outputs) : undefined,
      this.type,
      run,
    );
    if (!params.oobScore) return { forest, oobScore: null, oobShares: null };
    const { mean, uncovered } = await outOfBag(forest, X, run);
    if (uncovered > 0) warnUncovered(uncovered, this.type);
    return { forest, oobScore: scoreShares(mean, data, params.oobScore), oobShares: mean };
  }

  protected async shares(X: Matrix, run: Run): Promise<Matrix> {
    return forestMean(
      this.learned('predict').forest,
      X,
      run,
      (this.params as unknown as ClassForestParams).nJobs,
    );
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
  get estimators(): (DecisionTreeClassifier | ExtraTreeClassifier)[] {
    const { forest, outputs, oneDimensional } = this.learned('estimators');
    const { nFeaturesIn, featureNamesIn } = this;
    const Tree = this.splitter === 'best' ? DecisionTreeClassifier : ExtraTreeClassifier;
    return forest.trees.map((tree, t) =>
      new Tree(treeParams(this.params, Tree.declaration, forest.seeds[t])).restore({
        nFeaturesIn,
        featureNamesIn,
        model: {
          tree,
          categories: forest.categories,
          maxFeatures: forest.maxFeatures,
          outputs,
          oneDimensional,
        },
      }),
    );
  }

  /** The rows that each tree was grown on, with repetitions. */
  get estimatorsSamples(): Int32Array[] {
    return forestSamples(this.learned('estimatorsSamples').forest);
  }

  /** The score of the out-of-bag predictions: accuracy, or what the function `oobScore` gave. */
  get oobScore(): number {
    return this.outOfBag('oobScore').score;
  }

  /** The out-of-bag probabilities of each training row: n x k; zeros where every tree had seen the row. */
  get oobDecisionFunction(): Matrix {
    return this.outOfBag('oobDecisionFunction').shares;
  }

  private outOfBag(member: string): { score: number; shares: Matrix } {
    const { oobScore, oobShares } = this.learned(member);
    if (oobScore !== null && oobShares !== null) return { score: oobScore, shares: oobShares };
    throw needsOob(this.type, member);
  }

  private earlier(X: Matrix, outputs: readonly (readonly Label[])[]): Forest | undefined {
    const before = this.fitted;
    if (!before) return undefined;
    const same =
      before.nFeaturesIn === X.columns && JSON.stringify(before.model.outputs) === JSON.stringify(outputs);
    if (same) return before.model.forest;
    throw new InvalidInputError(
      `${this.type}: a warm start needs the columns and classes of the earlier fit. Got others. Set warmStart: false.`,
      { estimator: this.type, parameter: 'warmStart', remedy: 'set warmStart: false' },
    );
  }
}

/** The accuracy of out-of-bag predictions over all outputs, or what a function makes of them. */
function scoreShares(mean: Matrix, { codes, outputs }: ClassTrainingData, scorer: unknown): number {
  const nOutputs = outputs.length;
  const width = mean.columns / nOutputs;
  const predicted = outputs.map((classes, k) =>
    argmaxRows(mean.takeColumns(Int32Array.from(classes, (_, c) => k * width + c))),
  );
  const labels = (codesOf: (i: number, k: number) => number): unknown[] =>
    Array.from({ length: mean.rows }, (_, i) => {
      const row = outputs.map((classes, k) => classes[codesOf(i, k)]);
      return nOutputs === 1 ? row[0] : row;
    });
  if (typeof scorer === 'function') {
    const truth = labels((i, k) => codes[i * nOutputs + k]);
    return (scorer as OobScorer)(
      truth,
      labels((i, k) => predicted[k][i]),
    );
  }
  let right = 0;
  for (let i = 0; i < mean.rows; i++) {
    for (let k = 0; k < nOutputs; k++) if (predicted[k][i] === codes[i * nOutputs + k]) right++;
  }
  return right / codes.length;
}

/** Warns of rows without an out-of-bag prediction. */
export function warnUncovered(rows: number, estimator: string): void {
  warn(
    new DataWarning(
      `${rows} training row(s) were seen by every tree and have no out-of-bag prediction. Raise nEstimators.`,
      estimator,
    ),
  );
}

/** The error for out-of-bag results that were not asked for. */
export function needsOob(estimator: string, member: string): InvalidInputError {
  return new InvalidInputError(
    `${estimator}: '${member}' needs out-of-bag predictions. Got oobScore: false. Fit with bootstrap: true and oobScore: true.`,
    { estimator, parameter: member, remedy: 'fit with oobScore: true' },
  );
}
