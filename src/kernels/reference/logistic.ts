import type { Matrix } from '../../core/matrix.js';

/** The data of a logistic loss: plain TypeScript, the measure for the WebAssembly kernel. */
export interface LogisticData {
  readonly X: Matrix;
  /** Class of each row. */
  readonly codes: Int32Array;
  /** Rows of the coefficients: 1 for two classes, else one per class. */
  readonly outputs: number;
  readonly sampleWeight: Float64Array | undefined;
  readonly fitIntercept: boolean;
}

/**
 * Sum over the rows of weight x negative log-likelihood, with its gradient. Coefficients are outputs x
 * (d + intercept), row-major, the intercept last. One output is the binomial loss of class 1, several are the
 * softmax loss. O(n d outputs), one pass over X.
 */
export function logisticLossGradient(data: LogisticData, coef: Float64Array, gradient: Float64Array): number {
  return data.outputs === 1 ? binomial(data, coef, gradient) : softmax(data, coef, gradient);
}

function binomial(
  { X, codes, sampleWeight, fitIntercept }: LogisticData,
  coef: Float64Array,
  gradient: Float64Array,
): number {
  const { rows, columns: d, data } = X;
  const intercept = fitIntercept ? coef[d] : 0;
  gradient.fill(0);
  let loss = 0;
  for (let i = 0, at = 0; i < rows; i++, at += d) {
    let score = intercept;
    for (let j = 0; j < d; j++) score += coef[j] * data[at + j];
    const weight = sampleWeight ? sampleWeight[i] : 1;
    const e = Math.exp(-Math.abs(score));
    const probability = score > 0 ? 1 / (1 + e) : e / (1 + e);
    // log(1 + exp(score)) - y score, without overflow.
    loss += weight * ((score > 0 ? score : 0) + Math.log1p(e) - (codes[i] === 1 ? score : 0));
    const residual = weight * (probability - (codes[i] === 1 ? 1 : 0));
    for (let j = 0; j < d; j++) gradient[j] += residual * data[at + j];
    if (fitIntercept) gradient[d] += residual;
  }
  return loss;
}

function softmax(
  { X, codes, outputs, sampleWeight, fitIntercept }: LogisticData,
  coef: Float64Array,
  gradient: Float64Array,
): number {
  const { rows, columns: d, data } = X;
  const width = d + (fitIntercept ? 1 : 0);
  const scores = new Float64Array(outputs);
  gradient.fill(0);
  let loss = 0;
  for (let i = 0, at = 0; i < rows; i++, at += d) {
    let top = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < outputs; c++) {
      const from = c * width;
      let score = fitIntercept ? coef[from + d] : 0;
      for (let j = 0; j < d; j++) score += coef[from + j] * data[at + j];
      scores[c] = score;
      if (score > top) top = score;
    }
    const own = scores[codes[i]];
    let sum = 0;
    for (let c = 0; c < outputs; c++) sum += scores[c] = Math.exp(scores[c] - top);
    const weight = sampleWeight ? sampleWeight[i] : 1;
    loss += weight * (Math.log(sum) + top - own);
    for (let c = 0; c < outputs; c++) {
      const residual = weight * (scores[c] / sum - (c === codes[i] ? 1 : 0));
      const from = c * width;
      for (let j = 0; j < d; j++) gradient[from + j] += residual * data[at + j];
      if (fitIntercept) gradient[from + d] += residual;
    }
  }
  return loss;
}
