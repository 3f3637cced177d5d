import { interpolate, linspace } from './percentile.js';

/** How a quantile that falls between two values is computed: NumPy's names (Hyndman & Fan 1996, types 1 to 9). */
export const QUANTILE_METHODS = [
  'inverted_cdf',
  'averaged_inverted_cdf',
  'closest_observation',
  'interpolated_inverted_cdf',
  'hazen',
  'weibull',
  'linear',
  'median_unbiased',
  'normal_unbiased',
] as const;

export type QuantileMethod = (typeof QUANTILE_METHODS)[number];

/** The interpolating methods differ in two constants (alpha = beta but for the first). */
const PLOTTING: Readonly<Record<string, readonly [number, number]>> = {
  interpolated_inverted_cdf: [0, 1],
  hazen: [0.5, 0.5],
  weibull: [0, 0],
  linear: [1, 1],
  median_unbiased: [1 / 3, 1 / 3],
  normal_unbiased: [3 / 8, 3 / 8],
};

/** The quantile at `q` in [0, 1] of sorted values. */
export function quantileBy(sorted: Float64Array, q: number, method: QuantileMethod): number {
  const n = sorted.length;
  const at = (i: number): number => sorted[Math.max(0, Math.min(n - 1, i))];
  if (method === 'closest_observation') {
    const position = n * q - 1.5;
    const below = Math.floor(position);
    // Half-way between two values, the one at an even rank (counted from 1) is taken.
    return at(position === below && below % 2 !== 0 ? below : below + 1);
  }
  if (method === 'inverted_cdf' || method === 'averaged_inverted_cdf') {
    const position = n * q - 1;
    const below = Math.floor(position);
    if (position > below) return at(below + 1);
    return method === 'inverted_cdf' ? at(below) : interpolate(at(below), at(below + 1), 0.5);
  }
  const [alpha, beta] = PLOTTING[method];
  const position = Math.max(0, Math.min(n - 1, n * q + (alpha + q * (1 - alpha - beta)) - 1));
  const below = Math.floor(position);
  return interpolate(at(below), at(below + 1), position - below);
}

/** The same for weighted values, for the two methods that know weights; all weights above 0. */
export function weightedQuantile(
  sorted: Float64Array,
  weights: Float64Array,
  q: number,
  averaged: boolean,
): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i];
  const target = q * total;
  let below = 0;
  for (let i = 0; i < sorted.length; i++) {
    below += weights[i];
    if (below < target) continue;
    const exactly = q > 0 && below - target <= Number.EPSILON && i + 1 < sorted.length;
    return averaged && exactly ? interpolate(sorted[i], sorted[i + 1], 0.5) : sorted[i];
  }
  return sorted[sorted.length - 1];
}

const MAX_ITER = 300;
/** Centres that together move less than this share of the variance are done. */
const TOLERANCE = 1e-4;

/**
 * The centres of k clusters of sorted values, from the middles of k equal intervals by Lloyd's iterations, sorted.
 * In one dimension a cluster is a run of values, so that each iteration is O(n).
 */
export function clusterCentres(sorted: Float64Array, weights: Float64Array, k: number): Float64Array {
  const n = sorted.length;
  const edges = linspace(sorted[0], sorted[n - 1], k + 1);
  let centres: Float64Array = Float64Array.from({ length: k }, (_, c) => (edges[c] + edges[c + 1]) / 2);
  const tolerance = TOLERANCE * weightedVariance(sorted, weights);
  let starts = runStarts(sorted, centres);
  for (let iteration = 0; iteration < MAX_ITER; iteration++) {
    const next = runMeans(sorted, weights, starts, centres).sort();
    let moved = 0;
    for (let c = 0; c < k; c++) moved += (next[c] - centres[c]) ** 2;
    centres = next;
    const nextStarts = runStarts(sorted, centres);
    if (nextStarts.every((start, c) => start === starts[c]) || moved <= tolerance) break;
    starts = nextStarts;
  }
  return centres;
}

/** Where the run of values of each centre begins; values half-way belong to the lower centre. */
function runStarts(sorted: Float64Array, centres: Float64Array): Int32Array {
  const starts = new Int32Array(centres.length + 1);
  for (let c = 1, i = 0; c < centres.length; c++) {
    const border = centres[c - 1] + (centres[c] - centres[c - 1]) / 2;
    while (i < sorted.length && sorted[i] <= border) i++;
    starts[c] = i;
  }
  starts[centres.length] = sorted.length;
  return starts;
}

/** The mean of each run; a run without values takes the value farthest from its centre, as KMeans does. */
function runMeans(
  sorted: Float64Array,
  weights: Float64Array,
  starts: Int32Array,
  centres: Float64Array,
): Float64Array {
  const k = centres.length;
  const sums = new Float64Array(k);
  const totals = new Float64Array(k);
  const empty: number[] = [];
  for (let c = 0; c < k; c++) {
    if (starts[c] === starts[c + 1]) empty.push(c);
    for (let i = starts[c]; i < starts[c + 1]; i++) {
      // About the old centre, so that columns far from zero keep their digits.
      sums[c] += weights[i] * (sorted[i] - centres[c]);
      totals[c] += weights[i];
    }
  }
  const means = centres.map((centre, c) => (totals[c] > 0 ? centre + sums[c] / totals[c] : centre));
  if (empty.length === 0) return means;
  for (const { i, c } of farthest(sorted, starts, centres, empty.length)) {
    const to = empty.shift() as number;
    sums[c] -= weights[i] * (sorted[i] - centres[c]);
    totals[c] -= weights[i];
    means[to] = sorted[i];
    if (totals[c] > 0) means[c] = centres[c] + sums[c] / totals[c];
  }
  return means;
}

function farthest(
  sorted: Float64Array,
  starts: Int32Array,
  centres: Float64Array,
  count: number,
): { i: number; c: number }[] {
  const all: { i: number; c: number; distance: number }[] = [];
  for (let c = 0; c < centres.length; c++) {
    for (let i = starts[c]; i < starts[c + 1]; i++) {
      all.push({ i, c, distance: Math.abs(sorted[i] - centres[c]) });
    }
  }
  return all.sort((a, b) => b.distance - a.distance).slice(0, count);
}

function weightedVariance(values: Float64Array, weights: Float64Array): number {
  let total = 0;
  let mean = 0;
  for (let i = 0; i < values.length; i++) {
    total += weights[i];
    mean += weights[i] * values[i];
  }
  mean /= total;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += weights[i] * (values[i] - mean) ** 2;
  return squares / total;
}
