import type { DataLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import { type Estimator, hasMethod, type MethodName } from '../../core/protocol.js';
import { Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import type { ModelRecord } from '../../estimators/base/index.js';
import { memberTags } from '../base/data.js';
import { callMember } from '../base/member_outputs.js';
import { MetaClassifierBase } from '../base/meta_classifier.js';

/** What both threshold classifiers share: the wrapped classifier's scores pass through. */
export abstract class ThresholdBase<
  D extends Declaration,
  M extends ModelRecord & { readonly estimator: Estimator },
> extends MetaClassifierBase<D, M> {
  /** The wrapped classifier as given. */
  protected abstract wrapped(): Estimator;

  override get tags(): Tags {
    return tags('classifier', { ...memberTags([this.wrapped().tags]), binaryOnly: true });
  }

  /** Scores exist where the wrapped classifier has them. */
  supports(method: MethodName): boolean {
    return ['predict', 'score'].includes(method) || hasMethod(this.wrapped(), method);
  }

  protected override weightedMembers(): readonly Estimator[] {
    return [this.wrapped()];
  }

  /** Probabilities of the wrapped classifier, which the threshold leaves alone: n x 2. */
  async predictProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.ask('predictProba', X, options);
  }

  /** Logarithms of the probabilities: n x 2. */
  async predictLogProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.ask('predictLogProba', X, options);
  }

  /** Decision values of the wrapped classifier: n. */
  async decisionFunction(X: DataLike, options: RunOptions = {}): Promise<Float64Array> {
    return this.ask('decisionFunction', X, options);
  }

  private async ask<R>(method: MethodName, X: DataLike, options: RunOptions): Promise<R> {
    const data = this.checkData(X, method);
    const { estimator } = this.learned(method) as unknown as { estimator: Estimator };
    return callMember<R>(estimator, method, data, new Run(this.type, options).inner(), this.type);
  }
}
