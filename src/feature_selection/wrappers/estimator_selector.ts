import { InvalidInputError } from '../../core/errors.js';
import type { DataLike, MatrixLike } from '../../core/input.js';
import type { Label } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import { custom, type Declaration } from '../../core/params.js';
import {
  type Estimator,
  hasMethod,
  type MethodName,
  type ScoreOptions,
  type Target,
} from '../../core/protocol.js';
import type { RunOptions } from '../../core/run.js';
import type { Tags } from '../../core/tags.js';
import { SelectorBase, type SelectorModel } from '../selector_base.js';

/** What an elimination learns. */
export interface EliminationModel extends SelectorModel {
  readonly ranking: Int32Array;
  /** Fitted on the columns that stay. */
  readonly estimator: Estimator;
}

/** The parameter `step` of eliminations. */
export const stepSpec = custom<number>(1, {
  doc: 'Columns to drop at a time: their number, or a share of all columns below 1.',
  expected: 'an integer >= 1, or a number between 0 and 1',
  accepts: (value) => typeof value === 'number' && value > 0 && (value < 1 || Number.isSafeInteger(value)),
  invalid: [0, -1, 1.5, 'one', null],
});

/** Base of eliminations: they select columns, and predict with the estimator that was fitted on those. */
export abstract class EstimatorSelector<
  D extends Declaration,
  M extends EliminationModel,
  E extends Estimator,
> extends SelectorBase<D, M> {
  private get judge(): Estimator {
    return (this.params as unknown as { estimator: Estimator }).estimator;
  }

  override get tags(): Tags {
    const own = this.judge.tags;
    return { ...own, requiresTarget: true, text: false, pairwise: false, imputes: false, stateless: false };
  }

  /** Predicting is possible as far as the estimator can. */
  supports(method: MethodName): boolean {
    return method === 'transform' || method === 'inverseTransform' || hasMethod(this.judge, method);
  }

  /** The estimator, fitted on the columns that stay. */
  get estimator(): E {
    return this.learned('estimator').estimator as E;
  }

  /** A flag for each column: whether it stays. */
  get support(): boolean[] {
    return this.getSupport();
  }

  /** 1 for the columns that stay; the greater, the earlier a column went. */
  get ranking(): Int32Array {
    return this.learned('ranking').ranking;
  }

  /** How many columns stay. */
  get nFeatures(): number {
    return this.learned('nFeatures').support.reduce((sum, flag) => sum + flag, 0);
  }

  /** The classes of the estimator. */
  get classes(): readonly Label[] {
    return (this.learned('classes').estimator as unknown as { classes: readonly Label[] }).classes;
  }

  /** Predictions of the estimator from the columns that stay. */
  async predict(
    X: MatrixLike,
    options: RunOptions = {},
  ): Promise<E extends { predict(...args: never[]): Promise<infer R> } ? R : never> {
    return this.ask('predict', X, options);
  }

  /** Class probabilities of the estimator: n x k. */
  async predictProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    return this.ask('predictProba', X, options);
  }

  /** Logarithms of the class probabilities: n x k. */
  async predictLogProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    return this.ask('predictLogProba', X, options);
  }

  /** Decision values of the estimator. */
  async decisionFunction(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    return this.ask('decisionFunction', X, options);
  }

  /** The estimator's own score on the columns that stay. */
  async score(X: MatrixLike, y?: Target, options: ScoreOptions = {}): Promise<number> {
    const { estimator } = this.learned('score');
    const selected = await this.transform(X, { signal: options.signal });
    const scored = estimator as unknown as {
      score(X: DataLike, y: Target | undefined, options: ScoreOptions): Promise<number>;
    };
    return scored.score(selected, y, options);
  }

  private async ask<R>(method: MethodName, X: MatrixLike, options: RunOptions): Promise<R> {
    const { estimator } = this.learned(method);
    if (!hasMethod(estimator, method)) {
      throw new InvalidInputError(
        `${this.type}: '${method}' is not available, because ${this.judge.type} lacks it.`,
        {
          estimator: this.type,
          parameter: method,
        },
      );
    }
    const selected = await this.transform(X, { signal: options.signal });
    return (estimator as unknown as Record<string, (X: Matrix, o: RunOptions) => Promise<R>>)[method](
      selected,
      options,
    );
  }
}
