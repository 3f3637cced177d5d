import { describe, InvalidParameterError } from '../core/errors.js';
import type { MatrixLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import { custom, declare, int, nullable, oneOf, type ParamsOf, seed } from '../core/params.js';
import { RandomState } from '../core/random.js';
import { Run, type RunOptions } from '../core/run.js';
import { tags } from '../core/tags.js';
import { DataWarning, warn } from '../core/warnings.js';
import { TransformerBase, type TransformerData } from '../estimators/base/index.js';
import { checkTransformed } from './affine.js';
import { clusterCentres, QUANTILE_METHODS, quantileBy, weightedQuantile } from './bin_edges.js';
import { linspace } from './percentile.js';
import { inRowBlocks } from './row_blocks.js';

const isBins = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 2;

const declaration = declare('KBinsDiscretizer', {
  nBins: custom<number | readonly number[]>(5, {
    doc: 'Number of bins, or one number per column.',
    expected: 'an integer >= 2, or a list of such integers',
    accepts: (value) => isBins(value) || (Array.isArray(value) && value.length > 0 && value.every(isBins)),
    invalid: [1, 2.5, [1, 2], [], 'many', null],
  }),
  encode: oneOf(['onehot', 'onehot-dense', 'ordinal'], 'onehot', {
    doc: "A column of 0 and 1 per bin ('onehot' and 'onehot-dense' are the same: all matrices are dense), or the number of the bin.",
  }),
  strategy: oneOf(['uniform', 'quantile', 'kmeans'], 'quantile', {
    doc: 'Bins of equal width, of equally many rows, or around the centres of clusters.',
  }),
  quantileMethod: oneOf(QUANTILE_METHODS, 'averaged_inverted_cdf', {
    doc: "How quantiles between two values are computed, for strategy 'quantile'.",
  }),
  subsample: nullable(int(200_000, { min: 1, doc: 'Most rows to learn from; null uses all.' }), 200_000),
  randomState: seed(),
});

interface KBinsDiscretizerModel {
  /** The edges of the bins of each column, -Infinity and Infinity for a constant column. */
  readonly binEdges: readonly Float64Array[];
  /** What each bin stands for when undone: its middle, or the value of a constant column. */
  readonly middles: readonly Float64Array[];
  /** The first output column of each column, and their number at the end. */
  readonly offsets: Int32Array;
}

/** Bins narrower than this are merged with the next. */
const NARROWEST = 1e-8;

/**
 * Cuts each column into bins. The outer bins take all that lies beyond. Fit is O(d n log n), transform
 * O(n d log nBins). Reference: scikit-learn KBinsDiscretizer.
 *
 * @example
 * ```ts
 * const bins = new KBinsDiscretizer({ nBins: 2, encode: 'ordinal', strategy: 'uniform' });
 * const X = await bins.fitTransform([[0], [4], [6], [10]]);
 * X.to2DArray(); // [[0], [0], [1], [1]]
 * bins.binEdges[0]; // 0, 5, 10
 * ```
 */
export class KBinsDiscretizer extends TransformerBase<typeof declaration, KBinsDiscretizerModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train(data: TransformerData, run: Run): Promise<KBinsDiscretizerModel> {
    const { strategy, quantileMethod } = this.params;
    const wanted = this.binsPerColumn(data.X.columns);
    const { X, sampleWeight } = this.draw(data);
    if (strategy === 'quantile' && sampleWeight && !/^(averaged_)?inverted_cdf$/.test(quantileMethod)) {
      throw this.refuse('quantileMethod', 'cannot use sample weights', "Use 'averaged_inverted_cdf'.");
    }
    const binEdges: Float64Array[] = [];
    const middles: Float64Array[] = [];
    for (let j = 0; j < X.columns; j++) {
      await run.step(j, X.columns, 'column');
      const { values, weights } = sortedWithWeights(X, j, sampleWeight);
      if (values[0] === values[values.length - 1]) {
        warn(new DataWarning(`Column ${j} is constant and gets one bin.`, this.type));
        binEdges.push(Float64Array.of(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY));
        middles.push(values.slice(0, 1));
        continue;
      }
      const edges = this.edgesOf(values, weights, wanted[j], sampleWeight !== undefined);
      if (edges.length - 1 !== wanted[j]) {
        warn(
          new DataWarning(
            `Column ${j} gets ${edges.length - 1} instead of ${wanted[j]} bins: the others would be narrower than ${NARROWEST}. Lower nBins.`,
            this.type,
          ),
        );
      }
      binEdges.push(edges);
      middles.push(edges.slice(1).map((edge, b) => (edge + edges[b]) * 0.5));
    }
    const offsets = new Int32Array(X.columns + 1);
    binEdges.forEach((edges, j) => {
      offsets[j + 1] = offsets[j] + edges.length - 1;
    });
    return { binEdges, middles, offsets };
  }

  private edgesOf(values: Float64Array, weights: Float64Array, k: number, weighted: boolean): Float64Array {
    const { strategy, quantileMethod } = this.params;
    const last = values[values.length - 1];
    if (strategy === 'uniform') return linspace(values[0], last, k + 1);
    let edges: Float64Array;
    if (strategy === 'quantile') {
      const averaged = quantileMethod === 'averaged_inverted_cdf';
      edges = linspace(0, 100, k + 1).map((percent) =>
        weighted
          ? weightedQuantile(values, weights, percent / 100, averaged)
          : quantileBy(values, percent / 100, quantileMethod),
      );
    } else {
      const centres = clusterCentres(values, weights, k);
      const borders = centres.slice(1).map((centre, c) => (centre + centres[c]) * 0.5);
      edges = Float64Array.of(values[0], ...borders, last);
    }
    return edges.filter((edge, b) => b === 0 || edge - edges[b - 1] > NARROWEST);
  }

  private draw({ X, sampleWeight }: TransformerData): Pick<TransformerData, 'X' | 'sampleWeight'> {
    const { subsample, randomState } = this.params;
    if (subsample === null || X.rows <= subsample) return { X, sampleWeight };
    const random = RandomState.from(randomState);
    if (!sampleWeight) return { X: X.takeRows(random.randint(0, X.rows, subsample)), sampleWeight };
    const total = sampleWeight.reduce((sum, weight) => sum + weight, 0);
    const rows = random.choice(X.rows, { size: subsample, p: sampleWeight.map((w) => w / total) });
    // The weights have had their say in the drawing.
    return { X: X.takeRows(rows as ArrayLike<number>), sampleWeight: undefined };
  }

  private binsPerColumn(columns: number): readonly number[] {
    const { nBins } = this.params;
    if (typeof nBins === 'number') return new Array<number>(columns).fill(nBins);
    if (nBins.length === columns) return nBins;
    throw this.refuse('nBins', `must hold one number for each of the ${columns} columns`, 'Mend the list.');
  }

  private refuse(parameter: 'nBins' | 'quantileMethod', what: string, remedy: string): InvalidParameterError {
    const received = describe(this.params[parameter]);
    return new InvalidParameterError(
      `${this.type}: parameter '${parameter}' ${what}. Got ${received}. ${remedy}`,
      { estimator: this.type, parameter, received, remedy },
    );
  }

  protected async transformMatrix(X: Matrix, model: KBinsDiscretizerModel, run: Run): Promise<Matrix> {
    const ordinal = this.params.encode === 'ordinal';
    const { binEdges, offsets } = model;
    const d = X.columns;
    const result = Matrix.zeros(X.rows, ordinal ? d : offsets[d]);
    await inRowBlocks(X, run, (from, to) => {
      for (let j = 0; j < d; j++) {
        const edges = binEdges[j];
        for (let i = from; i < to; i++) {
          const bin = binOf(X.data[i * d + j], edges);
          if (ordinal) result.data[i * d + j] = bin;
          else result.data[i * result.columns + offsets[j] + bin] = 1;
        }
      }
    });
    return result;
  }

  /** The middle of each bin; the value itself for a constant column. */
  async inverseTransform(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const { middles, offsets } = this.learned('inverseTransform');
    const ordinal = this.params.encode === 'ordinal';
    const d = middles.length;
    const matrix = checkTransformed(X, ordinal ? d : offsets[d], this.type, false);
    const result = Matrix.zeros(matrix.rows, d, this.featureNamesIn);
    await inRowBlocks(matrix, new Run(this.type, options), (from, to) => {
      for (let i = from; i < to; i++) {
        for (let j = 0; j < d; j++) {
          const bin = ordinal
            ? Math.trunc(matrix.get(i, j))
            : largest(matrix.row(i).subarray(offsets[j], offsets[j + 1]));
          result.data[i * d + j] = middles[j][Math.max(0, Math.min(middles[j].length - 1, bin))];
        }
      }
    });
    return result;
  }

  protected override featureNamesOut(input: readonly string[], { offsets }: KBinsDiscretizerModel): string[] {
    if (this.params.encode === 'ordinal') return [...input];
    return input.flatMap((name, j) =>
      Array.from({ length: offsets[j + 1] - offsets[j] }, (_, bin) => `${name}_${bin}.0`),
    );
  }

  /** The edges of the bins of each column. */
  get binEdges(): readonly Float64Array[] {
    return this.learned('binEdges').binEdges;
  }

  /** Number of bins of each column: narrow bins are merged, and constant columns have one. */
  get nBins(): Int32Array {
    return Int32Array.from(this.learned('nBins').binEdges, (edges) => edges.length - 1);
  }
}

/** The bin that holds x: the number of inner edges that are not greater. */
function binOf(x: number, edges: Float64Array): number {
  let low = 0;
  let high = edges.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= x) low = middle;
    else high = middle;
  }
  return low;
}

function largest(values: Float64Array): number {
  let at = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[at]) at = k;
  return at;
}

/** The values of a column in order, with their weights; rows of weight 0 are left out. */
function sortedWithWeights(
  X: Matrix,
  j: number,
  sampleWeight: Float64Array | undefined,
): { values: Float64Array; weights: Float64Array } {
  const column = X.column(j);
  if (!sampleWeight) return { values: column.sort(), weights: new Float64Array(column.length).fill(1) };
  const order = Int32Array.from(column.keys())
    .filter((i) => sampleWeight[i] > 0)
    .sort((a, b) => column[a] - column[b]);
  return {
    values: Float64Array.from(order, (i) => column[i]),
    weights: Float64Array.from(order, (i) => sampleWeight[i]),
  };
}
