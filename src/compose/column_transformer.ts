import type { Composite, Part } from '../core/children.js';
import { asColumns, type ColumnSet } from '../core/columns.js';
import { describe, InvalidInputError, InvalidParameterError } from '../core/errors.js';
import type { DataLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import type { HasParts } from '../core/param_map.js';
import { bool, custom, declare, resolveParams } from '../core/params.js';
import { type Estimator, isEstimator, type Target, type Transformer } from '../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../core/run.js';
import { Table } from '../core/table.js';
import { type Tags, tags } from '../core/tags.js';
import { BaseEstimator } from '../estimators/base/index.js';
import { type ColumnSelection, resolveSelection } from './column_selector.js';
import { scaled, sideBySide, transformerWeights } from './feature_union.js';
import { autoNames, checkNames, checkPart, isNamedList } from './steps.js';

/** A part: its name, its transformer ('passthrough' keeps, 'drop' drops), and its columns. */
export type ColumnPart = readonly [string, Estimator | 'passthrough' | 'drop', ColumnSelection];

type Remainder = 'drop' | 'passthrough' | Estimator;

const declaration = declare('ColumnTransformer', {
  transformers: custom<readonly ColumnPart[]>([], {
    doc: "The parts: [name, transformer, columns] triples; 'passthrough' keeps columns, 'drop' drops them.",
    expected: 'a list of [name, transformer, columns] triples',
    accepts: (value) => isNamedList(value, 3),
    invalid: ['scale', [['scale', 'drop']]],
  }),
  remainder: custom<Remainder>('drop', {
    doc: "What becomes of columns that no part names: 'drop', 'passthrough', or a transformer.",
    expected: "'drop', 'passthrough' or a transformer",
    accepts: (value) => value === 'drop' || value === 'passthrough' || isEstimator(value),
    invalid: ['keep', 3],
  }),
  transformerWeights,
  verboseFeatureNamesOut: bool(true, { doc: 'Put the part before the names of its columns: part__column.' }),
});

interface FittedPart {
  readonly name: string;
  readonly transformer: Estimator | 'passthrough' | 'drop';
  /** Positions of its columns. */
  readonly columns: Int32Array;
  /** Names of the columns that come out. */
  readonly namesOut: readonly string[];
}

interface ColumnTransformerModel {
  readonly parts: readonly FittedPart[];
}

/** Options of ColumnTransformer. */
export interface ColumnTransformerOptions {
  readonly remainder?: Remainder;
  readonly transformerWeights?: Readonly<Record<string, number>> | null;
  readonly verboseFeatureNamesOut?: boolean;
}

/**
 * Applies transformers to chosen columns of a table with numbers and text, and puts the results side by side.
 * Columns are chosen by name, position, or a selector. Reference: scikit-learn ColumnTransformer.
 *
 * @example
 * ```ts
 * const stars = { g: [17.1, 18.2, 19.3], r: [16.5, 17.9, 19.1], name: ['a', 'b', 'c'] };
 * const prepare = new ColumnTransformer([
 *   ['scaled', new StandardScaler(), ['g']],
 *   ['as_is', 'passthrough', ['r']],
 * ]);
 * const X = await prepare.fitTransform(stars);
 * X.columnNames; // ['scaled__g', 'as_is__r']
 * ```
 */
export class ColumnTransformer<const S extends readonly ColumnPart[] = readonly ColumnPart[]>
  extends BaseEstimator<typeof declaration, ColumnTransformerModel>
  implements HasParts<S>, Composite
{
  static readonly declaration = declaration;

  constructor(transformers: S, options: ColumnTransformerOptions = {}) {
    super(declaration, { transformers, ...options });
    checkNames([...transformers.map(([name]) => name), 'remainder'], 'ColumnTransformer', 'transformers');
    for (const [name, part] of transformers) checkPart(part, name, ['transform'], 'ColumnTransformer');
  }

  static override fromParams(params: object): ColumnTransformer {
    const { transformers, ...options } = resolveParams(declaration, params);
    return new ColumnTransformer(transformers, options);
  }

  /** The parts as given. */
  get steps(): S {
    return this.params.transformers as unknown as S;
  }

  get children(): readonly (readonly [string, Estimator])[] {
    return this.params.transformers
      .filter(([, part]) => typeof part === 'object')
      .map(([name, part]) => [name, part as Estimator] as const);
  }

  replaceChild(params: Record<string, unknown>, name: string, child: Part): Record<string, unknown> {
    const list = params['transformers'] as readonly ColumnPart[];
    return {
      ...params,
      transformers: list.map((part) => (part[0] === name ? [name, child, part[2]] : part)),
    };
  }

  override get tags(): Tags {
    const parts = [...this.children.map(([, part]) => part.tags)];
    return tags('transformer', {
      requiresTarget: parts.some((part) => part.requiresTarget),
      allowNaN: true,
      text: true,
      sampleWeight: parts.some((part) => part.sampleWeight),
      nonDeterministic: parts.some((part) => part.nonDeterministic),
    });
  }

  /** The fitted transformers by name. */
  get namedTransformers(): Readonly<Record<string, Estimator | 'passthrough' | 'drop'>> {
    return Object.fromEntries(
      this.learned('namedTransformers').parts.map((part) => [part.name, part.transformer]),
    );
  }

  /** Columns of the input that each part takes, by position. */
  get transformerColumns(): Readonly<Record<string, Int32Array>> {
    return Object.fromEntries(
      this.learned('transformerColumns').parts.map((part) => [part.name, part.columns]),
    );
  }

  /** Fits every part on its columns. */
  async fit(X: DataLike, y?: Target, options: FitOptions = {}): Promise<this> {
    await this.fitParts(X, y, options);
    return this;
  }

  /** Fits every part and returns the transformed columns side by side. */
  async fitTransform(X: DataLike, y?: Target, options: FitOptions = {}): Promise<Matrix> {
    await this.fitParts(X, y, options);
    return this.transform(X, { signal: options.signal, onProgress: options.onProgress });
  }

  /**
   * The transformed columns of all parts side by side.
   * @throws InvalidInputError when columns that a part needs are missing.
   */
  async transform(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    const { parts } = this.learned('transform');
    const run = new Run(this.type, options);
    const data = asColumns(X, { estimator: this.type });
    const positions = this.matchColumns(data);
    const blocks: Matrix[] = [];
    for (const part of parts) {
      if (part.transformer === 'drop' || part.columns.length === 0) continue;
      const selected = pick(
        data,
        Array.from(part.columns, (j) => positions[j]),
      );
      const block =
        part.transformer === 'passthrough'
          ? numeric(selected, part.name)
          : await (part.transformer as Transformer).transform(selected, run.inner());
      blocks.push(scaled(block, this.params.transformerWeights?.[part.name]).withColumnNames(part.namesOut));
    }
    if (blocks.length === 0) return Matrix.zeros(data.rows, 0);
    return sideBySide(blocks, this.type);
  }

  /** Names of the columns that come out. */
  getFeatureNamesOut(): string[] {
    return this.learned('getFeatureNamesOut').parts.flatMap((part) => [...part.namesOut]);
  }

  private async fitParts(X: DataLike, y: Target | undefined, options: FitOptions): Promise<void> {
    const run = new Run(this.type, options);
    if (options.sampleWeight && !this.tags.sampleWeight) this.checkWeights(options, 0);
    const data = asColumns(X, { estimator: this.type });
    const inputNames = data.names ?? data.columns.map((_, j) => `x${j}`);
    const fitted: FittedPart[] = [];
    const used = new Set<number>();
    const { remainder, verboseFeatureNamesOut, transformers } = this.params;
    const chosen: [string, Estimator | 'passthrough' | 'drop', Int32Array][] = transformers.map(
      ([name, part, selection]) => {
        const columns = resolveSelection(selection, data, name);
        for (const j of columns) used.add(j);
        return [name, part, columns];
      },
    );
    const rest = Int32Array.from(data.columns.keys()).filter((j) => !used.has(j));
    if (remainder !== 'drop') chosen.push(['remainder', remainder, rest]);
    for (const [i, [name, part, columns]] of chosen.entries()) {
      await run.step(i, chosen.length, 'part');
      const named = Array.from(columns, (j) => inputNames[j]);
      if (typeof part === 'string' || columns.length === 0) {
        const transformer = typeof part === 'string' ? part : 'drop';
        fitted.push({ name, transformer, columns, namesOut: transformer === 'drop' ? [] : named });
        continue;
      }
      const { sampleWeight, ...plain } = options;
      const selected = pick(data, columns);
      const transformer = (await part
        .with({})
        .fit(selected, y, part.tags.sampleWeight ? options : plain)) as Transformer;
      const namesOut = transformer.getFeatureNamesOut?.() ?? [];
      fitted.push({ name, transformer, columns, namesOut: data.names ? namesOut : renamed(namesOut, named) });
    }
    const parts = fitted.map((part) => ({ ...part, namesOut: finalNames(part, verboseFeatureNamesOut) }));
    if (!verboseFeatureNamesOut) checkDistinct(parts.flatMap((part) => part.namesOut));
    this.setFitted({ nFeaturesIn: data.columns.length, featureNamesIn: data.names, model: { parts } });
  }

  /** Where each column of fit stands in the data: by name where there are names, so that order does not matter. */
  private matchColumns(data: ColumnSet): number[] {
    const expected = this.featureNamesIn;
    if (expected && data.names) {
      const needed = new Set(
        this.learned('transform').parts.flatMap((part) =>
          part.transformer === 'drop' ? [] : [...part.columns],
        ),
      );
      return expected.map((name, j) => {
        const at = (data.names as readonly string[]).indexOf(name);
        if (at < 0 && needed.has(j)) {
          throw new InvalidInputError(
            `ColumnTransformer: X lacks the column ${describe(name)} that fit saw. Add it.`,
            {
              estimator: 'ColumnTransformer',
              column: name,
              remedy: 'add the column',
            },
          );
        }
        return at;
      });
    }
    if (data.columns.length !== this.nFeaturesIn) {
      throw new InvalidInputError(
        `ColumnTransformer: X has ${data.columns.length} columns, but fit saw ${this.nFeaturesIn}. Pass the same columns as in fit.`,
        { estimator: 'ColumnTransformer', parameter: 'X', received: `${data.columns.length} columns` },
      );
    }
    return Array.from({ length: this.nFeaturesIn }, (_, j) => j);
  }
}

/** x0, x1, ... of a part without names stand for the positions in the whole input. */
function renamed(namesOut: readonly string[], named: readonly string[]): string[] {
  return namesOut.map((name) =>
    name.replace(/^x(\d+)/, (whole, digits: string) => named[Number(digits)] ?? whole),
  );
}

function finalNames(part: FittedPart, verbose: boolean): string[] {
  return part.namesOut.map((name) => (verbose ? `${part.name}__${name}` : name));
}

function checkDistinct(names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  throw new InvalidParameterError(
    `ColumnTransformer: the output column ${describe(twice)} comes out twice. Set verboseFeatureNamesOut: true.`,
    { estimator: 'ColumnTransformer', parameter: 'verboseFeatureNamesOut', column: twice },
  );
}

/** Columns by position: a Matrix when all are numbers, else a Table. */
function pick(data: ColumnSet, positions: ArrayLike<number>): Matrix | Table {
  const columns = Array.from(positions, (j) => data.columns[j]);
  const names = data.names && Array.from(positions, (j) => (data.names as readonly string[])[j]);
  if (columns.every((column) => column instanceof Float64Array)) {
    const result = Matrix.zeros(data.rows, columns.length, names);
    columns.forEach((column, j) => {
      for (let i = 0; i < data.rows; i++) result.data[i * columns.length + j] = (column as Float64Array)[i];
    });
    return result;
  }
  return Table.from(
    columns.map((column, j) => [names?.[j] ?? `x${j}`, column as readonly (string | null)[]] as const),
  );
}

function numeric(selected: Matrix | Table, part: string): Matrix {
  if (selected instanceof Matrix) return selected;
  throw new InvalidInputError(
    `ColumnTransformer: part '${part}' passes text columns through, but the result is a matrix of numbers. Encode or drop them.`,
    { estimator: 'ColumnTransformer', parameter: part, remedy: 'encode or drop text columns' },
  );
}

/** Names the parts by their classes in lower case: makeColumnTransformer([new StandardScaler(), ['g']], ...). */
export function makeColumnTransformer<
  const A extends readonly (readonly [Estimator | 'passthrough' | 'drop', ColumnSelection])[],
>(parts: A, options: ColumnTransformerOptions = {}): ColumnTransformer {
  const names = autoNames(parts.map(([part]) => (typeof part === 'string' ? { type: part } : part)));
  return new ColumnTransformer(
    parts.map(([part, columns], i): ColumnPart => [names[i], part, columns]),
    options,
  );
}
