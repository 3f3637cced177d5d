import { clip, type Loss, log1pExp, totalWeight, weightedMean } from './loss.js';

/** The log loss of two classes, half the binomial deviance: y in {0, 1}, probability 1 / (1 + e^-raw). */
export function halfBinomial(): Loss {
  return {
    name: 'log_loss',
    outputs: 1,
    smooth: true,
    unitHessian: false,
    baseline(y, weights) {
      const share = openUnit(weightedMean(y, weights));
      return Float64Array.of(Math.log(share / (1 - share)));
    },
    mean(y, raw, weights) {
      let sum = 0;
      for (let i = 0; i < y.length; i++) {
        sum += (log1pExp(raw[i]) - y[i] * raw[i]) * (weights ? weights[i] : 1);
      }
      return sum / totalWeight(y.length, weights);
    },
    derivatives(y, raw, weights, gradients, hessians) {
      for (let i = 0; i < y.length; i++) {
        const weight = weights ? weights[i] : 1;
        // Below -37 both limits are exact, and e^-raw could overflow.
        const low = raw[i] <= -37;
        const e = Math.exp(low ? raw[i] : -raw[i]);
        const gradient = low ? e - y[i] : (1 - y[i] - y[i] * e) / (1 + e);
        gradients[i] = gradient * weight;
        hessians[i] = (low ? e : e / ((1 + e) * (1 + e))) * weight;
      }
    },
  };
}

/** The exponential loss of AdaBoost: y in {0, 1}, probability 1 / (1 + e^(-2 raw)). */
export function exponential(): Loss {
  return {
    name: 'exponential',
    outputs: 1,
    smooth: true,
    unitHessian: false,
    baseline(y, weights) {
      const share = openUnit(weightedMean(y, weights));
      return Float64Array.of(0.5 * Math.log(share / (1 - share)));
    },
    mean(y, raw, weights) {
      let sum = 0;
      for (let i = 0; i < y.length; i++) {
        const e = Math.exp(raw[i]);
        sum += (y[i] / e + (1 - y[i]) * e) * (weights ? weights[i] : 1);
      }
      return sum / totalWeight(y.length, weights);
    },
    derivatives(y, raw, weights, gradients, hessians) {
      for (let i = 0; i < y.length; i++) {
        const weight = weights ? weights[i] : 1;
        const e = Math.exp(raw[i]);
        gradients[i] = (-y[i] / e + (1 - y[i]) * e) * weight;
        hessians[i] = (y[i] / e + (1 - y[i]) * e) * weight;
      }
    },
  };
}

/** The log loss of several classes: y is the class number, probabilities are the softmax of the raw predictions. */
export function halfMultinomial(classes: number): Loss {
  return {
    name: 'log_loss',
    outputs: classes,
    smooth: true,
    unitHessian: false,
    baseline(y, weights) {
      const shares = new Float64Array(classes);
      for (let i = 0; i < y.length; i++) shares[y[i]] += weights ? weights[i] : 1;
      const total = totalWeight(y.length, weights);
      const logs = shares.map((share) => Math.log(clip(share / total, Number.EPSILON, 1 - Number.EPSILON)));
      const centre = weightedMean(logs);
      return logs.map((value) => value - centre);
    },
    mean(y, raw, weights) {
      const n = y.length;
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const top = largest(raw, i, n, classes);
        let exps = 0;
        for (let k = 0, at = i; k < classes; k++, at += n) exps += Math.exp(raw[at] - top);
        sum += (Math.log(exps) + top - raw[y[i] * n + i]) * (weights ? weights[i] : 1);
      }
      return sum / totalWeight(n, weights);
    },
    derivatives(y, raw, weights, gradients, hessians) {
      const n = y.length;
      const exps = new Float64Array(classes);
      for (let i = 0; i < n; i++) {
        const weight = weights ? weights[i] : 1;
        const top = largest(raw, i, n, classes);
        let sum = 0;
        for (let k = 0, at = i; k < classes; k++, at += n) sum += exps[k] = Math.exp(raw[at] - top);
        for (let k = 0, at = i; k < classes; k++, at += n) {
          const share = exps[k] / sum;
          gradients[at] = (share - (y[i] === k ? 1 : 0)) * weight;
          hessians[at] = share * (1 - share) * weight;
        }
      }
    },
  };
}

function largest(raw: Float64Array, i: number, n: number, classes: number): number {
  let top = raw[i];
  for (let k = 1, at = i + n; k < classes; k++, at += n) if (raw[at] > top) top = raw[at];
  return top;
}

/** A share kept off 0 and 1, where the link is infinite. */
function openUnit(share: number): number {
  const margin = 10 * Number.EPSILON;
  return clip(share, margin, 1 - margin);
}
