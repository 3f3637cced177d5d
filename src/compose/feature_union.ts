import type { Composite, Part } from '../core/children.js';
import type { FeatureInfo } from '../core/features.js';
import { type DataLike, inputError } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import type { HasParts } from '../core/param_map.js';
import { custom, declare, nullable, resolveParams } from '../core/params.js';
import type { Estimator, Target, Transformer } from '../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../core/run.js';
import { type Tags, tags } from '../core/tags.js';
import { BaseEstimator } from '../estimators/base/index.js';
import { checkNames, checkPart, isNamedList } from './steps.js';

/** A part of a union: its name and its transformer; 'passthrough' keeps X, 'drop' leaves it out. */
export type UnionPart = readonly [string, Estimator | 'passthrough' | 'drop'];

/** Factors by part name. */
export const transformerWeights = nullable(
  custom<Readonly<Record<string, number>>>(
    {},
    {
      doc: 'Factor for the columns of each named part.',
      expected: 'a record from part name to a number',
      accepts: (value) =>
        value !== null &&
        typeof value === 'object' &&
        !Array.isArray(value) &&
        Object.values(value).every(Number.isFinite),
      invalid: [3, ['a'], { a: 'x' }],
    },
  ),
);

const declaration = declare('FeatureUnion', {
  transformerList: custom<readonly UnionPart[]>([], {
    doc: "The parts: [name, transformer] pairs; 'passthrough' keeps X as it is, 'drop' leaves the part out.",
    expected: 'a list of [name, transformer] pairs',
    accepts: (value) => isNamedList(value),
    invalid: ['scale', [1]],
  }),
  transformerWeights,
});

interface FeatureUnionModel {
  readonly parts: readonly UnionPart[];
}

/**
 * Puts the columns of several transformers of the same X side by side.
 * Reference: scikit-learn FeatureUnion.
 *
 * @example
 * ```ts
 * const union = new FeatureUnion([['as_is', 'passthrough'], ['scaled', new StandardScaler()]]);
 * const both = await union.fitTransform([[1], [3]]);
 * both.to2DArray(); // [[1, -1], [3, 1]]
 * ```
 */
export class FeatureUnion<const S extends readonly UnionPart[] = readonly UnionPart[]>
  extends BaseEstimator<typeof declaration, FeatureUnionModel>
  implements HasParts<S>, Composite
{
  static readonly declaration = declaration;

  constructor(
    transformerList: S,
    options: { transformerWeights?: Readonly<Record<string, number>> | null } = {},
  ) {
    super(declaration, { transformerList, ...options });
    checkNames(
      transformerList.map(([name]) => name),
      'FeatureUnion',
      'transformerList',
    );
    for (const [name, part] of transformerList) checkPart(part, name, ['transform'], 'FeatureUnion');
  }

  static override fromParams(params: object): FeatureUnion {
    const { transformerList, ...options } = resolveParams(declaration, params);
    return new FeatureUnion(transformerList, options);
  }

  /** The parts as given. */
  get steps(): S {
    return this.params.transformerList as unknown as S;
  }

  get children(): readonly (readonly [string, Estimator])[] {
    return this.params.transformerList.filter(
      (part): part is readonly [string, Estimator] => typeof part[1] === 'object',
    );
  }

  replaceChild(params: Record<string, unknown>, name: string, child: Part): Record<string, unknown> {
    const list = params['transformerList'] as readonly UnionPart[];
    return { ...params, transformerList: list.map((part) => (part[0] === name ? [name, child] : part)) };
  }

  override get tags(): Tags {
    const parts = this.children.map(([, part]) => part.tags);
    return tags('transformer', {
      requiresTarget: parts.some((part) => part.requiresTarget),
      sampleWeight: parts.some((part) => part.sampleWeight),
      allowNaN: parts.every((part) => part.allowNaN),
      positiveOnly: parts.some((part) => part.positiveOnly),
      nonDeterministic: parts.some((part) => part.nonDeterministic),
    });
  }

  /** The fitted parts by name. */
  get namedTransformers(): Readonly<Record<string, UnionPart[1]>> {
    return Object.fromEntries(this.learned('namedTransformers').parts);
  }

  /** Fits every part on the same X. Sample weights go to the parts that take them. */
  async fit(X: DataLike, y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    this.checkWeightsUse(options);
    const parts: UnionPart[] = [];
    let info: Partial<FeatureInfo> | undefined;
    for (const [i, [name, part]] of this.params.transformerList.entries()) {
      await run.step(i, this.params.transformerList.length, 'part');
      if (typeof part === 'string') {
        parts.push([name, part]);
        continue;
      }
      const { sampleWeight, ...rest } = options;
      const fitted = await part.with({}).fit(X, y, part.tags.sampleWeight ? options : rest);
      info ??= fitted as Partial<FeatureInfo>;
      parts.push([name, fitted]);
    }
    const seen = info ?? { nFeaturesIn: this.checkFitX(X).columns };
    return this.setFitted({
      nFeaturesIn: seen.nFeaturesIn ?? 0,
      featureNamesIn: seen.featureNamesIn,
      model: { parts },
    });
  }

  /** The columns of all parts side by side: n x (sum of their columns). */
  async transform(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    const { parts } = this.learned('transform');
    const blocks: Matrix[] = [];
    for (const [name, part] of parts) {
      if (part === 'drop') continue;
      const block =
        part === 'passthrough'
          ? this.checkX(X, 'transform')
          : await (part as Transformer).transform(X, options);
      const names = block.columnNames?.map((column) => `${name}__${column}`);
      blocks.push(scaled(block, this.params.transformerWeights?.[name]).withColumnNames(names));
    }
    return sideBySide(blocks, 'FeatureUnion');
  }

  /** `fit` and then `transform`. */
  async fitTransform(X: DataLike, y?: Target, options: FitOptions = {}): Promise<Matrix> {
    await this.fit(X, y, options);
    return this.transform(X, { signal: options.signal, onProgress: options.onProgress });
  }

  /** Names of the columns: `part__column`. */
  getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    const { parts } = this.learned('getFeatureNamesOut');
    const input =
      inputFeatures ?? this.featureNamesIn ?? Array.from({ length: this.nFeaturesIn }, (_, j) => `x${j}`);
    return parts.flatMap(([name, part]) => {
      if (part === 'drop') return [];
      const names =
        part === 'passthrough' ? input : ((part as Transformer).getFeatureNamesOut?.(inputFeatures) ?? []);
      return names.map((column) => `${name}__${column}`);
    });
  }

  private checkWeightsUse(options: FitOptions): void {
    if (options.sampleWeight && !this.tags.sampleWeight) this.checkWeights(options, 0);
  }
}

/** The matrix times a factor. */
export function scaled(block: Matrix, factor: number | undefined): Matrix {
  if (factor === undefined || factor === 1) return block;
  return Matrix.of(
    block.data.map((value) => value * factor),
    block.columns,
    block.columnNames,
  );
}

/** Matrices with the same rows, side by side. */
export function sideBySide(blocks: readonly Matrix[], estimator: string): Matrix {
  const rows = blocks[0]?.rows ?? 0;
  const columns = blocks.reduce((sum, block) => sum + block.columns, 0);
  const names = blocks.every((block) => block.columnNames)
    ? blocks.flatMap((block) => block.columnNames ?? [])
    : undefined;
  const result = Matrix.zeros(rows, columns, names);
  let at = 0;
  for (const block of blocks) {
    if (block.rows !== rows) {
      throw inputError(
        estimator,
        'X',
        `parts returned ${rows} and ${block.rows} rows`,
        `${block.rows} rows`,
        'Keep the rows.',
      );
    }
    for (let i = 0; i < rows; i++) result.data.set(block.row(i), i * columns + at);
    at += block.columns;
  }
  return result;
}
