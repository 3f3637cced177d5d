import { clip, type Gradients, type Loss, totalWeight, weightedMean } from './loss.js';
import { quantileOf } from './quantile.js';

/** Half the squared error: (y - raw)^2 / 2. */
export function halfSquaredError(): Loss {
  return {
    name: 'squared_error',
    outputs: 1,
    smooth: true,
    unitHessian: true,
    baseline: (y, weights) => Float64Array.of(weightedMean(y, weights)),
    mean(y, raw, weights) {
      let sum = 0;
      for (let i = 0; i < y.length; i++) {
        const error = raw[i] - y[i];
        sum += 0.5 * error * error * (weights ? weights[i] : 1);
      }
      return sum / totalWeight(y.length, weights);
    },
    derivatives(y, raw, weights, gradients, hessians) {
      for (let i = 0; i < y.length; i++) {
        const weight = weights ? weights[i] : 1;
        gradients[i] = (raw[i] - y[i]) * weight;
        hessians[i] = weight;
      }
    },
  };
}

/** The absolute error |y - raw|; its hessian, 0 almost everywhere, is taken as 1. */
export function absoluteError(): Loss {
  return {
    name: 'absolute_error',
    outputs: 1,
    smooth: false,
    unitHessian: true,
    slopes: [-1, 1],
    baseline: (y, weights) => Float64Array.of(quantileOf(y, 0.5, weights)),
    mean(y, raw, weights) {
      let sum = 0;
      for (let i = 0; i < y.length; i++) sum += Math.abs(y[i] - raw[i]) * (weights ? weights[i] : 1);
      return sum / totalWeight(y.length, weights);
    },
    derivatives: (y, raw, weights, gradients, hessians) =>
      twoSided(y, raw, weights, -1, 1, gradients, hessians),
  };
}

/** The pinball loss of a quantile: u * quantile above the prediction, -u * (1 - quantile) below; hessian 1. */
export function pinball(quantile: number): Loss {
  return {
    name: 'quantile',
    outputs: 1,
    smooth: false,
    unitHessian: true,
    slopes: [-quantile, 1 - quantile],
    baseline: (y, weights) => Float64Array.of(quantileOf(y, quantile, weights)),
    mean(y, raw, weights) {
      let sum = 0;
      for (let i = 0; i < y.length; i++) {
        const above = y[i] - raw[i];
        sum += (above >= 0 ? quantile * above : (quantile - 1) * above) * (weights ? weights[i] : 1);
      }
      return sum / totalWeight(y.length, weights);
    },
    derivatives: (y, raw, weights, gradients, hessians) =>
      twoSided(y, raw, weights, -quantile, 1 - quantile, gradients, hessians),
  };
}

/** Gradients of two values: `high` where the prediction is too high, else `low`. */
function twoSided(
  y: Float64Array,
  raw: Float64Array,
  weights: Float64Array | undefined,
  low: number,
  high: number,
  gradients: Gradients,
  hessians: Gradients,
): void {
  for (let i = 0; i < y.length; i++) {
    const weight = weights ? weights[i] : 1;
    gradients[i] = (raw[i] > y[i] ? high : low) * weight;
    hessians[i] = weight;
  }
}

/** Huber's loss: squared up to `delta`, linear beyond. */
export function huber(delta: number): Loss {
  return {
    name: 'huber',
    outputs: 1,
    smooth: false,
    unitHessian: false,
    baseline(y, weights) {
      const median = quantileOf(y, 0.5, weights);
      return Float64Array.of(
        median +
          weightedMean(
            y.map((value) => clip(value - median, -delta, delta)),
            weights,
          ),
      );
    },
    mean(y, raw, weights) {
      let sum = 0;
      for (let i = 0; i < y.length; i++) {
        const error = Math.abs(y[i] - raw[i]);
        const loss = error <= delta ? 0.5 * error * error : delta * (error - 0.5 * delta);
        sum += loss * (weights ? weights[i] : 1);
      }
      return sum / totalWeight(y.length, weights);
    },
    derivatives(y, raw, weights, gradients, hessians) {
      for (let i = 0; i < y.length; i++) {
        const weight = weights ? weights[i] : 1;
        const error = raw[i] - y[i];
        gradients[i] = clip(error, -delta, delta) * weight;
        hessians[i] = Math.abs(error) <= delta ? weight : 0;
      }
    },
  };
}

/** Half the Poisson deviance with prediction e^raw; y >= 0. */
export function halfPoisson(): Loss {
  return {
    name: 'poisson',
    outputs: 1,
    smooth: true,
    unitHessian: false,
    baseline: (y, weights) => logOfMean(y, weights),
    mean(y, raw, weights) {
      let sum = 0;
      for (let i = 0; i < y.length; i++) {
        sum += (Math.exp(raw[i]) - y[i] * raw[i]) * (weights ? weights[i] : 1);
      }
      return sum / totalWeight(y.length, weights);
    },
    derivatives(y, raw, weights, gradients, hessians) {
      for (let i = 0; i < y.length; i++) {
        const weight = weights ? weights[i] : 1;
        const predicted = Math.exp(raw[i]);
        gradients[i] = (predicted - y[i]) * weight;
        hessians[i] = predicted * weight;
      }
    },
  };
}

/** Half the gamma deviance with prediction e^raw; y > 0. */
export function halfGamma(): Loss {
  return {
    name: 'gamma',
    outputs: 1,
    smooth: true,
    unitHessian: false,
    baseline: (y, weights) => logOfMean(y, weights),
    mean(y, raw, weights) {
      let sum = 0;
      for (let i = 0; i < y.length; i++) {
        sum += (raw[i] + y[i] * Math.exp(-raw[i])) * (weights ? weights[i] : 1);
      }
      return sum / totalWeight(y.length, weights);
    },
    derivatives(y, raw, weights, gradients, hessians) {
      for (let i = 0; i < y.length; i++) {
        const weight = weights ? weights[i] : 1;
        const ratio = y[i] * Math.exp(-raw[i]);
        gradients[i] = (1 - ratio) * weight;
        hessians[i] = ratio * weight;
      }
    },
  };
}

function logOfMean(y: Float64Array, weights: Float64Array | undefined): Float64Array {
  const mean = weightedMean(y, weights);
  return Float64Array.of(Math.log(Math.max(mean, 10 * Number.EPSILON)));
}
