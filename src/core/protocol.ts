import type { DataLike, Targets } from './input.js';
import type { Label, Labels, LabelTable } from './labels.js';
import type { Matrix } from './matrix.js';
import type { FitOptions, RunOptions } from './run.js';
import type { Tags } from './tags.js';

/** y as any estimator may take it. */
export type Target = Labels | Targets | LabelTable;

/** Options of `score`. */
export interface ScoreOptions extends RunOptions {
  /** One weight per row. */
  readonly sampleWeight?: ArrayLike<number>;
}

/**
 * What pipelines, searches and ensembles ask of an estimator. A class of your own that has these members
 * works everywhere; extending one of the bases is the short way.
 */
export interface Estimator<P extends object = object, N extends string = string> {
  /** The class name, as registered. */
  readonly type: N;
  /** The parameters: validated, complete with defaults, frozen. */
  readonly params: Readonly<P>;
  /** What it can and cannot do. */
  readonly tags: Tags;
  /** Whether `fit` has succeeded. */
  readonly isFitted: boolean;
  /** An unfitted copy with some parameters changed; `step__param` reaches into nested estimators. */
  with(overrides: Partial<P>): this;
  /** Learns from the data; resolves to the estimator itself. */
  fit(X: DataLike, y?: Target, options?: FitOptions): Promise<this>;
}

/** Predicts labels or numbers. */
export interface Predictor extends Estimator {
  predict(X: DataLike, options?: RunOptions): Promise<Label[] | Float64Array | Int32Array | Matrix>;
  score(X: DataLike, y: Target, options?: ScoreOptions): Promise<number>;
}

/** Predicts class labels. */
export interface Classifier extends Estimator {
  readonly classes: readonly Label[];
  predict(X: DataLike, options?: RunOptions): Promise<Label[]>;
  score(X: DataLike, y: Labels, options?: ScoreOptions): Promise<number>;
  /** n x k probabilities, rows sum to 1. */
  predictProba?(X: DataLike, options?: RunOptions): Promise<Matrix>;
  /** n values for two classes (positive: the second class), else n x k. */
  decisionFunction?(X: DataLike, options?: RunOptions): Promise<Float64Array | Matrix>;
}

/** Predicts numbers. */
export interface Regressor extends Estimator {
  predict(X: DataLike, options?: RunOptions): Promise<Float64Array | Matrix>;
  score(X: DataLike, y: Targets, options?: ScoreOptions): Promise<number>;
}

/** Turns rows into other rows. */
export interface Transformer extends Estimator {
  transform(X: DataLike, options?: RunOptions): Promise<Matrix>;
  fitTransform(X: DataLike, y?: Target, options?: FitOptions): Promise<Matrix>;
  getFeatureNamesOut?(inputFeatures?: readonly string[]): string[];
}

/** Changes which rows there are (over- and under-sampling); acts while fitting only. */
export interface Sampler extends Estimator {
  fitResample(
    X: DataLike,
    y: Target,
    options?: FitOptions,
  ): Promise<{ X: DataLike; y: Target; indices?: Int32Array; sampleWeight?: ArrayLike<number> }>;
}

/** The optional methods whose presence decides how an estimator can be scored or chained. */
export type MethodName =
  | 'predict'
  | 'predictProba'
  | 'predictLogProba'
  | 'decisionFunction'
  | 'transform'
  | 'inverseTransform'
  | 'fitResample'
  | 'fitPredict'
  | 'scoreSamples'
  | 'score';

/**
 * Whether an estimator has a method. A meta-estimator answers for what it wraps through its own
 * `supports(method)`.
 */
export function hasMethod<N extends MethodName>(
  estimator: object,
  method: N,
): estimator is object & Record<N, (...args: never[]) => Promise<unknown>> {
  if (!(method in estimator) || typeof (estimator as Record<string, unknown>)[method] !== 'function')
    return false;
  if ('supports' in estimator && typeof estimator.supports === 'function') {
    return (estimator.supports as (method: MethodName) => boolean)(method);
  }
  return true;
}

/** Whether a value can serve as an estimator. */
export function isEstimator(value: unknown): value is Estimator {
  return (
    value !== null &&
    typeof value === 'object' &&
    'params' in value &&
    'with' in value &&
    typeof value.with === 'function' &&
    'fit' in value &&
    typeof value.fit === 'function'
  );
}
