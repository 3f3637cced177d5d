/**
 * A loss of raw predictions as gradient boosting needs it. `raw` holds one number per row, or, for several classes,
 * class after class (`raw[k * n + i]`). `y` holds numbers, or class codes.
 */
export interface BoostingLoss {
  /** Raw predictions per row, that is trees per iteration. */
  readonly outputs: number;
  /** The negative gradient by raw prediction `k`: what the next tree learns. */
  residuals(
    y: Float64Array,
    raw: Float64Array,
    weights: Float64Array | undefined,
    k: number,
    out: Float64Array,
  ): void;
  /**
   * The values of the leaves: a Newton step or the minimum of the loss in each leaf. Rows with leaf -1 do not count.
   * Left out where the mean residual, which the tree holds already, is best.
   */
  leaves?(rows: LeafRows, value: Float64Array): void;
  /** Weighted mean loss of the rows whose mark in `part` is `mark` (all without `part`). */
  mean(
    y: Float64Array,
    raw: Float64Array,
    weights: Float64Array | undefined,
    part?: Uint8Array,
    mark?: number,
  ): number;
}

/** The training rows with their leaves. */
export interface LeafRows {
  readonly leaf: Int32Array;
  readonly y: Float64Array;
  /** Raw predictions before the tree, of the tree's class. */
  readonly raw: Float64Array;
  readonly residual: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly k: number;
}

/** The weighted mean of `term(i)` over the rows of a part. */
export function meanOf(
  n: number,
  weights: Float64Array | undefined,
  part: Uint8Array | undefined,
  mark: number | undefined,
  term: (i: number) => number,
): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    if (part && part[i] !== mark) continue;
    const weight = weights ? weights[i] : 1;
    sum += weight * term(i);
    total += weight;
  }
  return sum / total;
}

/** Sums of a numerator and a denominator in each leaf, divided; 0 where the denominator vanishes. */
export function newtonSteps(
  { leaf, weights }: LeafRows,
  value: Float64Array,
  numerator: Float64Array,
  denominator: Float64Array,
  factor: number,
): void {
  const over = new Float64Array(value.length);
  const under = new Float64Array(value.length);
  for (let i = 0; i < leaf.length; i++) {
    const at = leaf[i];
    if (at < 0) continue;
    const weight = weights ? weights[i] : 1;
    over[at] += weight * numerator[i];
    under[at] += weight * denominator[i];
  }
  for (let node = 0; node < value.length; node++) {
    if (under[node] === 0 && over[node] === 0) continue;
    value[node] = Math.abs(under[node]) < 1e-150 ? 0 : (factor * over[node]) / under[node];
  }
}
