import type { FeatureInfo } from '../../core/features.js';
import { checkSameLength, type DataLike } from '../../core/input.js';
import type { Label } from '../../core/labels.js';
import type { Declaration } from '../../core/params.js';
import type { Estimator, ScoreOptions } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { BaseEstimator, type ModelRecord } from '../../estimators/base/index.js';
import { accuracyScore } from '../../metrics/index.js';
import { checkInput } from '../base/data.js';
import { refuseWeights } from '../base/meta_classifier.js';
import { type LabelColumns, labelColumns, labelRows, type OutputLabels } from './label_columns.js';

/** Checked training data of a classifier of several outputs. */
export interface MultiLabelData extends LabelColumns {
  readonly X: DataLike;
  readonly rows: number;
  readonly info: FeatureInfo;
  readonly sampleWeight: Float64Array | undefined;
}

/** A model with what y was. */
export type MultiLabelModel<M extends ModelRecord> = M & {
  readonly classes: readonly (readonly Label[])[];
  readonly oneDimensional: boolean;
};

/** Base of classifiers that predict several outputs per row. A flat y is one output and comes back flat. */
export abstract class MultiLabelBase<D extends Declaration, M extends ModelRecord> extends BaseEstimator<
  D,
  MultiLabelModel<M>
> {
  /** Learns from checked data; must not touch `this`. */
  protected abstract train(data: MultiLabelData, run: Run): Promise<M>;

  /** The predicted labels, output by output. */
  protected abstract predictColumns(X: DataLike, run: Run): Promise<readonly (readonly Label[])[]>;

  /** The estimator that every output gets a copy of. */
  protected abstract member(): Estimator;

  /**
   * Learns to predict y (n x t labels: rows of labels, or a matrix) from X (n x d).
   * @throws InvalidInputError for unusable data; what a member throws; AbortError: the earlier model stays.
   */
  async fit(X: DataLike, y: OutputLabels, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const input = checkInput(X, this.tags, this.type);
    const labels = labelColumns(y, input.rows, this.type);
    refuseWeights(options, [this.member()], this.type);
    const sampleWeight = this.checkWeights(options, input.rows);
    const model = await this.train({ ...input, ...labels, sampleWeight }, run);
    const { classes, oneDimensional } = labels;
    return this.setFitted({ ...input.info, model: { ...model, classes, oneDimensional } });
  }

  /** The predicted labels: n rows of t labels; n labels when y was flat (then write `predict<Label[]>(X)`). */
  async predict<T extends Label[] | Label[][] = Label[][]>(
    X: DataLike,
    options: RunOptions = {},
  ): Promise<T> {
    const { oneDimensional } = this.learned('predict');
    const columns = await this.predictColumns(this.checkData(X, 'predict'), new Run(this.type, options));
    return labelRows(columns, oneDimensional) as T;
  }

  /** The share of rows whose outputs are all predicted right. */
  async score(X: DataLike, y: OutputLabels, options: ScoreOptions = {}): Promise<number> {
    const columns = await this.predictColumns(this.checkData(X, 'score'), new Run(this.type, options));
    const given = labelColumns(y, columns[0].length, this.type);
    checkSameLength(given.columns.length, columns.length, this.type, 'y');
    const right = columns[0].map((_, i) => columns.every((column, t) => column[i] === given.columns[t][i]));
    return accuracyScore(new Array<boolean>(right.length).fill(true), right, {
      sampleWeight: options.sampleWeight,
    });
  }

  /** The classes of each output, sorted; of a flat y its classes. */
  get classes(): readonly Label[] | readonly (readonly Label[])[] {
    const { classes, oneDimensional } = this.learned('classes');
    return oneDimensional ? classes[0] : classes;
  }

  /** Checks X for a predict-like method. */
  protected checkData(X: DataLike, member: string): DataLike {
    this.learned(member);
    return checkInput(X, this.tags, this.type, {
      nFeaturesIn: this.nFeaturesIn,
      featureNamesIn: this.featureNamesIn,
    }).X;
  }
}
