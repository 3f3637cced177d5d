import type { ColumnSet } from '../core/columns.js';
import { describe, InvalidInputError } from '../core/errors.js';
import { checkSameLength, checkTargets, type DataLike, inputError, type Targets } from '../core/input.js';
import { encodeLabels, type Label, type Labels } from '../core/labels.js';
import { Matrix } from '../core/matrix.js';
import { bool, custom, declare, oneOf, type ParamsOf, seed } from '../core/params.js';
import type { Target } from '../core/protocol.js';
import { type FitOptions, Run } from '../core/run.js';
import { tags } from '../core/tags.js';
import { rowCount } from '../core/take.js';
import { type Categories, categoriesParam, encodeColumn, indexOf } from './categories.js';
import { DataTransformerBase } from './data_transformer.js';
import { type EncodedColumn, learnColumns } from './encoded_columns.js';
import { type EncodingData, type Encodings, targetEncodings, writeEncodings } from './target_statistics.js';

/** What kind of target decides the encoding. */
export type TargetType = 'binary' | 'multiclass' | 'continuous';

/** Folds: their number, a splitter, or a list of rows. */
type Folds =
  | number
  | { split(X: DataLike, y: never, options?: object): Iterable<{ train: Int32Array; test: Int32Array }> }
  | Iterable<{ train: ArrayLike<number>; test: ArrayLike<number> }>;

const declaration = declare('TargetEncoder', {
  categories: categoriesParam(),
  targetType: oneOf(['auto', 'binary', 'multiclass', 'continuous'], 'auto', {
    doc: 'The kind of target; auto takes fractions for continuous, else counts the classes.',
  }),
  smooth: custom<number | 'auto'>('auto', {
    doc: "Weight of the mean over all rows, in rows; 'auto' estimates it for each category.",
    expected: "a number >= 0, or 'auto'",
    accepts: (value) =>
      value === 'auto' || (typeof value === 'number' && value >= 0 && Number.isFinite(value)),
    invalid: [-1, 'much', Number.NaN, null],
  }),
  cv: custom<Folds>(5, {
    doc: 'Folds of fitTransform: their number (stratified for classes), a splitter, or a list of { train, test }.',
    expected: 'an integer >= 2, a splitter, or a list of { train, test }',
    accepts: (value) =>
      typeof value === 'number'
        ? Number.isInteger(value) && value >= 2
        : typeof value === 'object' && value !== null,
    invalid: [1, 2.5, 'five', null],
  }),
  shuffle: bool(true, { doc: 'Shuffle the rows before they are cut into folds; with a number as cv.' }),
  randomState: seed(),
});

interface TargetEncoderModel extends Encodings {
  readonly columns: readonly EncodedColumn[];
  readonly targetType: TargetType;
  readonly classes: readonly Label[] | null;
}

/** Options of `fitTransform`. */
export interface TargetEncoderFitOptions extends FitOptions {
  /** Group of each row, for group splitters. */
  readonly groups?: Labels;
}

/** Data with categories as codes and targets as numbers. */
interface Prepared extends EncodingData {
  readonly rows: number;
  readonly columns: readonly EncodedColumn[];
  readonly targetType: TargetType;
  readonly classes: readonly Label[] | null;
}

/**
 * Turns each category into what the target is on average in its rows, drawn towards the mean over all rows: for
 * columns of many categories. With more than two classes each column becomes one column per class. Missing cells are
 * a category; unknown ones become the mean.
 *
 * `fitTransform` encodes each row by the rows of the other folds, so that the encoding does not give the target away;
 * use it (or a pipeline, which does) for training data, not `fit` and `transform`. O(n d) per fold.
 * Reference: Micci-Barreca, SIGKDD Explorations 3 (2001) 27; scikit-learn TargetEncoder.
 *
 * @throws InvalidInputError for unusable data, or folds that do not hold each row once.
 * @example
 * ```ts
 * const X = [['dog'], ['dog'], ['cat'], ['cat'], ['cat'], ['snake']];
 * const encoder = new TargetEncoder({ smooth: 1 });
 * await encoder.fit(X, [90, 80, 20, 22, 30, 40]);
 * encoder.encodings[0]; // 29.75, 72.33, 43.5 for cat, dog, snake
 * ```
 */
export class TargetEncoder extends DataTransformerBase<typeof declaration, TargetEncoderModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags() {
    return tags('transformer', { requiresTarget: true, text: true, allowNaN: true, imputes: true });
  }

  protected async train(data: ColumnSet, run: Run, y: Target | undefined): Promise<TargetEncoderModel> {
    const prepared = this.prepare(data, y);
    await run.step(0, 1, 'pass');
    return this.modelOf(prepared);
  }

  /** Fits, and encodes each row by the rows of the other folds. */
  override async fitTransform(
    X: DataLike,
    y?: Target,
    options: TargetEncoderFitOptions = {},
  ): Promise<Matrix> {
    const run = new Run(this.type, options);
    const data = this.checkData(X);
    this.checkWeights(options, data.rows);
    const prepared = this.prepare(data, y);
    const model = this.modelOf(prepared);
    const folds = await this.folds(X, y as Target, prepared, options.groups);
    const out = new Float64Array(data.rows * model.encodings.length);
    for (const [i, { train, test }] of folds.entries()) {
      await run.step(i, folds.length, 'fold');
      writeEncodings(out, prepared.codes, test, targetEncodings(prepared, train, this.params.smooth));
    }
    this.setFitted({ nFeaturesIn: data.columns.length, featureNamesIn: data.names, model });
    const names = data.names && this.featureNamesOut(data.names, model);
    return Matrix.of(out, model.encodings.length, names);
  }

  protected async transformColumns(data: ColumnSet, model: TargetEncoderModel, run: Run): Promise<Matrix> {
    const out = new Float64Array(data.rows * model.encodings.length);
    const codes = encode(data, model.columns);
    await run.breathe();
    writeEncodings(out, codes, allRows(data.rows), model);
    return Matrix.of(out, model.encodings.length);
  }

  protected override featureNamesOut(
    input: readonly string[],
    { classes, targetType }: TargetEncoderModel,
  ): string[] {
    if (targetType !== 'multiclass' || classes === null) return [...input];
    return input.flatMap((name) => classes.map((label) => `${name}_${label}`));
  }

  /** The categories of each column, sorted, a missing one last. */
  get categories(): readonly Categories[] {
    return this.learned('categories').columns.map((column) => column.categories);
  }

  /** What each category becomes: one array per column, or per column and class, learned from all rows. */
  get encodings(): readonly Float64Array[] {
    return this.learned('encodings').encodings;
  }

  /** Mean of the target: a number, or the share of each class when there are several. */
  get targetMean(): number | Float64Array {
    const { means, targetType } = this.learned('targetMean');
    return targetType === 'multiclass' ? means : means[0];
  }

  /** The kind of target that was found. */
  get targetType(): TargetType {
    return this.learned('targetType').targetType;
  }

  /** The classes, sorted; null for a continuous target. */
  get classes(): readonly Label[] | null {
    return this.learned('classes').classes;
  }

  private modelOf(prepared: Prepared): TargetEncoderModel {
    const { columns, targetType, classes, rows } = prepared;
    return { ...targetEncodings(prepared, allRows(rows), this.params.smooth), columns, targetType, classes };
  }

  private prepare(data: ColumnSet, y: Target | null | undefined): Prepared {
    if (y === undefined || y === null) {
      throw inputError(
        this.type,
        'y',
        'is what the categories are encoded by',
        describe(y),
        'Pass fit(X, y).',
      );
    }
    checkSameLength(rowCount(y, 'y'), data.rows, this.type, 'y');
    const columns = learnColumns(data, {
      estimator: this.type,
      categories: this.params.categories,
      refuseUnknown: false,
      minFrequency: null,
      maxCategories: null,
      missingApart: false,
    });
    const kinds = columns.map(({ categories }) => categories.length);
    return { rows: data.rows, columns, codes: encode(data, columns), kinds, ...this.target(y, data.rows) };
  }

  private target(y: Target, n: number): Pick<Prepared, 'targets' | 'targetType' | 'classes'> {
    const wanted = this.params.targetType;
    if (wanted === 'continuous' || (wanted === 'auto' && holdsFractions(y))) {
      const { values } = checkTargets(y as Targets, n, this.type);
      if (values.columns > 1) {
        throw inputError(
          this.type,
          'y',
          'must be one target',
          `${values.columns} columns`,
          'Pass one column.',
        );
      }
      return { targets: [values.data], targetType: 'continuous', classes: null };
    }
    const { codes, classes } = encodeLabels(y as Labels, this.type);
    const targetType = wanted === 'auto' ? (classes.length > 2 ? 'multiclass' : 'binary') : wanted;
    if (targetType === 'binary') {
      if (classes.length > 2) {
        throw inputError(
          this.type,
          'y',
          "must hold two classes with targetType 'binary'",
          `${classes.length}`,
          "Set targetType: 'auto'.",
        );
      }
      return { targets: [Float64Array.from(codes)], targetType, classes };
    }
    const targets = classes.map((_, c) => Float64Array.from(codes, (code) => (code === c ? 1 : 0)));
    return { targets, targetType, classes };
  }

  /** The folds, which must hold each row once. */
  private async folds(
    X: DataLike,
    y: Target,
    { rows, targetType }: Prepared,
    groups: Labels | undefined,
  ): Promise<{ train: Int32Array; test: Int32Array }[]> {
    const { cv, shuffle, randomState } = this.params;
    // Splitters stand above this layer: they are loaded when first used.
    const { checkCv } = await import('../model_selection/check_cv.js');
    const classifier = targetType !== 'continuous';
    const seeded = shuffle ? { shuffle, randomState } : { shuffle };
    const splitter = checkCv(cv as number, y as Labels, { classifier, ...seeded });
    const folds = [...splitter.split(X, y as Labels, { groups })];
    const times = new Uint8Array(rows);
    for (const { test } of folds) for (const row of test) times[row]++;
    const row = times.findIndex((count) => count !== 1);
    if (row < 0) return folds;
    throw new InvalidInputError(
      `${this.type}: the folds must hold each row once in 'test'. Got row ${row} ${times[row]} times. Use KFold or another splitter whose folds do not overlap.`,
      { estimator: this.type, parameter: 'cv', received: `${times[row]} times`, remedy: 'use KFold' },
    );
  }
}

function encode(data: ColumnSet, columns: readonly EncodedColumn[]): Int32Array[] {
  return columns.map(({ categories }, j) => encodeColumn(data.columns[j], indexOf(categories)));
}

function allRows(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}

/** Whether y holds numbers that are not whole. */
function holdsFractions(y: Target): boolean {
  const list = y as ArrayLike<unknown>;
  for (let i = 0; i < list.length; i++) {
    const value = list[i];
    if (typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value)) return true;
  }
  return false;
}
