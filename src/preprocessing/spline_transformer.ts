import { describe, InvalidInputError, InvalidParameterError } from '../core/errors.js';
import { Matrix } from '../core/matrix.js';
import { bool, custom, declare, int, oneOf, type ParamsOf } from '../core/params.js';
import type { Run } from '../core/run.js';
import { type Tags, tags } from '../core/tags.js';
import { TransformerBase, type TransformerData } from '../estimators/base/index.js';
import { extendKnots, intervalOf, type SplineBasis, splineSlopes, splineValues } from './b_splines.js';
import { weightedQuantile } from './bin_edges.js';
import { linspace, sortedQuantile } from './percentile.js';
import { inRowBlocks } from './row_blocks.js';

type Rows = readonly (readonly number[] | Float64Array)[];

const declaration = declare('SplineTransformer', {
  nKnots: int(5, { min: 2, doc: 'Knots of each column, when they are not given.' }),
  degree: int(3, { min: 0, doc: 'Degree of the polynomials between the knots.' }),
  knots: custom<'uniform' | 'quantile' | Rows>('uniform', {
    doc: 'Knots at equal distances, at quantiles, or given: one row per knot with a value for each column.',
    expected: "'uniform', 'quantile', or at least two rows of finite numbers that rise",
    accepts: (value) => value === 'uniform' || value === 'quantile' || areKnots(value),
    invalid: ['even', 3, [[1]], [[2], [1]], null],
  }),
  extrapolation: oneOf(['error', 'constant', 'linear', 'continue', 'periodic'], 'constant', {
    doc: 'Beyond the knots: refuse, keep the value or the slope at the end, go on with the last polynomial, or repeat.',
  }),
  includeBias: bool(true, { doc: 'Keep the last spline of each column; all of them add up to 1.' }),
  handleMissing: oneOf(['error', 'zeros'], 'error', { doc: 'Refuse NaN, or give all splines 0 there.' }),
});

interface SplineTransformerModel {
  readonly knots: readonly Float64Array[];
  /** Splines of each column. */
  readonly splines: number;
}

/**
 * Turns each column into the values of B-splines: a linear model on them is a smooth curve of each column. With
 * extrapolation 'periodic' the curve joins at the ends, for hours and angles. All splines of a column add up to 1.
 * Time and memory are O(n d (nKnots + degree)). Reference: Eilers & Marx, Statistical Science 11 (1996) 89;
 * scikit-learn SplineTransformer.
 *
 * @throws InvalidInputError for values beyond the knots with extrapolation 'error'.
 * @example
 * ```ts
 * const spline = new SplineTransformer({ degree: 2, nKnots: 3 });
 * const X = await spline.fitTransform([[0], [1], [2], [3], [4], [5]]);
 * X.row(0); // 0.5, 0.5, 0, 0
 * spline.getFeatureNamesOut(); // ['x0_sp_0', 'x0_sp_1', 'x0_sp_2', 'x0_sp_3']
 * ```
 */
export class SplineTransformer extends TransformerBase<typeof declaration, SplineTransformerModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const { extrapolation, degree, nKnots, knots } = this.params;
    const count = typeof knots === 'string' ? nKnots : knots.length;
    if (extrapolation !== 'periodic' || degree < count) return;
    throw new InvalidParameterError(
      `SplineTransformer: parameter 'degree' must be below the number of knots with extrapolation 'periodic'. Got degree ${degree} and ${count} knots. Lower it or add knots.`,
      { estimator: this.type, parameter: 'degree', received: String(degree), remedy: 'lower it' },
    );
  }

  override get tags(): Tags {
    const allowNaN = this.params.handleMissing === 'zeros';
    return tags('transformer', { sampleWeight: true, allowNaN, imputes: allowNaN });
  }

  protected async train({ X, sampleWeight }: TransformerData, run: Run): Promise<SplineTransformerModel> {
    const { degree, extrapolation } = this.params;
    const periodic = extrapolation === 'periodic';
    if (X.rows < 2 && typeof this.params.knots === 'string') {
      throw new InvalidInputError(
        `${this.type}: X must have at least two rows. Got 1. Add rows or give knots.`,
        {
          estimator: this.type,
          parameter: 'X',
          received: '1 row',
          remedy: 'add rows',
        },
      );
    }
    const knots: Float64Array[] = [];
    for (let j = 0; j < X.columns; j++) {
      await run.step(j, X.columns, 'column');
      knots.push(extendKnots(this.baseKnots(X, j, sampleWeight), degree, periodic));
    }
    const splines = knots[0].length - degree - 1 - (periodic ? degree : 0);
    return { knots, splines };
  }

  private baseKnots(X: Matrix, j: number, sampleWeight: Float64Array | undefined): Float64Array {
    const { knots, nKnots } = this.params;
    if (typeof knots !== 'string') {
      if (knots[0].length === X.columns) return Float64Array.from(knots, (row) => row[j]);
      throw new InvalidParameterError(
        `${this.type}: parameter 'knots' must have a value for each of the ${X.columns} columns. Got ${knots[0].length}. Mend the rows.`,
        { estimator: this.type, parameter: 'knots', received: `${knots[0].length} columns` },
      );
    }
    const column = X.column(j);
    const rows = Int32Array.from(column.keys())
      .filter((i) => !Number.isNaN(column[i]) && (!sampleWeight || sampleWeight[i] > 0))
      .sort((a, b) => column[a] - column[b]);
    const sorted = Float64Array.from(rows, (i) => column[i]);
    if (knots === 'uniform') {
      // A column without values has its knots at 0.
      return sorted.length === 0
        ? new Float64Array(nKnots)
        : linspace(sorted[0], sorted[sorted.length - 1], nKnots);
    }
    const shares = linspace(0, 1, nKnots);
    if (!sampleWeight) return shares.map((share) => sortedQuantile(sorted, share));
    const weights = Float64Array.from(rows, (i) => sampleWeight[i]);
    return shares.map((share) => weightedQuantile(sorted, weights, share, false));
  }

  protected async transformMatrix(X: Matrix, model: SplineTransformerModel, run: Run): Promise<Matrix> {
    const { degree, includeBias } = this.params;
    const { splines } = model;
    const width = includeBias ? splines : splines - 1;
    const result = Matrix.zeros(X.rows, X.columns * width);
    const rules = model.knots.map((knots) => this.ruleFor({ knots, degree }));
    const values = new Float64Array(degree + 1);
    await inRowBlocks({ rows: X.rows, columns: X.columns * (degree + 2) }, run, (from, to) => {
      for (let i = from; i < to; i++) {
        for (let j = 0; j < X.columns; j++) {
          const x = X.data[i * X.columns + j];
          if (Number.isNaN(x)) continue;
          const first = rules[j](x, values, i, j);
          const at = i * result.columns + j * width;
          for (let r = 0; r <= degree; r++) {
            // Periodic splines go round; the last one is the bias.
            const s = first + r < splines ? first + r : first + r - splines;
            if (s < width) result.data[at + s] += values[r];
          }
        }
      }
    });
    return result;
  }

  /** A function that writes the values at x and returns the number of the first spline they belong to. */
  private ruleFor(basis: SplineBasis): (x: number, values: Float64Array, i: number, j: number) => number {
    const { degree, knots } = basis;
    const { extrapolation } = this.params;
    const low = knots[degree];
    const high = knots[knots.length - degree - 1];
    const inside = (x: number, values: Float64Array): number => {
      const interval = intervalOf(basis, x);
      splineValues(basis, degree, interval, x, values);
      return interval - degree;
    };
    if (extrapolation === 'continue') return inside;
    if (extrapolation === 'periodic') {
      const period = high - low;
      return (x, values) => {
        if (!(period > 0)) return inside(0, values);
        const part = (x - low) % period;
        return inside(low + (part < 0 ? part + period : part), values);
      };
    }
    if (extrapolation === 'error') {
      return (x, values, i, j) => {
        if (x < low || x > high) throw this.beyond(x, i, j, low, high);
        return inside(x, values);
      };
    }
    if (extrapolation === 'constant') return (x, values) => inside(Math.min(high, Math.max(low, x)), values);
    const slopes = [low, high].map((end) => splineSlopes(basis, intervalOf(basis, end), end));
    return (x, values) => {
      const end = x < low ? low : high;
      if (x >= low && x <= high) return inside(x, values);
      const first = inside(end, values);
      const slope = slopes[x < low ? 0 : 1];
      for (let r = 0; r <= degree; r++) values[r] += (x - end) * slope[r];
      return first;
    };
  }

  private beyond(x: number, i: number, j: number, low: number, high: number): InvalidInputError {
    return new InvalidInputError(
      `${this.type}: X must lie within the knots, ${low} to ${high} in column ${j}. Got ${describe(x)} in row ${i}. Choose another extrapolation.`,
      { estimator: this.type, parameter: 'X', column: j, received: describe(x), remedy: 'set extrapolation' },
    );
  }

  protected override featureNamesOut(
    input: readonly string[],
    { splines }: SplineTransformerModel,
  ): string[] {
    const width = this.params.includeBias ? splines : splines - 1;
    return input.flatMap((name) => Array.from({ length: width }, (_, s) => `${name}_sp_${s}`));
  }

  /** The splines of each column: its knots, those beyond the ends included, and the degree. */
  get bsplines(): readonly SplineBasis[] {
    const { degree } = this.params;
    return this.learned('bsplines').knots.map((knots) => ({ knots, degree }));
  }

  /** Number of columns that come out. */
  get nFeaturesOut(): number {
    const { knots, splines } = this.learned('nFeaturesOut');
    return knots.length * (this.params.includeBias ? splines : splines - 1);
  }
}

function areKnots(value: unknown): boolean {
  if (!Array.isArray(value) || value.length < 2) return false;
  const rows = value as ArrayLike<number>[];
  const d = rows[0]?.length;
  return rows.every(
    (row, i) =>
      row !== null &&
      typeof row === 'object' &&
      row.length === d &&
      d > 0 &&
      Array.from(row).every((x, j) => Number.isFinite(x) && (i === 0 || x > rows[i - 1][j])),
  );
}
