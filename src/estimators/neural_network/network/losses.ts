import type { OutputActivation } from './activations.js';

/** Losses of a network. */
export const LOSSES = [
  'log_loss',
  'squared_error',
  'poisson',
  'absolute_error',
  'mean_absolute_percentage_error',
  'mean_squared_logarithmic_error',
  'huber',
  'log_cosh',
  'kl_divergence',
  'cosine_similarity',
] as const;

/** What training makes small. */
export type LossName = (typeof LOSSES)[number];

/** Smallest size of a denominator or a norm, and smallest probability in a divergence. */
export const TINY = 1e-7;

/**
 * Whether the gradient is taken at the sums of the last layer, where the loss and its natural activation cancel to
 * prediction - target, and not at the outputs.
 */
export function isFused(loss: LossName, out: OutputActivation): boolean {
  if (loss === 'log_loss') return out === 'softmax' || out === 'logistic';
  return (loss === 'squared_error' && out === 'identity') || (loss === 'poisson' && out === 'exp');
}

/** The last layer's natural activation for a loss of a regression. */
export function naturalOutput(loss: LossName): OutputActivation {
  if (loss === 'poisson') return 'exp';
  if (loss === 'kl_divergence') return 'softmax';
  return loss === 'mean_squared_logarithmic_error' ? 'softplus' : 'identity';
}

type Numbers = Float64Array | Float32Array;

/** A batch at the last layer. */
export interface OutputBatch {
  readonly rows: number;
  readonly columns: number;
  /** Predictions, rows x columns. */
  readonly outputs: Numbers;
  readonly targets: Numbers;
  /** Weight of each row, or undefined for 1. */
  readonly weights: Numbers | undefined;
  /** What each row's gradient is multiplied by besides its weight. */
  readonly scale: number;
  /** Receives the gradient: at the sums of the last layer when `isFused`, else at the outputs. */
  readonly delta: Numbers;
}

/**
 * Sum over the rows of weight times loss, and the gradient. Losses are means over the outputs, the cross-entropies,
 * Poisson, the divergence and the cosine sums over them. As in scikit-learn, the gradient of the squared error is
 * that of half the sum over the outputs, though the value is half the mean.
 */
export function lossAndDelta(loss: LossName, out: OutputActivation, batch: OutputBatch): number {
  if (loss === 'cosine_similarity') return cosine(batch);
  if (loss === 'log_loss' && out === 'softmax') return crossEntropy(batch);
  const { rows, columns, outputs, targets, weights, scale, delta } = batch;
  const fused = isFused(loss, out);
  const share = isSum(loss) ? 1 : 1 / columns;
  const epsilon = outputs instanceof Float32Array ? 1.1920928955078125e-7 : Number.EPSILON;
  const binary = out === 'logistic';
  let total = 0;
  for (let i = 0, at = 0; i < rows; i++) {
    const weight = weights ? weights[i] : 1;
    const factor = weight * scale;
    let sum = 0;
    for (let j = 0; j < columns; j++, at++) {
      const a = outputs[at];
      const y = targets[at];
      sum += lossOf(loss, a, y, binary, epsilon);
      delta[at] = factor * (fused ? a - y : share * slopeOf(loss, a, y, binary, epsilon));
    }
    total += weight * share * sum;
  }
  return total;
}

/** The cross-entropy after a softmax, of which most targets are 0: as below, without a choice for every cell. */
function crossEntropy({ rows, columns, outputs, targets, weights, scale, delta }: OutputBatch): number {
  const least = outputs instanceof Float32Array ? 1.1920928955078125e-7 : Number.EPSILON;
  let total = 0;
  for (let i = 0, at = 0; i < rows; i++) {
    const weight = weights ? weights[i] : 1;
    const factor = weight * scale;
    let sum = 0;
    for (const end = at + columns; at < end; at++) {
      const a = outputs[at];
      const y = targets[at];
      if (y !== 0) sum -= y * Math.log(Math.min(Math.max(a, least), 1 - least));
      delta[at] = factor * (a - y);
    }
    total += weight * sum;
  }
  return total;
}

function isSum(loss: LossName): boolean {
  return loss === 'log_loss' || loss === 'poisson' || loss === 'kl_divergence';
}

function lossOf(loss: LossName, a: number, y: number, binary: boolean, epsilon: number): number {
  const gap = a - y;
  switch (loss) {
    case 'squared_error':
      return 0.5 * gap * gap;
    case 'log_loss': {
      if (!binary) return y === 0 ? 0 : -y * Math.log(Math.min(Math.max(a, epsilon), 1 - epsilon));
      const p = Math.min(Math.max(a, epsilon), 1 - epsilon);
      return -(y === 0 ? 0 : y * Math.log(p)) - (y === 1 ? 0 : (1 - y) * Math.log(1 - p));
    }
    case 'poisson':
      return (y === 0 ? 0 : y * Math.log(y / a)) - y + a;
    case 'absolute_error':
      return Math.abs(gap);
    case 'mean_absolute_percentage_error':
      return (100 * Math.abs(gap)) / Math.max(Math.abs(y), TINY);
    case 'mean_squared_logarithmic_error':
      return (Math.log1p(Math.max(a, 0)) - Math.log1p(Math.max(y, 0))) ** 2;
    case 'huber':
      return Math.abs(gap) <= 1 ? 0.5 * gap * gap : Math.abs(gap) - 0.5;
    case 'log_cosh':
      return Math.abs(gap) + Math.log1p(Math.exp(-2 * Math.abs(gap))) - Math.LN2;
    case 'kl_divergence': {
      const q = Math.min(Math.max(y, TINY), 1);
      return q * Math.log(q / Math.min(Math.max(a, TINY), 1));
    }
    default:
      return Number.NaN;
  }
}

/** The derivative of the loss by the output. */
function slopeOf(loss: LossName, a: number, y: number, binary: boolean, epsilon: number): number {
  const gap = a - y;
  switch (loss) {
    case 'squared_error':
      return gap;
    case 'log_loss': {
      const p = Math.min(Math.max(a, epsilon), 1 - epsilon);
      return -y / p + (binary ? (1 - y) / (1 - p) : 0);
    }
    case 'poisson':
      return 1 - y / a;
    case 'absolute_error':
      return Math.sign(gap);
    case 'mean_absolute_percentage_error':
      return (100 * Math.sign(gap)) / Math.max(Math.abs(y), TINY);
    case 'mean_squared_logarithmic_error':
      return a > 0 ? (2 * (Math.log1p(a) - Math.log1p(Math.max(y, 0)))) / (1 + a) : 0;
    case 'huber':
      return Math.min(1, Math.max(-1, gap));
    case 'log_cosh':
      return Math.tanh(gap);
    case 'kl_divergence':
      return a > TINY && a < 1 ? -Math.min(Math.max(y, TINY), 1) / a : 0;
    default:
      return Number.NaN;
  }
}

/** Minus the cosine between prediction and target, by row. */
function cosine({ rows, columns, outputs, targets, weights, scale, delta }: OutputBatch): number {
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const weight = weights ? weights[i] : 1;
    const from = i * columns;
    let aa = 0;
    let yy = 0;
    let ay = 0;
    for (let j = from; j < from + columns; j++) {
      aa += outputs[j] * outputs[j];
      yy += targets[j] * targets[j];
      ay += outputs[j] * targets[j];
    }
    const aNorm = Math.max(Math.sqrt(aa), TINY);
    const yNorm = Math.max(Math.sqrt(yy), TINY);
    const similarity = ay / (aNorm * yNorm);
    for (let j = from; j < from + columns; j++) {
      delta[j] = (-weight * scale * (targets[j] / yNorm - (similarity * outputs[j]) / aNorm)) / aNorm;
    }
    total -= weight * similarity;
  }
  return total;
}
