import { InvalidParameterError } from '../../../core/errors.js';
import { Matrix } from '../../../core/matrix.js';

/**
 * Probabilities from scores of one class (n x 1: the second of two) or of each class against the rest (n x k), scaled
 * to sum 1; equal where all are 0.
 */
export function oneVsRestProbabilities(scores: Matrix, loss: 'log_loss' | 'modified_huber'): Matrix {
  const { rows, columns: outputs, data } = scores;
  const of = loss === 'log_loss' ? sigmoid : clipped;
  const k = Math.max(2, outputs);
  const result = Matrix.zeros(rows, k);
  const out = result.data;
  for (let i = 0; i < rows; i++) {
    if (outputs === 1) {
      out[2 * i + 1] = of(data[i]);
      out[2 * i] = of(-data[i]);
      continue;
    }
    let sum = 0;
    for (let c = 0; c < k; c++) sum += out[i * k + c] = of(data[i * k + c]);
    for (let c = 0; c < k; c++) out[i * k + c] = sum > 0 ? out[i * k + c] / sum : 1 / k;
  }
  return result;
}

function sigmoid(score: number): number {
  const e = Math.exp(-Math.abs(score));
  return score > 0 ? 1 / (1 + e) : e / (1 + e);
}

/** The probability that minimises the modified Huber loss (Zhang 2002). */
const clipped = (score: number): number => (Math.min(1, Math.max(-1, score)) + 1) / 2;

/** The error for losses without probabilities. */
export function unavailableProbabilities(estimator: string, loss: string): InvalidParameterError {
  return new InvalidParameterError(
    `${estimator}: probabilities need loss 'log_loss' or 'modified_huber'. Got '${loss}'. Change the loss, or wrap it in CalibratedClassifierCV.`,
    { estimator, parameter: 'loss', received: loss, remedy: "loss: 'log_loss'" },
  );
}
