// Impurities and gains from sums over rows. A set of rows is described by its weight, a vector of `width` numbers
// (weight per output and class, or sum of weight times value per output) and, for regression, a moment: the sum of
// w y^2 (squared errors) or of w y log y (Poisson). The order of operations is scikit-learn's, so that gains that tie
// there tie here.
import {
  criterion, ENTROPY, FRIEDMAN_MSE, GINI, nClasses, nOutputs, POISSON, SQUARED_ERROR, width,
} from './problem';

const EPSILON: f64 = 2.220446049250313e-16;
const LN2: f64 = 0.6931471805599453;

// @ts-ignore: decorator
@inline
function entry(vector: usize, i: i32): f64 { return load<f64>(vector + (<usize>i << 3)); }

/** The impurity of a set of rows; absolute errors are the business of absolute_error.ts. */
export function impurityOf(sums: usize, weight: f64, moment: f64): f64 {
  let total = 0.0;
  if (criterion == GINI) {
    for (let k = 0, c = 0; k < nOutputs; k++) {
      let squares = 0.0;
      for (const end = c + nClasses; c < end; c++) squares += entry(sums, c) * entry(sums, c);
      total += 1.0 - squares / (weight * weight);
    }
  } else if (criterion == ENTROPY) {
    for (let c = 0; c < width; c++) {
      const share = entry(sums, c) / weight;
      if (share > 0) total -= share * (Math.log(share) / LN2);
    }
  } else if (criterion == POISSON) {
    total = moment;
    for (let k = 0; k < nOutputs; k++) {
      const sum = entry(sums, k);
      if (sum <= EPSILON) return Infinity;
      total -= sum * Math.log(sum / weight);
    }
    total /= weight;
  } else {
    total = moment / weight;
    for (let k = 0; k < nOutputs; k++) {
      const mean = entry(sums, k) / weight;
      total -= mean * mean;
    }
  }
  return total / <f64>nOutputs;
}

/**
 * What a split into `left` (weight `wl`) and the rest of `all` (weight `w`) is worth, up to constants of the node:
 * splits of one node are compared by it.
 */
export function gainOf(all: usize, left: usize, w: f64, wl: f64): f64 {
  const wr = w - wl;
  switch (criterion) {
    case GINI: {
      let giniLeft = 0.0, giniRight = 0.0;
      for (let k = 0, c = 0; k < nOutputs; k++) {
        let squaresLeft = 0.0, squaresRight = 0.0;
        for (const end = c + nClasses; c < end; c++) {
          const l = entry(left, c), r = entry(all, c) - l;
          squaresLeft += l * l;
          squaresRight += r * r;
        }
        giniLeft += 1.0 - squaresLeft / (wl * wl);
        giniRight += 1.0 - squaresRight / (wr * wr);
      }
      return -wr * (giniRight / <f64>nOutputs) - wl * (giniLeft / <f64>nOutputs);
    }
    case ENTROPY: {
      let left1 = 0.0, right1 = 0.0;
      for (let c = 0; c < width; c++) {
        const l = entry(left, c), r = entry(all, c) - l;
        if (l > 0) {
          const share = l / wl;
          left1 -= share * (Math.log(share) / LN2);
        }
        if (r > 0) {
          const share = r / wr;
          right1 -= share * (Math.log(share) / LN2);
        }
      }
      return -wr * (right1 / <f64>nOutputs) - wl * (left1 / <f64>nOutputs);
    }
    case SQUARED_ERROR: {
      let leftSum = 0.0, rightSum = 0.0;
      for (let k = 0; k < nOutputs; k++) {
        const l = entry(left, k), r = entry(all, k) - l;
        leftSum += l * l;
        rightSum += r * r;
      }
      return leftSum / wl + rightSum / wr;
    }
    case FRIEDMAN_MSE: {
      let leftSum = 0.0, rightSum = 0.0;
      for (let k = 0; k < nOutputs; k++) {
        const l = entry(left, k);
        leftSum += l;
        rightSum += entry(all, k) - l;
      }
      const difference = wr * leftSum - wl * rightSum;
      return difference * difference / (wl * wr);
    }
    default: {
      let gain = 0.0;
      for (let k = 0; k < nOutputs; k++) {
        const l = entry(left, k), r = entry(all, k) - l;
        // What round-off leaves of a side of zeros must not count as a sum.
        const nothing = max(EPSILON, 1e-13 * entry(all, k));
        if (l <= nothing || r <= nothing) return -Infinity;
        gain += l * Math.log(l / wl) + r * Math.log(r / wr);
      }
      return gain;
    }
  }
}

/** The number that monotonic constraints bound: the share of the second class, or the mean. */
export function levelOf(sums: usize, weight: f64): f64 {
  return entry(sums, criterion <= ENTROPY ? 1 : 0) / weight;
}

/** The weighted decrease of impurity by a split, from the impurities of node and children. */
export function improvementOf(
  nodeWeight: f64, allWeight: f64, impurity: f64, wl: f64, leftImpurity: f64, wr: f64, rightImpurity: f64,
  left: usize, all: usize,
): f64 {
  if (criterion == FRIEDMAN_MSE) {
    let leftSum = 0.0, rightSum = 0.0;
    for (let k = 0; k < nOutputs; k++) {
      leftSum += entry(left, k);
      rightSum += entry(all, k) - entry(left, k);
    }
    const difference = (wr * leftSum - wl * rightSum) / <f64>nOutputs;
    return difference * difference / (wl * wr * nodeWeight);
  }
  return nodeWeight / allWeight *
    (impurity - wr / nodeWeight * rightImpurity - wl / nodeWeight * leftImpurity);
}
