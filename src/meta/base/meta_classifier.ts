import { InvalidInputError } from '../../core/errors.js';
import type { FeatureInfo } from '../../core/features.js';
import { checkSameLength, type DataLike } from '../../core/input.js';
import { decodeLabels, encodeLabels, type Label, type Labels } from '../../core/labels.js';
import type { Declaration } from '../../core/params.js';
import type { Estimator, ScoreOptions } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { BaseEstimator, type ModelRecord } from '../../estimators/base/index.js';
import { accuracyScore } from '../../metrics/index.js';
import { checkInput } from './data.js';

/** Checked training data of a classifier made of classifiers. */
export interface MetaClassifierData {
  /** A Matrix, or data with text. */
  readonly X: DataLike;
  readonly rows: number;
  readonly info: FeatureInfo;
  /** The labels as given. */
  readonly y: readonly Label[];
  /** Class of each row as an index into `classes`. */
  readonly codes: Int32Array;
  readonly classes: readonly Label[];
  readonly sampleWeight: Float64Array | undefined;
}

/**
 * Base of classifiers made of other estimators. Unlike `ClassifierBase` it lets through what its members take
 * (text, NaN), and members learn the labels as given, so that their own options (class weights) may name them.
 */
export abstract class MetaClassifierBase<D extends Declaration, M extends ModelRecord> extends BaseEstimator<
  D,
  M & { readonly classes: readonly Label[] }
> {
  /** Learns from checked data; must not touch `this`. */
  protected abstract train(data: MetaClassifierData, run: Run): Promise<M>;

  /** The class index of each row. */
  protected abstract predictCodes(X: DataLike, run: Run): Promise<ArrayLike<number>>;

  /**
   * Learns to predict y (n labels) from X (n x d). Resolves to the estimator itself.
   * @throws InvalidInputError for unusable data; what a member throws; AbortError: the earlier model stays.
   */
  async fit(X: DataLike, y: Labels, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const data = this.checkTrainingData(X, y, options);
    const model = await this.train(data, run);
    return this.setFitted({ ...data.info, model: { ...model, classes: data.classes } });
  }

  /** The predicted label of each row of X (n x d), as the labels were given to `fit`. */
  async predict<L extends Label = Label>(X: DataLike, options: RunOptions = {}): Promise<L[]> {
    const data = this.checkData(X, 'predict');
    return decodeLabels(await this.predictCodes(data, new Run(this.type, options)), this.classes) as L[];
  }

  /** The share of rows of X that are predicted right: the accuracy. */
  async score(X: DataLike, y: Labels, options: ScoreOptions = {}): Promise<number> {
    const predicted = await this.predict(X, options);
    checkSameLength(y.length, predicted.length, this.type, 'y');
    return accuracyScore(y, predicted, { sampleWeight: options.sampleWeight });
  }

  /** The class labels, sorted: the order of the columns of `predictProba`. */
  get classes(): readonly Label[] {
    return this.learned('classes').classes;
  }

  /** Checks X for a predict-like method. */
  protected checkData(X: DataLike, member: string): DataLike {
    this.learned(member);
    return checkInput(X, this.tags, this.type, {
      nFeaturesIn: this.nFeaturesIn,
      featureNamesIn: this.featureNamesIn,
    }).X;
  }

  /** Checks and encodes what was given to fit. */
  protected checkTrainingData(X: DataLike, y: Labels, options: FitOptions): MetaClassifierData {
    const input = checkInput(X, this.tags, this.type);
    const { codes, classes } = encodeLabels(y, this.type);
    checkSameLength(codes.length, input.rows, this.type, 'y');
    const sampleWeight = this.checkWeights(options, input.rows);
    return { ...input, y: decodeLabels(codes, classes), codes, classes, sampleWeight };
  }

  /** Refuses weights by naming the members that cannot use them. */
  protected override checkWeights(options: FitOptions, n: number): Float64Array | undefined {
    refuseWeights(options, this.weightedMembers(), this.type);
    return super.checkWeights(options, n);
  }

  /** The estimators that sample weights would go to. */
  protected weightedMembers(): readonly Estimator[] {
    return [];
  }
}

/** @throws InvalidInputError when weights are given and a member cannot use them. */
export function refuseWeights(options: FitOptions, members: readonly Estimator[], source: string): void {
  if (options.sampleWeight === undefined || options.sampleWeight === null) return;
  const unable = [...new Set(members.filter(({ tags }) => !tags.sampleWeight).map(({ type }) => type))];
  if (unable.length === 0) return;
  throw new InvalidInputError(
    `${source}: sampleWeight was given, but ${unable.join(', ')} cannot use weights. Leave it out or use other members.`,
    { estimator: source, parameter: 'sampleWeight', received: unable.join(', '), remedy: 'leave it out' },
  );
}
