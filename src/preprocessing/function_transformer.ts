import { InvalidInputError } from '../core/errors.js';
import { asMatrix, type MatrixLike } from '../core/input.js';
import type { Matrix } from '../core/matrix.js';
import { bool, custom, declare, type ParamSpec, type ParamsOf } from '../core/params.js';
import { Run, type RunOptions } from '../core/run.js';
import { type Tags, tags } from '../core/tags.js';
import { DataWarning, warn } from '../core/warnings.js';
import type { TransformerData } from '../estimators/base/index.js';
import { StatelessTransformer } from './stateless.js';

/** Further arguments of the function, by name. */
export type KwArgs = Readonly<Record<string, unknown>>;

/** Turns a matrix into another; must not change it in place. */
export type MatrixFunction = (X: Matrix, kwArgs: KwArgs) => MatrixLike | Promise<MatrixLike>;

/** Names the columns that come out. */
export type NamesFunction = (inputFeatures: readonly string[]) => readonly string[];

const functionParam = (doc: string): ParamSpec<MatrixFunction | null> =>
  custom<MatrixFunction | null>(null, {
    doc,
    expected: 'a function of a Matrix, or null for none',
    accepts: (value) => value === null || typeof value === 'function',
    invalid: ['log', 3, {}],
  });

const kwArgsParam = (doc: string): ParamSpec<KwArgs | null> =>
  custom<KwArgs | null>(null, {
    doc,
    expected: 'an object of named values, or null',
    accepts: (value) => value === null || (typeof value === 'object' && !Array.isArray(value)),
    invalid: ['a=1', 3, [1]],
  });

const declaration = declare('FunctionTransformer', {
  func: functionParam('What transform does; null passes X on.'),
  inverseFunc: functionParam('What inverseTransform does; null passes X on.'),
  validate: bool(false, { doc: 'Refuse NaN in X; infinities are refused anyway.' }),
  checkInverse: bool(true, { doc: 'Warn in fit when inverseFunc does not undo func.' }),
  featureNamesOut: custom<'one-to-one' | NamesFunction | null>(null, {
    doc: "Names of the output columns: 'one-to-one' keeps those of X, or a function of them; null for none.",
    expected: "'one-to-one', a function of the input names, or null",
    accepts: (value) => value === null || value === 'one-to-one' || typeof value === 'function',
    invalid: ['same', 3],
  }),
  kwArgs: kwArgsParam('Further arguments for func.'),
  invKwArgs: kwArgsParam('Further arguments for inverseFunc.'),
});

/**
 * Makes a transformer of a function of a matrix. The function is a parameter, so an estimator that has one cannot
 * be saved or sent to workers. Reference: scikit-learn FunctionTransformer.
 *
 * @example
 * ```ts
 * const log = new FunctionTransformer({
 *   func: (X) => Matrix.of(X.data.map(Math.log1p), X.columns),
 *   inverseFunc: (X) => Matrix.of(X.data.map(Math.expm1), X.columns),
 * });
 * await log.fitTransform([[0, 1]]); // [[0, 0.693]]
 * ```
 */
export class FunctionTransformer extends StatelessTransformer<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return tags('transformer', { stateless: true, allowNaN: !this.params.validate });
  }

  protected override async train({ X }: TransformerData): Promise<Record<string, never>> {
    const { func, inverseFunc, checkInverse } = this.params;
    if (checkInverse && func && inverseFunc) await this.checkRoundTrip(X);
    return {};
  }

  protected async transformMatrix(X: Matrix): Promise<Matrix> {
    return this.apply(this.params.func, X, this.params.kwArgs);
  }

  override async transform(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const matrix = this.isFitted ? this.checkX(X, 'transform') : asMatrix(X, this.rules);
    new Run(this.type, options);
    const result = await this.transformMatrix(matrix);
    if (this.params.featureNamesOut === null && this.params.func !== null) return result;
    const names = matrix.columnNames ?? (this.isFitted ? this.featureNamesIn : undefined);
    return names ? result.withColumnNames(this.featureNamesOut(names)) : result;
  }

  /** Applies inverseFunc. */
  async inverseTransform(X: MatrixLike): Promise<Matrix> {
    return this.apply(this.params.inverseFunc, asMatrix(X, this.rules), this.params.invKwArgs);
  }

  /**
   * Names of the output columns.
   * @throws InvalidInputError when the parameter featureNamesOut is null, as the function's columns are unknown.
   */
  override getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    if (this.params.featureNamesOut === null) {
      throw new InvalidInputError(
        `${this.type}: the names of the output columns are not known. Set featureNamesOut to 'one-to-one' or a function.`,
        { estimator: this.type, parameter: 'featureNamesOut', remedy: 'set featureNamesOut' },
      );
    }
    return this.featureNamesOut(this.inputNames(inputFeatures));
  }

  protected override featureNamesOut(input: readonly string[]): string[] {
    const { featureNamesOut } = this.params;
    return typeof featureNamesOut === 'function' ? [...featureNamesOut(input)] : [...input];
  }

  private get rules() {
    return { estimator: this.type, allowNaN: this.tags.allowNaN };
  }

  private async apply(func: MatrixFunction | null, X: Matrix, kwArgs: KwArgs | null): Promise<Matrix> {
    if (func === null) return X.clone();
    const result = await func(X, kwArgs ?? {});
    return asMatrix(result, { estimator: this.type, argument: 'the result of func', allowNonFinite: true });
  }

  /** Tries about a hundred rows, evenly spread. */
  private async checkRoundTrip(X: Matrix): Promise<void> {
    const step = Math.max(1, Math.floor(X.rows / 100));
    const rows = Array.from({ length: Math.ceil(X.rows / step) }, (_, i) => i * step);
    const sample = X.takeRows(rows);
    const back = await this.inverseTransform(await this.apply(this.params.func, sample, this.params.kwArgs));
    const same = back.data.every((value, i) => {
      const was = sample.data[i];
      return Number.isNaN(was) || Math.abs(value - was) <= 1e-9 + 1e-7 * Math.abs(was);
    });
    if (same && back.data.length === sample.data.length) return;
    warn(
      new DataWarning(
        'inverseFunc does not undo func. Correct it, or set checkInverse: false if that is meant.',
        this.type,
      ),
    );
  }
}
