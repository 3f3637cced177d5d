import { type Loss, totalWeight, weightedMean } from './loss.js';
import { halfGamma, halfPoisson, halfSquaredError } from './regression.js';

/** Half the Tweedie deviance of a power with prediction e^raw; power 0, 1, 2 are squared error, Poisson and gamma. */
export function halfTweedie(power: number): Loss {
  if (power === 1) return halfPoisson();
  if (power === 2) return halfGamma();
  const [one, two] = [1 - power, 2 - power];
  return {
    name: 'tweedie',
    outputs: 1,
    smooth: true,
    unitHessian: false,
    baseline: (y, weights) => Float64Array.of(Math.log(weightedMean(y, weights))),
    mean(y, raw, weights) {
      let sum = 0;
      for (let i = 0; i < y.length; i++) {
        const loss = Math.exp(two * raw[i]) / two - (y[i] * Math.exp(one * raw[i])) / one;
        sum += loss * (weights ? weights[i] : 1);
      }
      return sum / totalWeight(y.length, weights);
    },
    derivatives(y, raw, weights, gradients, hessians) {
      for (let i = 0; i < y.length; i++) {
        const weight = weights ? weights[i] : 1;
        const rest = y[i] * Math.exp(one * raw[i]);
        const grown = Math.exp(two * raw[i]);
        gradients[i] = (grown - rest) * weight;
        hessians[i] = (two * grown - one * rest) * weight;
      }
    },
  };
}

/** Half the Tweedie deviance of a power with the prediction itself, which must be > 0 unless the power is 0. */
export function halfTweedieIdentity(power: number): Loss {
  if (power === 0) return halfSquaredError();
  const [one, two] = [1 - power, 2 - power];
  const lossOf = (y: number, mu: number): number => {
    if (!(mu > 0)) return Number.POSITIVE_INFINITY;
    if (power === 1) return mu - (y === 0 ? 0 : y * Math.log(mu));
    if (power === 2) return Math.log(mu) + y / mu;
    return mu ** two / two - (y * mu ** one) / one;
  };
  return {
    name: 'tweedie_identity',
    outputs: 1,
    smooth: true,
    unitHessian: false,
    baseline: (y, weights) => Float64Array.of(weightedMean(y, weights)),
    mean(y, raw, weights) {
      let sum = 0;
      for (let i = 0; i < y.length; i++) {
        const weight = weights ? weights[i] : 1;
        if (weight > 0) sum += lossOf(y[i], raw[i]) * weight;
      }
      return sum / totalWeight(y.length, weights);
    },
    derivatives(y, raw, weights, gradients, hessians) {
      for (let i = 0; i < y.length; i++) {
        const weight = weights ? weights[i] : 1;
        const mu = raw[i];
        const lever = mu > 0 ? mu ** -power : 0;
        gradients[i] = lever * (mu - y[i]) * weight;
        hessians[i] = mu > 0 ? (one * lever + (power * y[i] * lever) / mu) * weight : 0;
      }
    },
  };
}
