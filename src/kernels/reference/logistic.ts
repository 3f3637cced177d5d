/** The rows, labels and weights that a logistic loss sums over. */
export interface LogisticData {
  /** Row-major cells, `rows` x `columns`. */
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
  /** Class of each row: 0 .. nClasses - 1. */
  readonly codes: Int32Array;
  readonly nClasses: number;
  /** Weight of each row; absent: all 1. */
  readonly weights?: Float64Array | undefined;
  /** Whether each row of coefficients ends with an intercept. */
  readonly fitIntercept: boolean;
}

/** Rows of coefficients: one for two classes (the log-odds of class 1), else one per class. */
export function outputsOf(nClasses: number): number {
  return nClasses === 2 ? 1 : nClasses;
}

/** Coefficients in a row: one per column, then the intercept if there is one. */
export function widthOf(columns: number, fitIntercept: boolean): number {
  return columns + (fitIntercept ? 1 : 0);
}

/** Writes x . w_k (+ intercept) for every output of row `i`. */
export function scoreRow(problem: LogisticData, coef: Float64Array, i: number, scores: Float64Array): void {
  const { data, columns, fitIntercept } = problem;
  const width = widthOf(columns, fitIntercept);
  for (let k = 0; k < scores.length; k++) {
    let sum = fitIntercept ? coef[k * width + columns] : 0;
    for (let j = 0; j < columns; j++) sum += coef[k * width + j] * data[i * columns + j];
    scores[k] = sum;
  }
}

/**
 * Turns the scores of a row into probabilities in place and returns the row's loss -log p(code). With one
 * score it is the log-odds of class 1 and the probability left behind is that of class 1.
 */
export function probabilitiesFromScores(scores: Float64Array, code: number): number {
  if (scores.length === 1) {
    const s = scores[0];
    const e = Math.exp(-Math.abs(s));
    scores[0] = s >= 0 ? 1 / (1 + e) : e / (1 + e);
    return Math.max(code === 1 ? -s : s, 0) + Math.log1p(e);
  }
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < scores.length; k++) top = Math.max(top, scores[k]);
  const own = scores[code] - top;
  let sum = 0;
  for (let k = 0; k < scores.length; k++) sum += scores[k] = Math.exp(scores[k] - top);
  for (let k = 0; k < scores.length; k++) scores[k] /= sum;
  return Math.log(sum) - own;
}

/** Adds the gradient of rows `from` .. `to` to `gradient` and returns their summed weighted loss. */
export function referenceLossGradient(
  problem: LogisticData,
  coef: Float64Array,
  gradient: Float64Array,
  from = 0,
  to = problem.rows,
): number {
  const { data, columns, codes, weights, fitIntercept } = problem;
  const width = widthOf(columns, fitIntercept);
  const scores = new Float64Array(outputsOf(problem.nClasses));
  let loss = 0;
  for (let i = from; i < to; i++) {
    const weight = weights ? weights[i] : 1;
    scoreRow(problem, coef, i, scores);
    loss += weight * probabilitiesFromScores(scores, codes[i]);
    for (let k = 0; k < scores.length; k++) {
      const residual = weight * (scores[k] - (codes[i] === (scores.length === 1 ? 1 : k) ? 1 : 0));
      for (let j = 0; j < columns; j++) gradient[k * width + j] += residual * data[i * columns + j];
      if (fitIntercept) gradient[k * width + columns] += residual;
    }
  }
  return loss;
}

/** Adds the Hessian of rows `from` .. `to` to `hessian`, (nOutputs * width)^2 cells, row-major. */
export function referenceHessian(
  problem: LogisticData,
  coef: Float64Array,
  hessian: Float64Array,
  from = 0,
  to = problem.rows,
): void {
  const { data, columns, codes, weights, fitIntercept } = problem;
  const width = widthOf(columns, fitIntercept);
  const outputs = outputsOf(problem.nClasses);
  const side = outputs * width;
  const scores = new Float64Array(outputs);
  const x = new Float64Array(width).fill(1);
  for (let i = from; i < to; i++) {
    scoreRow(problem, coef, i, scores);
    probabilitiesFromScores(scores, codes[i]);
    for (let j = 0; j < columns; j++) x[j] = data[i * columns + j];
    for (let k = 0; k < outputs; k++) {
      for (let l = 0; l < outputs; l++) {
        const curvature = (weights ? weights[i] : 1) * scores[k] * ((k === l ? 1 : 0) - scores[l]);
        for (let a = 0; a < width; a++) {
          const row = (k * width + a) * side + l * width;
          for (let b = 0; b < width; b++) hessian[row + b] += curvature * x[a] * x[b];
        }
      }
    }
  }
}

/** Adds Hessian times `direction` of rows `from` .. `to` to `product` (both shaped like `coef`). */
export function referenceHessianProduct(
  problem: LogisticData,
  coef: Float64Array,
  direction: Float64Array,
  product: Float64Array,
  from = 0,
  to = problem.rows,
): void {
  const { data, columns, codes, weights, fitIntercept } = problem;
  const width = widthOf(columns, fitIntercept);
  const outputs = outputsOf(problem.nClasses);
  const p = new Float64Array(outputs);
  const t = new Float64Array(outputs);
  for (let i = from; i < to; i++) {
    scoreRow(problem, coef, i, p);
    probabilitiesFromScores(p, codes[i]);
    scoreRow(problem, direction, i, t);
    let mean = 0;
    for (let k = 0; k < outputs; k++) mean += p[k] * t[k];
    for (let k = 0; k < outputs; k++) {
      const u = (weights ? weights[i] : 1) * p[k] * (t[k] - mean);
      for (let j = 0; j < columns; j++) product[k * width + j] += u * data[i * columns + j];
      if (fitIntercept) product[k * width + columns] += u;
    }
  }
}
