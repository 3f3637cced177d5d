import { lowerQuantile, rowsByLeaf } from './leaf_quantiles.js';
import { type BoostingLoss, type LeafRows, meanOf } from './loss.js';

/** The mean squared error. */
export function squaredError(): BoostingLoss {
  return {
    outputs: 1,
    residuals(y, raw, _weights, _k, out) {
      for (let i = 0; i < y.length; i++) out[i] = y[i] - raw[i];
    },
    mean: (y, raw, weights, part, mark) => meanOf(y.length, weights, part, mark, (i) => (y[i] - raw[i]) ** 2),
  };
}

/** The mean absolute error: leaves hold medians. */
export function absoluteError(): BoostingLoss {
  return {
    outputs: 1,
    residuals(y, raw, _weights, _k, out) {
      for (let i = 0; i < y.length; i++) out[i] = y[i] > raw[i] ? 1 : -1;
    },
    leaves: (rows, value) => quantileLeaves(rows, value, 0.5),
    mean: (y, raw, weights, part, mark) =>
      meanOf(y.length, weights, part, mark, (i) => Math.abs(y[i] - raw[i])),
  };
}

/** The pinball loss: leaves hold quantiles. */
export function quantileLoss(level: number): BoostingLoss {
  return {
    outputs: 1,
    residuals(y, raw, _weights, _k, out) {
      for (let i = 0; i < y.length; i++) out[i] = y[i] > raw[i] ? level : level - 1;
    },
    leaves: (rows, value) => quantileLeaves(rows, value, level),
    mean: (y, raw, weights, part, mark) =>
      meanOf(y.length, weights, part, mark, (i) => {
        const error = y[i] - raw[i];
        return error > 0 ? level * error : (level - 1) * error;
      }),
  };
}

/** Squared for errors up to the `level` quantile of their sizes, absolute beyond: not drawn off by outliers. */
export function huberLoss(level: number): BoostingLoss {
  let border = 0;
  return {
    outputs: 1,
    residuals(y, raw, weights, _k, out) {
      for (let i = 0; i < y.length; i++) out[i] = Math.abs(y[i] - raw[i]);
      border = lowerQuantile(out.slice(), level, weights);
      for (let i = 0; i < y.length; i++) {
        const error = y[i] - raw[i];
        out[i] = Math.abs(error) <= border ? error : border * Math.sign(error);
      }
    },
    leaves(rows, value) {
      const { y, raw, weights } = rows;
      rowsByLeaf(rows.leaf, value.length, (node, members) => {
        const errors = Float64Array.from(members, (i) => y[i] - raw[i]);
        const own = weights && Float64Array.from(members, (i) => weights[i]);
        const median = lowerQuantile(errors.slice(), 0.5, own);
        const beyond = meanOf(errors.length, own, undefined, undefined, (i) => {
          const rest = errors[i] - median;
          return Math.sign(rest) * Math.min(Math.abs(rest), border);
        });
        value[node] = median + beyond;
      });
    },
    mean: (y, raw, weights, part, mark) =>
      meanOf(y.length, weights, part, mark, (i) => {
        const size = Math.abs(y[i] - raw[i]);
        return size <= border ? 0.5 * size * size : border * (size - border / 2);
      }),
  };
}

function quantileLeaves({ leaf, y, raw, weights }: LeafRows, value: Float64Array, level: number): void {
  rowsByLeaf(leaf, value.length, (node, members) => {
    const errors = Float64Array.from(members, (i) => y[i] - raw[i]);
    value[node] = lowerQuantile(errors, level, weights && Float64Array.from(members, (i) => weights[i]));
  });
}
