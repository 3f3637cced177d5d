import { optionError } from '../options.js';
import type { IndicatorPair, LabelOptions, LabelPair } from './targets.js';

/** Weights of true and false positives and negatives: one entry per class (or per row). */
export interface Counts {
  readonly tp: Float64Array;
  readonly fp: Float64Array;
  readonly fn: Float64Array;
  readonly tn: Float64Array;
}

function fromSums(
  tp: Float64Array,
  trueSum: Float64Array,
  predSum: Float64Array,
  total: (i: number) => number,
): Counts {
  const fp = predSum.map((sum, i) => sum - tp[i]);
  const fn = trueSum.map((sum, i) => sum - tp[i]);
  return { tp, fp, fn, tn: tp.map((hits, i) => total(i) - hits - fp[i] - fn[i]) };
}

/** Each class against all others. A row whose labels are not among the classes counts as a true negative. O(n + k). */
export function countClasses(pair: LabelPair | IndicatorPair, options: LabelOptions, caller: string): Counts {
  return pair.multilabel ? countColumns(pair, options, caller) : countLabels(pair);
}

function countLabels({ n, classes, yTrue, yPred, weights }: LabelPair): Counts {
  const k = classes.length;
  const tp = new Float64Array(k);
  const trueSum = new Float64Array(k);
  const predSum = new Float64Array(k);
  let total = 0;
  for (let i = 0; i < n; i++) {
    const t = yTrue[i];
    const p = yPred[i];
    const w = weights ? weights[i] : 1;
    total += w;
    if (t >= 0) trueSum[t] += w;
    if (p >= 0) predSum[p] += w;
    if (t >= 0 && t === p) tp[t] += w;
  }
  return fromSums(tp, trueSum, predSum, () => total);
}

/** The columns that `labels` selects from k, in its order. */
export function selectedColumns(k: number, { labels }: LabelOptions, caller: string): Int32Array {
  if (!labels) return Int32Array.from({ length: k }, (_, c) => c);
  const columns = Array.from(labels as ArrayLike<unknown>);
  const fits = (c: unknown): boolean => Number.isInteger(c) && (c as number) >= 0 && (c as number) < k;
  if (columns.length > 0 && columns.every(fits) && new Set(columns).size === columns.length)
    return Int32Array.from(columns as number[]);
  throw optionError(
    caller,
    'labels',
    `must be columns of the matrix, from 0 to ${k - 1}, each once`,
    labels,
    'Leave it out for all columns.',
  );
}

function countColumns(
  { n, yTrue, yPred, weights }: IndicatorPair,
  options: LabelOptions,
  caller: string,
): Counts {
  const columns = selectedColumns(yTrue.columns, options, caller);
  const k = columns.length;
  const tp = new Float64Array(k);
  const trueSum = new Float64Array(k);
  const predSum = new Float64Array(k);
  let total = 0;
  for (let i = 0; i < n; i++) {
    const base = i * yTrue.columns;
    const w = weights ? weights[i] : 1;
    total += w;
    for (let c = 0; c < k; c++) {
      const t = yTrue.data[base + columns[c]] * w;
      const p = yPred.data[base + columns[c]];
      trueSum[c] += t;
      predSum[c] += p * w;
      tp[c] += t * p;
    }
  }
  return fromSums(tp, trueSum, predSum, () => total);
}

/** The labels of each row against those that it lacks, weighted by the row. O(n k). */
export function countRows(
  { n, yTrue, yPred, weights }: IndicatorPair,
  options: LabelOptions,
  caller: string,
): Counts {
  const columns = selectedColumns(yTrue.columns, options, caller);
  const k = columns.length;
  const tp = new Float64Array(n);
  const trueSum = new Float64Array(n);
  const predSum = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const base = i * yTrue.columns;
    const w = weights ? weights[i] : 1;
    for (let c = 0; c < k; c++) {
      const t = yTrue.data[base + columns[c]] * w;
      const p = yPred.data[base + columns[c]];
      trueSum[i] += t;
      predSum[i] += p * w;
      tp[i] += t * p;
    }
  }
  return fromSums(tp, trueSum, predSum, (i) => (weights ? weights[i] : 1) * k);
}

/** All entries added up: one entry. */
export function addUp({ tp, fp, fn, tn }: Counts): Counts {
  const sum = (values: Float64Array): Float64Array => Float64Array.of(values.reduce((a, b) => a + b, 0));
  return { tp: sum(tp), fp: sum(fp), fn: sum(fn), tn: sum(tn) };
}

/** The entries at some positions. */
export function pick({ tp, fp, fn, tn }: Counts, at: readonly number[]): Counts {
  const take = (values: Float64Array): Float64Array => Float64Array.from(at, (i) => values[i]);
  return { tp: take(tp), fp: take(fp), fn: take(fn), tn: take(tn) };
}
