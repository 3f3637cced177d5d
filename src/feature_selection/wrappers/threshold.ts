import type { Estimator } from '../../core/protocol.js';

/** `'mean'`, `'median'`, or a multiple of one such as `'1.25*mean'`. */
export type ThresholdText =
  | 'mean'
  | 'median'
  | `${number}*mean`
  | `${number}*median`
  | `${number} * ${'mean' | 'median'}`;

const TEXT = /^\s*(?:([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*\*\s*)?(mean|median)\s*$/;

/** Whether a text names a threshold. */
export function isThresholdText(text: string): boolean {
  return TEXT.test(text);
}

/** The importance that columns must reach. */
export function thresholdOf(
  given: number | string | null,
  importances: Float64Array,
  estimator: Estimator,
): number {
  const text = given ?? (leavesZeros(estimator) ? 1e-5 : 'mean');
  if (typeof text === 'number') return text;
  const [, factor = '1', reference] = TEXT.exec(text) as RegExpExecArray;
  return Number(factor) * (reference === 'mean' ? meanOf(importances) : medianOf(importances));
}

/** Whether the estimator's penalty sets coefficients to 0, so that those above it count. */
function leavesZeros(estimator: Estimator): boolean {
  const { type } = estimator;
  const params = estimator.params as { readonly penalty?: unknown; readonly l1Ratio?: unknown };
  if (params.penalty === 'l1' || type.includes('Lasso')) return true;
  const isOne = (ratio: unknown): boolean => typeof ratio === 'number' && Math.abs(ratio - 1) <= 1.001e-5;
  if (type === 'ElasticNet' || type === 'LogisticRegression') return isOne(params.l1Ratio);
  if (type !== 'ElasticNetCV' && type !== 'LogisticRegressionCV') return false;
  const chosen: unknown = (estimator as unknown as { l1Ratio?: unknown }).l1Ratio;
  return typeof chosen === 'object' && chosen !== null
    ? Array.from(chosen as ArrayLike<unknown>).every(isOne)
    : isOne(chosen);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
