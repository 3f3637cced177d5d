import { InvalidParameterError } from '../core/errors.js';
import { Matrix } from '../core/matrix.js';
import { bool, custom, declare, type ParamsOf } from '../core/params.js';
import type { Run } from '../core/run.js';
import { tags } from '../core/tags.js';
import { TransformerBase, type TransformerData } from '../estimators/base/index.js';
import { inRowBlocks } from './row_blocks.js';

const isDegree = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

const declaration = declare('PolynomialFeatures', {
  degree: custom<number | readonly [number, number]>(2, {
    doc: 'Highest degree of the products, or [lowest, highest].',
    expected: 'an integer >= 0, or two such integers [lowest, highest]',
    accepts: (value) =>
      isDegree(value) ||
      (Array.isArray(value) && value.length === 2 && value.every(isDegree) && value[0] <= value[1]),
    invalid: [-1, 1.5, [3, 2], [1], 'two', null],
  }),
  interactionOnly: bool(false, { doc: 'Leave out products in which a column occurs twice.' }),
  includeBias: bool(true, { doc: 'Begin with a column of ones, the product of no columns.' }),
});

interface PolynomialFeaturesModel {
  /** Each product as an earlier product (-1: the empty one) times a column. */
  readonly parent: Int32Array;
  readonly factor: Int32Array;
  /** Products before this one are of too low a degree and only serve the later ones. */
  readonly first: number;
  readonly bias: boolean;
  readonly columns: number;
}

/** More output columns than this are surely a mistake. */
const MOST_COLUMNS = 10_000_000;

/**
 * All products of the columns up to a degree: for columns a, b and degree 2 these are 1, a, b, a^2, a b, b^2.
 * Time and memory are O(n k) for k columns that come out, which is C(d + degree, degree). Reference: scikit-learn
 * PolynomialFeatures.
 *
 * @example
 * ```ts
 * const poly = new PolynomialFeatures();
 * const X = await poly.fitTransform([[2, 3]]);
 * X.to2DArray(); // [[1, 2, 3, 4, 6, 9]]
 * poly.getFeatureNamesOut(); // ['1', 'x0', 'x1', 'x0^2', 'x0 x1', 'x1^2']
 * ```
 */
export class PolynomialFeatures extends TransformerBase<typeof declaration, PolynomialFeaturesModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const { degree, includeBias } = this.params;
    const highest = typeof degree === 'number' ? degree : degree[1];
    if (highest === 0 && !includeBias) {
      throw new InvalidParameterError(
        "PolynomialFeatures: parameter 'degree' must be above 0 without includeBias, or no column comes out. Got 0. Raise it or set includeBias: true.",
        { estimator: 'PolynomialFeatures', parameter: 'degree', received: '0' },
      );
    }
  }

  protected async train({ X }: TransformerData, run: Run): Promise<PolynomialFeaturesModel> {
    const { degree, interactionOnly, includeBias } = this.params;
    const [lowest, highest] = typeof degree === 'number' ? [1, degree] : degree;
    const parent: number[] = [];
    const factor: number[] = [];
    let first = 0;
    let level = 0;
    for (let power = 1; power <= highest; power++) {
      await run.step(power, highest, 'degree');
      if (power === lowest) first = parent.length;
      const end = parent.length;
      for (let p = power === 1 ? -1 : level; p < (power === 1 ? 0 : end); p++) {
        const next = p < 0 ? 0 : factor[p] + (interactionOnly ? 1 : 0);
        for (let j = next; j < X.columns; j++) {
          parent.push(p);
          factor.push(j);
        }
        if (parent.length > MOST_COLUMNS) throw tooMany(X.columns);
      }
      level = end;
    }
    return {
      parent: Int32Array.from(parent),
      factor: Int32Array.from(factor),
      first: lowest > highest ? parent.length : first,
      bias: includeBias,
      columns: X.columns,
    };
  }

  protected async transformMatrix(X: Matrix, model: PolynomialFeaturesModel, run: Run): Promise<Matrix> {
    const result = Matrix.zeros(X.rows, outputs(model));
    await inRowBlocks({ rows: X.rows, columns: model.parent.length }, run, (from, to) =>
      multiplyOut(X, result, model, from, to),
    );
    return result;
  }

  protected override featureNamesOut(input: readonly string[], model: PolynomialFeaturesModel): string[] {
    return powersOf(model)
      .to2DArray()
      .map((powers) => {
        const factors = powers.flatMap((power, j) =>
          power === 0 ? [] : [power === 1 ? input[j] : `${input[j]}^${power}`],
        );
        return factors.join(' ') || '1';
      });
  }

  /** The exponent of each input column (d) in each output column (k): k x d. */
  get powers(): Matrix {
    return powersOf(this.learned('powers'));
  }

  /** Number of columns that come out. */
  get nOutputFeatures(): number {
    return outputs(this.learned('nOutputFeatures'));
  }
}

function outputs({ parent, first, bias }: PolynomialFeaturesModel): number {
  return parent.length - first + (bias ? 1 : 0);
}

function multiplyOut(
  X: Matrix,
  result: Matrix,
  model: PolynomialFeaturesModel,
  from: number,
  to: number,
): void {
  const { parent, factor, first, bias } = model;
  const products = new Float64Array(parent.length);
  const out = result.data;
  for (let i = from, at = from * result.columns; i < to; i++) {
    const row = i * X.columns;
    for (let k = 0; k < products.length; k++) {
      const value = X.data[row + factor[k]];
      products[k] = parent[k] < 0 ? value : products[parent[k]] * value;
    }
    if (bias) out[at++] = 1;
    for (let k = first; k < products.length; k++) out[at++] = products[k];
  }
}

function powersOf(model: PolynomialFeaturesModel): Matrix {
  const { parent, factor, first, bias, columns } = model;
  const all = Matrix.zeros(parent.length, columns);
  for (let k = 0; k < parent.length; k++) {
    if (parent[k] >= 0) all.data.copyWithin(k * columns, parent[k] * columns, (parent[k] + 1) * columns);
    all.data[k * columns + factor[k]]++;
  }
  const result = Matrix.zeros(outputs(model), columns);
  result.data.set(all.data.subarray(first * columns), bias ? columns : 0);
  return result;
}

function tooMany(columns: number): InvalidParameterError {
  return new InvalidParameterError(
    `PolynomialFeatures: parameter 'degree' makes more than ${MOST_COLUMNS} products of ${columns} columns. Lower it, or select columns.`,
    { estimator: 'PolynomialFeatures', parameter: 'degree', remedy: 'lower it' },
  );
}
