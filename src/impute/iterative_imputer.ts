import { describe, InvalidParameterError } from '../core/errors.js';
import { featureInfo } from '../core/features.js';
import type { MatrixLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import { bool, custom, declare, int, nullable, oneOf, type ParamsOf, real, seed } from '../core/params.js';
import { type Estimator, isEstimator, type Target } from '../core/protocol.js';
import { RandomState } from '../core/random.js';
import { type FitOptions, Run } from '../core/run.js';
import { type Tags, tags } from '../core/tags.js';
import { ConvergenceWarning, warn } from '../core/warnings.js';
import { TransformerBase, type TransformerData } from '../estimators/base/index.js';
import { BayesianRidge } from '../estimators/linear_model/index.js';
import { type Holes, imputeColumn, type Limits, largestRowSum, trainingRows } from './iterative_column.js';
import { columnOrder, correlationShares, otherColumns } from './iterative_order.js';
import { missingNumberParam, withIndicator, withNaN } from './missing.js';
import { MissingIndicator } from './missing_indicator.js';
import { SimpleImputer } from './simple_imputer.js';

const limit = (which: string, initial: number) =>
  custom<number | readonly number[]>(initial, {
    doc: `The ${which} value that is filled in: one number, or one for each column.`,
    expected: 'a number, or one number per column',
    accepts: (value) =>
      (typeof value === 'number' && !Number.isNaN(value)) ||
      (Array.isArray(value) && value.every((v) => typeof v === 'number' && !Number.isNaN(v))),
    invalid: ['low', null, [Number.NaN]],
  });

const declaration = declare('IterativeImputer', {
  estimator: nullable(
    custom<Estimator>(null as unknown as Estimator, {
      doc: 'Regressor that predicts a column from the others; null takes BayesianRidge.',
      expected: 'a regressor',
      accepts: (value) => isEstimator(value) && 'predict' in value,
      invalid: ['BayesianRidge', 3],
    }),
  ),
  missingValues: missingNumberParam(),
  samplePosterior: bool(false, {
    doc: 'Draw from the predictive distribution (the estimator needs predictWithStd) instead of its mean.',
  }),
  maxIter: int(10, { min: 0, doc: 'Most rounds through the columns; 0 gives the first filling.' }),
  tol: real(1e-3, { min: 0, doc: 'Change of a round, relative to the largest value, at which it stops.' }),
  nNearestFeatures: nullable(
    int(1, { min: 1, doc: 'Columns to predict from, drawn by correlation; null takes all.' }),
  ),
  initialStrategy: oneOf(['mean', 'median', 'most_frequent', 'constant'], 'mean', {
    doc: 'The first filling (SimpleImputer).',
  }),
  fillValue: nullable(real(0, { doc: "The first filling for 'constant'; null is 0." })),
  imputationOrder: oneOf(['ascending', 'descending', 'roman', 'arabic', 'random'], 'ascending', {
    doc: 'Order of the columns: by missing cells from the fewest or the most, from the left, from the right, or random.',
  }),
  skipComplete: bool(false, {
    doc: 'Learn nothing of columns without missing cells in fit; new rows get the first filling there.',
  }),
  minValue: limit('smallest', Number.NEGATIVE_INFINITY),
  maxValue: limit('largest', Number.POSITIVE_INFINITY),
  randomState: seed(),
  addIndicator: bool(false, {
    doc: 'Append columns that mark the cells that were missing (MissingIndicator).',
  }),
  keepEmptyFeatures: bool(false, {
    doc: 'Keep columns without any observed cell, with the first filling, instead of dropping them.',
  }),
});

/** One step of a round: the column, the columns it is predicted from, and the fitted estimator. */
export interface ImputationStep {
  readonly featIdx: number;
  readonly neighborFeatIdx: Int32Array;
  readonly estimator: Estimator;
}

interface IterativeImputerModel {
  readonly initialImputer: SimpleImputer;
  /** Columns of X that come out. */
  readonly kept: Int32Array;
  /** Of those, which had no observed cell: they keep the first filling. */
  readonly empty: Uint8Array;
  readonly limits: Limits;
  readonly imputationSequence: readonly ImputationStep[];
  readonly nIter: number;
  readonly nFeaturesWithMissing: number;
  readonly indicator: MissingIndicator | null;
  /** Where the random numbers stood after fit: each transform goes on from there. */
  readonly randomState: {
    readonly key: Uint32Array;
    readonly position: number;
    readonly gauss: number | null;
  };
}

/**
 * Fills missing cells by predicting each column from the others, in rounds, until the fillings settle. Use it where
 * columns explain each other; for several plausible fillings take `samplePosterior` with several seeds. The cost is
 * that of fitting the estimator columns x rounds times. transform draws from where fit ended, so it gives the same at
 * every call. Reference: van Buuren and Groothuis-Oudshoorn, J. Stat. Software 45 (2011) 3; scikit-learn
 * IterativeImputer.
 *
 * @example
 * ```ts
 * const imputer = new IterativeImputer({ randomState: 0 });
 * const X = await imputer.fitTransform([[7, 2, 3], [4, NaN, 6], [10, 5, 9], [2, 1, 1]]);
 * X.get(1, 1); // 3.49999...
 * ```
 */
export class IterativeImputer extends TransformerBase<typeof declaration, IterativeImputerModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    const allowNaN = Number.isNaN(this.params.missingValues);
    return tags('transformer', { allowNaN, imputes: allowNaN });
  }

  /** `fit`, with the rows as the last round left them. */
  override async fitTransform(X: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<Matrix> {
    const run = new Run(this.type, options);
    const matrix = this.checkFitX(X);
    this.checkWeights(options, matrix.rows);
    const { model, filled } = await this.learn(matrix, run);
    const result = await withIndicator(filled, matrix, model.indicator);
    this.setFitted({ ...featureInfo(matrix), model });
    const names = matrix.columnNames;
    return names ? result.withColumnNames(this.featureNamesOut(names, model)) : result;
  }

  protected async train({ X }: TransformerData, run: Run): Promise<IterativeImputerModel> {
    return (await this.learn(X, run)).model;
  }

  private async learn(X: Matrix, run: Run): Promise<{ model: IterativeImputerModel; filled: Matrix }> {
    const { params } = this;
    const { missingValues, keepEmptyFeatures, maxIter, samplePosterior } = params;
    const random = RandomState.from(params.randomState);
    const initialImputer = await new SimpleImputer({
      missingValues,
      strategy: params.initialStrategy,
      fillValue: params.fillValue,
      keepEmptyFeatures,
    }).fit(X);
    const indicator = params.addIndicator
      ? await new MissingIndicator({ missingValues, errorOnNew: false }).fit(X)
      : null;
    const marked = withNaN(X, missingValues);
    const isEmpty = Uint8Array.from({ length: X.columns }, (_, j) =>
      marked.column(j).every(Number.isNaN) ? 1 : 0,
    );
    const kept = Int32Array.from(isEmpty.keys()).filter((j) => keepEmptyFeatures || isEmpty[j] === 0);
    const empty = Uint8Array.from(kept, (j) => isEmpty[j]);
    const holes = await this.firstFilling(initialImputer, X, marked, kept, empty);
    const limits = this.limitsFor(X.columns, kept);
    const imputationSequence: ImputationStep[] = [];
    let nIter = 0;
    let nFeaturesWithMissing = 0;
    const nothing = holes.missing.every((mask) => mask.every((gone) => gone === 1));
    if (maxIter > 0 && !nothing && kept.length > 1) {
      const order = (): Int32Array => columnOrder(holes.missing, params, random);
      let columns = order();
      nFeaturesWithMissing = columns.length;
      const shares = correlationShares(holes.columns, params.nNearestFeatures);
      const tolerance = params.tol * holes.largest;
      let previous = holes.columns.map((column) => column.slice());
      let settled = samplePosterior;
      while (nIter < maxIter) {
        nIter++;
        if (params.imputationOrder === 'random') columns = order();
        for (const [at, featIdx] of columns.entries()) {
          await run.step((nIter - 1) * columns.length + at, maxIter * columns.length, 'column');
          const neighborFeatIdx = otherColumns(kept.length, featIdx, params.nNearestFeatures, shares, random);
          const { rows, y } = trainingRows(holes, featIdx, neighborFeatIdx);
          const estimator = await (params.estimator ?? new BayesianRidge())
            .with({})
            .fit(rows, y, { signal: run.signal });
          const step = { featIdx, neighborFeatIdx, estimator };
          await imputeColumn(holes, step, limits, samplePosterior ? random : null, this.type, run);
          imputationSequence.push(step);
        }
        if (samplePosterior) continue;
        if (largestRowSum(holes.columns, previous) < tolerance) {
          settled = true;
          break;
        }
        previous = holes.columns.map((column) => column.slice());
      }
      if (!settled) {
        const what = `The fillings still changed by more than tol after ${nIter} rounds. Raise maxIter or tol.`;
        warn(new ConvergenceWarning(what, this.type));
      }
    }
    const { key, position, cachedGauss } = random.getState();
    const model: IterativeImputerModel = {
      initialImputer,
      kept,
      empty,
      limits,
      imputationSequence,
      nIter,
      nFeaturesWithMissing,
      indicator,
      randomState: { key, position, gauss: cachedGauss ?? null },
    };
    return { model, filled: fromColumns(holes.columns, X.rows) };
  }

  protected async transformMatrix(X: Matrix, model: IterativeImputerModel, run: Run): Promise<Matrix> {
    const { samplePosterior, missingValues } = this.params;
    const { initialImputer, kept, empty, limits, imputationSequence } = model;
    const holes = await this.firstFilling(initialImputer, X, withNaN(X, missingValues), kept, empty);
    let random: RandomState | null = null;
    if (samplePosterior) {
      const { key, position, gauss } = model.randomState;
      random = new RandomState(0);
      random.setState({ key, position, cachedGauss: gauss ?? undefined });
    }
    if (!holes.missing.every((mask) => mask.every((gone) => gone === 1))) {
      for (const [at, step] of imputationSequence.entries()) {
        await imputeColumn(holes, step, limits, random, this.type, run);
        await run.step(at + 1, imputationSequence.length, 'column');
      }
    }
    return withIndicator(fromColumns(holes.columns, X.rows), X, model.indicator);
  }

  /** The kept columns with their first filling, and which of their cells are to be predicted. */
  private async firstFilling(
    imputer: SimpleImputer,
    X: Matrix,
    marked: Matrix,
    kept: Int32Array,
    empty: Uint8Array,
  ): Promise<Holes> {
    const filled = await imputer.transform(X);
    const columns: Float64Array[] = [];
    const missing: Uint8Array[] = [];
    let largest = 0;
    kept.forEach((from, j) => {
      const column = filled.column(j);
      const mask = new Uint8Array(X.rows);
      for (let i = 0; i < X.rows; i++) {
        if (Number.isNaN(marked.data[i * X.columns + from]) && empty[j] === 0) mask[i] = 1;
        else largest = Math.max(largest, Math.abs(column[i]));
      }
      columns.push(column);
      missing.push(mask);
    });
    return { columns, missing, largest };
  }

  private limitsFor(d: number, kept: Int32Array): Limits {
    const expand = (name: 'minValue' | 'maxValue'): Float64Array => {
      const value = this.params[name];
      if (typeof value === 'number') return new Float64Array(kept.length).fill(value);
      if (value.length === d) return Float64Array.from(kept, (j) => value[j]);
      throw new InvalidParameterError(
        `${this.type}: parameter '${name}' as an array must hold one number for each of the ${d} columns. Got ${describe(value)}.`,
        { estimator: this.type, parameter: name, received: describe(value), remedy: 'pass one per column' },
      );
    };
    const [low, high] = [expand('minValue'), expand('maxValue')];
    const crossed = low.findIndex((value, j) => !(value < high[j]));
    if (crossed < 0) return { low, high };
    throw new InvalidParameterError(
      `${this.type}: minValue must be below maxValue. Got ${low[crossed]} and ${high[crossed]} for column ${kept[crossed]}. Correct them.`,
      { estimator: this.type, parameter: 'minValue', column: kept[crossed], remedy: 'correct the limits' },
    );
  }

  protected override featureNamesOut(input: readonly string[], model: IterativeImputerModel): string[] {
    const marked = Array.from(model.indicator?.features ?? [], (j) => `missingindicator_${input[j]}`);
    return [...Array.from(model.kept, (j) => input[j]), ...marked];
  }

  /** The imputer of the first filling. */
  get initialImputer(): SimpleImputer {
    return this.learned('initialImputer').initialImputer;
  }

  /** The steps of all rounds in order. */
  get imputationSequence(): readonly ImputationStep[] {
    return this.learned('imputationSequence').imputationSequence;
  }

  /** Rounds done. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  /** Columns that every round went through. */
  get nFeaturesWithMissing(): number {
    return this.learned('nFeaturesWithMissing').nFeaturesWithMissing;
  }

  /** The indicator of `addIndicator`; null without it. */
  get indicator(): MissingIndicator | null {
    return this.learned('indicator').indicator;
  }
}

function fromColumns(columns: readonly Float64Array[], rows: number): Matrix {
  const d = columns.length;
  const result = Matrix.zeros(rows, d);
  columns.forEach((column, j) => {
    for (let i = 0, at = j; i < rows; i++, at += d) result.data[at] = column[i];
  });
  return result;
}
