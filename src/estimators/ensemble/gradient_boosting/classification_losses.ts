import { type BoostingLoss, type LeafRows, meanOf, newtonSteps } from './loss.js';

/** log(1 + e^x) without overflow. */
function log1pExp(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** Twice the negative log-likelihood of two classes; raw predictions are log-odds. */
export function binaryLogLoss(): BoostingLoss {
  return {
    outputs: 1,
    residuals(y, raw, _weights, _k, out) {
      for (let i = 0; i < y.length; i++) out[i] = y[i] - 1 / (1 + Math.exp(-raw[i]));
    },
    leaves(rows, value) {
      const { y, residual } = rows;
      const curvature = residual.map((r, i) => (y[i] - r) * (1 - y[i] + r));
      newtonSteps(rows, value, residual, curvature, 1);
    },
    mean: (y, raw, weights, part, mark) =>
      -2 * meanOf(y.length, weights, part, mark, (i) => y[i] * raw[i] - log1pExp(raw[i])),
  };
}

/** The negative log-likelihood of k classes; probabilities are the softmax of the raw predictions. */
export function multinomialLogLoss(classes: number): BoostingLoss {
  return {
    outputs: classes,
    residuals(y, raw, _weights, k, out) {
      const n = y.length;
      for (let i = 0; i < n; i++) {
        out[i] = (y[i] === k ? 1 : 0) - Math.exp(raw[k * n + i] - logSumExp(raw, n, classes, i));
      }
    },
    leaves(rows, value) {
      const { y, residual, k } = rows;
      const curvature = residual.map((r, i) => {
        const p = (y[i] === k ? 1 : 0) - r;
        return p * (1 - p);
      });
      newtonSteps(rows, value, residual, curvature, (classes - 1) / classes);
    },
    mean(y, raw, weights, part, mark) {
      const n = y.length;
      const term = (i: number): number => logSumExp(raw, n, classes, i) - raw[y[i] * n + i];
      return meanOf(n, weights, part, mark, term);
    },
  };
}

function logSumExp(raw: Float64Array, n: number, classes: number, i: number): number {
  let top = raw[i];
  for (let k = 1; k < classes; k++) top = Math.max(top, raw[k * n + i]);
  let sum = 0;
  for (let k = 0; k < classes; k++) sum += Math.exp(raw[k * n + i] - top);
  return top + Math.log(sum);
}

/** The exponential loss of AdaBoost for two classes; raw predictions are half log-odds. */
export function exponentialLoss(): BoostingLoss {
  const term = (y: Float64Array, raw: Float64Array, i: number): number =>
    Math.exp(y[i] > 0 ? -raw[i] : raw[i]);
  return {
    outputs: 1,
    residuals(y, raw, _weights, _k, out) {
      for (let i = 0; i < y.length; i++) out[i] = (y[i] > 0 ? 1 : -1) * term(y, raw, i);
    },
    leaves(rows: LeafRows, value) {
      newtonSteps(rows, value, rows.residual, rows.residual.map(Math.abs), 1);
    },
    mean: (y, raw, weights, part, mark) => meanOf(y.length, weights, part, mark, (i) => term(y, raw, i)),
  };
}
