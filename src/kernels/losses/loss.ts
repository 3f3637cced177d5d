/** Numbers that gradients and hessians are written to: f64, or f32 where memory counts. */
export type Gradients = Float64Array | Float32Array;

/**
 * A loss of raw predictions, that is predictions before the link: of n rows one number each, or, for several
 * classes, one number per class and row, class after class (`raw[k * n + i]`). Weights are optional. All of them
 * follow scikit-learn's `_loss` module, in which constant terms are left out.
 */
export interface Loss {
  readonly name: string;
  /** Raw predictions per row. */
  readonly outputs: number;
  /** Whether the second derivative means something; where it does not, leaves are fitted to residuals. */
  readonly smooth: boolean;
  /** Whether the hessian of an unweighted row is 1. */
  readonly unitHessian: boolean;
  /** The gradients of a loss that has only two: where the prediction is too low, and where it is too high. */
  readonly slopes?: readonly [low: number, high: number];
  /** The constant raw prediction of least loss, one per output. O(n), quantiles O(n log n). */
  baseline(y: Float64Array, weights?: Float64Array): Float64Array;
  /** The (weighted) mean loss. O(n outputs). */
  mean(y: Float64Array, raw: Float64Array, weights?: Float64Array): number;
  /** First and second derivatives by the raw predictions, times the weights. O(n outputs). */
  derivatives(
    y: Float64Array,
    raw: Float64Array,
    weights: Float64Array | undefined,
    gradients: Gradients,
    hessians: Gradients,
  ): void;
}

/** Weighted mean of values. */
export function weightedMean(values: Float64Array, weights?: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const weight = weights ? weights[i] : 1;
    sum += weight * values[i];
    total += weight;
  }
  return sum / total;
}

/** Sum of weights. */
export function totalWeight(n: number, weights?: Float64Array): number {
  return weights ? weights.reduce((sum, weight) => sum + weight, 0) : n;
}

/** Keeps a mean inside the open interval of the link. */
export function clip(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** log(1 + e^x) without overflow or cancellation. */
export function log1pExp(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}
