import { Pipeline } from '../../compose/index.js';
import type { DataLike } from '../../core/input.js';
import { codesIn, type Labels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import type { Estimator } from '../../core/protocol.js';
import type { FitOptions, Run, RunOptions } from '../../core/run.js';
import { MetaClassifierBase, type MetaClassifierData } from '../../meta/base/meta_classifier.js';
import { readTarget } from '../base/target.js';

/** A classifier with probabilities whose members are fitted estimators. */
export interface InnerEnsemble extends Estimator {
  predict(X: DataLike, options?: RunOptions): Promise<Labels>;
  predictProba(X: DataLike, options?: RunOptions): Promise<Matrix>;
  predictLogProba(X: DataLike, options?: RunOptions): Promise<Matrix>;
  decisionFunction(X: DataLike, options?: RunOptions): Promise<Float64Array | Matrix>;
  readonly estimators: readonly Estimator[];
}

/** The fitted ensemble inside. */
export interface WrappedModel {
  readonly inner: Estimator;
}

/**
 * Base of ensembles whose members each learn from resampled rows: an ordinary ensemble of pipelines of a sampler and
 * a classifier. A subclass says which.
 */
export abstract class BalancedEnsembleBase<
  D extends Declaration,
  I extends InnerEnsemble,
> extends MetaClassifierBase<D, WrappedModel> {
  /** The ensemble of pipelines. */
  protected abstract makeInner(): I;

  protected override checkTrainingData(X: DataLike, y: Labels, options: FitOptions): MetaClassifierData {
    const data = super.checkTrainingData(X, y, options);
    readTarget(data.y, this.type);
    return data;
  }

  protected async train({ X, y, sampleWeight }: MetaClassifierData, run: Run): Promise<WrappedModel> {
    const inner = this.makeInner();
    await inner.fit(X, y, { ...run.inner(), ...(sampleWeight ? { sampleWeight } : {}) });
    return { inner };
  }

  protected async predictCodes(X: DataLike, run: Run): Promise<ArrayLike<number>> {
    return codesIn(this.classes, await this.inner('predict').predict(X, run.inner()));
  }

  /** Class probabilities: n x k. */
  async predictProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.inner('predictProba').predictProba(this.checkData(X, 'predictProba'), options);
  }

  /** Logarithms of the probabilities: n x k. */
  async predictLogProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.inner('predictLogProba').predictLogProba(this.checkData(X, 'predictLogProba'), options);
  }

  /** Decision values: n for two classes (positive: the second), else n x k. Only where members have them. */
  async decisionFunction(X: DataLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    return this.inner('decisionFunction').decisionFunction(this.checkData(X, 'decisionFunction'), options);
  }

  /** The fitted members: pipelines of a sampler and a classifier. */
  get estimators(): readonly Estimator[] {
    return this.inner('estimators').estimators;
  }

  /** The fitted ensemble inside. */
  protected inner(member: string): I {
    return this.learned(member).inner as I;
  }
}

/** A member: resamples the rows it is given, then learns from them. */
export function resampledMember(sampler: Estimator, classifier: Estimator): Pipeline {
  return new Pipeline([
    ['sampler', sampler],
    ['classifier', classifier],
  ]) as unknown as Pipeline;
}
