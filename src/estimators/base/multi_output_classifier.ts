import { InvalidInputError } from '../../core/errors.js';
import { featureInfo } from '../../core/features.js';
import { checkSameLength, inputError, type MatrixLike } from '../../core/input.js';
import { encodeLabels, type Label, type Labels } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import type { ScoreOptions } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { type ClassWeight, checkSampleWeight, combineWeights } from '../../core/weights.js';
import { BaseEstimator, type ModelRecord } from './base_estimator.js';

/** Labels of several outputs: one array per row. */
export type LabelRows = readonly (readonly Label[])[] | Matrix;

/** Clean training data of a classifier of one or several outputs. */
export interface ClassTrainingData {
  /** n x d, possibly with NaN. */
  readonly X: Matrix;
  /** Class codes, n x outputs. */
  readonly codes: Int32Array;
  /** The sorted labels of each output. */
  readonly outputs: readonly (readonly Label[])[];
  /** Given weights times class weights; undefined when every row weighs 1. */
  readonly sampleWeight: Float64Array | undefined;
}

/** What every model of such a classifier says of its targets. */
export interface ClassModel extends ModelRecord {
  readonly outputs: readonly (readonly Label[])[];
  /** Whether y had one label per row. */
  readonly oneDimensional: boolean;
}

/**
 * Base of classifiers of several outputs at once (trees, neighbours): like `ClassifierBase`, with rows of labels. A
 * subclass writes `learn` and `shares`.
 */
export abstract class MultiOutputClassifierBase<
  D extends Declaration,
  M extends ModelRecord,
> extends BaseEstimator<D, M & ClassModel> {
  /** Learns from clean data; must not touch `this`. */
  protected abstract learn(data: ClassTrainingData, run: Run): Promise<M>;

  /** The share of each class, output by output: n x (outputs * most classes). */
  protected abstract shares(X: Matrix, run: Run): Promise<Matrix>;

  /**
   * Learns to predict y (n labels, or n rows of labels for several outputs) from X (n x d; NaN is a missing value).
   * @throws InvalidInputError for unusable data; AbortError when `signal` fires: the earlier model stays.
   */
  async fit(X: MatrixLike, y: Labels, options?: FitOptions): Promise<this>;
  async fit(X: MatrixLike, y: LabelRows, options?: FitOptions): Promise<this>;
  async fit(X: MatrixLike, y: Labels | LabelRows, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const matrix = this.checkFitX(X);
    const { columns, oneDimensional } = labelColumns(y, this.type);
    const encoded = columns.map((column) => encodeLabels(column, this.type));
    checkSameLength(columns[0].length, matrix.rows, this.type, 'y');
    const codes = new Int32Array(matrix.rows * encoded.length);
    encoded.forEach((output, k) => {
      for (let i = 0; i < matrix.rows; i++) codes[i * encoded.length + k] = output.codes[i];
    });
    const outputs = encoded.map(({ classes }) => classes);
    let sampleWeight = this.checkWeights(options, matrix.rows);
    encoded.forEach(({ codes: own, classes }, k) => {
      const weight = this.classWeightOf(k, encoded.length);
      if (weight !== null) sampleWeight = combineWeights(sampleWeight, weight, own, classes, this.type);
    });
    const model = await this.learn({ X: matrix, codes, outputs, sampleWeight }, run);
    return this.setFitted({ ...featureInfo(matrix), model: { ...model, outputs, oneDimensional } });
  }

  /**
   * The predicted label of each row of X (n x d); for several outputs a row of labels each (then write
   * `predict<Label[]>(X)`).
   */
  async predict<L = Label>(X: MatrixLike, options: RunOptions = {}): Promise<L[]> {
    const { outputs, oneDimensional } = this.learned('predict');
    const shares = await this.shares(this.checkX(X, 'predict'), new Run(this.type, options));
    const width = shares.columns / outputs.length;
    const rows = Array.from({ length: shares.rows }, (_, i) =>
      outputs.map(
        (classes, k) => classes[largest(shares.data, i * shares.columns + k * width, classes.length)],
      ),
    );
    return (oneDimensional ? rows.map(([label]) => label) : rows) as L[];
  }

  /** The probability of each class: n x k, in the order of `classes`. For several outputs see `predictProbaPerOutput`. */
  async predictProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    this.requireOneOutput('predictProba', 'predictProbaPerOutput');
    return this.shares(this.checkX(X, 'predictProba'), new Run(this.type, options));
  }

  /** The logarithms of the probabilities: n x k; the logarithm of 0 is -Infinity. */
  async predictLogProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const probabilities = await this.predictProba(X, options);
    return Matrix.of(probabilities.data.map(Math.log), probabilities.columns);
  }

  /** The probabilities of each output: one n x k matrix per output. */
  async predictProbaPerOutput(X: MatrixLike, options: RunOptions = {}): Promise<Matrix[]> {
    const { outputs } = this.learned('predictProbaPerOutput');
    const shares = await this.shares(this.checkX(X, 'predictProbaPerOutput'), new Run(this.type, options));
    const width = shares.columns / outputs.length;
    return outputs.map((classes, k) =>
      shares.takeColumns(Int32Array.from({ length: classes.length }, (_, c) => k * width + c)),
    );
  }

  /** The share of the weight of the rows of X whose labels are all predicted right: the accuracy. */
  async score(X: MatrixLike, y: Labels | LabelRows, options: ScoreOptions = {}): Promise<number> {
    const predicted = await this.predict<Label | Label[]>(X, options);
    const { columns, oneDimensional } = labelColumns(y, this.type);
    checkSameLength(columns[0].length, predicted.length, this.type, 'y');
    const weights = checkSampleWeight(options.sampleWeight, predicted.length, this.type);
    let right = 0;
    let total = 0;
    predicted.forEach((labels, i) => {
      const weight = weights ? weights[i] : 1;
      const row = oneDimensional ? [labels as Label] : (labels as Label[]);
      if (columns.every((column, k) => column[i] === row[k])) right += weight;
      total += weight;
    });
    return right / total;
  }

  /** The class labels, sorted: the order of the columns of `predictProba`. For several outputs see `classesPerOutput`. */
  get classes(): readonly Label[] {
    this.requireOneOutput('classes', 'classesPerOutput');
    return this.learned('classes').outputs[0];
  }

  /** The sorted class labels of each output. */
  get classesPerOutput(): readonly (readonly Label[])[] {
    return this.learned('classesPerOutput').outputs;
  }

  /** Number of targets per row. */
  get nOutputs(): number {
    return this.learned('nOutputs').outputs.length;
  }

  /** Number of classes. For several outputs take the lengths of `classesPerOutput`. */
  get nClasses(): number {
    this.requireOneOutput('nClasses', 'classesPerOutput');
    return this.learned('nClasses').outputs[0].length;
  }

  private requireOneOutput(member: string, instead: string): void {
    const { outputs } = this.learned(member);
    if (outputs.length === 1) return;
    throw new InvalidInputError(
      `${this.type}: '${member}' needs a model of one output. Got ${outputs.length} outputs. Use '${instead}'.`,
      { estimator: this.type, parameter: member, remedy: `use ${instead}` },
    );
  }

  private classWeightOf(output: number, nOutputs: number): ClassWeight | null {
    const { classWeight = null } = this.params as {
      classWeight?: ClassWeight | readonly ClassWeight[] | 'balanced_subsample' | null;
    };
    // Forests balance every bootstrap sample by themselves.
    if (classWeight === null || classWeight === 'balanced_subsample') return null;
    if (!Array.isArray(classWeight)) return classWeight as ClassWeight;
    if (classWeight.length === nOutputs) return classWeight[output] as ClassWeight;
    throw inputError(
      this.type,
      'classWeight',
      'as an array must have one entry per output',
      `${classWeight.length} entries for ${nOutputs} outputs`,
      'Correct its length.',
    );
  }
}

/** y as one column of labels per output. */
function labelColumns(
  y: Labels | LabelRows,
  estimator: string,
): { columns: readonly Labels[]; oneDimensional: boolean } {
  if (y instanceof Matrix) {
    const columns = Array.from({ length: y.columns }, (_, k) => y.column(k));
    if (columns.length > 0) return { columns, oneDimensional: false };
  }
  const rows = y as readonly (readonly Label[])[];
  if (!Array.isArray(y) || !Array.isArray(rows[0])) return { columns: [y as Labels], oneDimensional: true };
  const width = rows[0].length;
  const ragged = rows.findIndex((row) => !Array.isArray(row) || row.length !== width);
  if (width === 0 || ragged >= 0) {
    throw inputError(
      estimator,
      'y',
      'for several outputs must have rows of equal length, with at least one label',
      `row ${Math.max(0, ragged)} of another length`,
      'Pass one label per output.',
    );
  }
  return {
    columns: Array.from({ length: width }, (_, k) => rows.map((row) => row[k])) as readonly Labels[],
    oneDimensional: false,
  };
}

/** The position of the largest of `n` numbers from `at` on; the first of equals. */
function largest(data: Float64Array, at: number, n: number): number {
  let best = 0;
  for (let c = 1; c < n; c++) if (data[at + c] > data[at + best]) best = c;
  return best;
}
