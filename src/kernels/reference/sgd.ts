import type { Matrix } from '../../core/matrix.js';
import type { SgdLoss, SgdProblem, SgdSettings } from '../sgd.js';

/** Losses of a score p and their derivatives in p. */
const LOSSES: Record<SgdLoss, (y: number, p: number, e: number) => readonly [loss: number, slope: number]> = {
  hinge: (y, p) => (y * p <= 1 ? [1 - y * p, -y] : [0, 0]),
  perceptron: (y, p) => (y * p <= 0 ? [-y * p, -y] : [0, 0]),
  log_loss: (y, p) => [
    Math.log1p(Math.exp(-Math.abs(p))) + Math.max(p, 0) - y * p,
    1 / (1 + Math.exp(-p)) - y,
  ],
  modified_huber: (y, p) =>
    y * p >= 1 ? [0, 0] : y * p >= -1 ? [(1 - y * p) ** 2, -2 * y * (1 - y * p)] : [-4 * y * p, -4 * y],
  squared_hinge: (y, p) => (y * p < 1 ? [(1 - y * p) ** 2, -2 * y * (1 - y * p)] : [0, 0]),
  squared_error: (y, p) => [0.5 * (p - y) ** 2, p - y],
  huber: (y, p, e) =>
    Math.abs(p - y) <= e
      ? [0.5 * (p - y) ** 2, p - y]
      : [e * (Math.abs(p - y) - 0.5 * e), e * Math.sign(p - y)],
  epsilon_insensitive: (y, p, e) => (Math.abs(p - y) > e ? [Math.abs(p - y) - e, Math.sign(p - y)] : [0, 0]),
  squared_epsilon_insensitive: (y, p, e) => {
    const over = Math.abs(p - y) - e;
    return over > 0 ? [over * over, 2 * over * Math.sign(p - y)] : [0, 0];
  },
};

/**
 * The epochs of a descent without stopping, with weights and means written out at every step. Rows come in their order;
 * no rows are held back.
 */
export function referenceSgd(X: Matrix, problem: SgdProblem, settings: SgdSettings) {
  const { loss, epsilon, penalty, alpha, fitIntercept, learningRate, eta0, powerT, average, oneClass } =
    settings;
  const l1Ratio = penalty === 'l2' ? 0 : penalty === 'l1' ? 1 : settings.l1Ratio;
  const d = X.columns;
  const w = problem.start.w.slice();
  const mean = problem.start.mean.slice();
  let { intercept, meanIntercept } = problem.start;
  const taken = new Float64Array(d);
  let owed = 0;
  const offset = 1 / (Math.sqrt(1 / Math.sqrt(alpha)) * alpha);
  let t = problem.t;
  for (let epoch = 0; epoch < settings.maxIter; epoch++) {
    for (let i = 0; i < X.rows; i++) {
      const x = X.row(i);
      const y = problem.y[i];
      const p = x.reduce((sum, value, j) => sum + value * w[j], intercept);
      const [value, slope] = LOSSES[loss](y, p, epsilon);
      let eta = eta0;
      if (learningRate === 'optimal') eta = 1 / (alpha * (offset + t - 1));
      if (learningRate === 'invscaling') eta = eta0 / t ** powerT;
      const length = x.reduce((sum, v) => sum + v * v, 0);
      let update = -eta * slope;
      if (learningRate === 'pa1') update = -Math.min(eta0, value / length) * Math.sign(slope);
      if (learningRate === 'pa2') update = (-value / (length + 0.5 / eta0)) * Math.sign(slope);
      update *= (y > 0 ? problem.positive : problem.negative) * (problem.sampleWeight?.[i] ?? 1);
      if (penalty === 'l2' || penalty === 'elasticnet') {
        const keep = Math.max(0, 1 - (1 - l1Ratio) * eta * alpha);
        for (let j = 0; j < d; j++) w[j] *= keep;
      }
      for (let j = 0; j < d; j++) w[j] += update * x[j];
      if (fitIntercept) intercept += oneClass ? update - eta * alpha : update;
      if (average > 0 && average <= t) {
        const count = t - average + 1;
        // The mean takes the weights before this step's l1 penalty, as the fast version does.
        for (let j = 0; j < d; j++) mean[j] += (w[j] - mean[j]) / count;
        meanIntercept += (intercept - meanIntercept) / count;
      }
      if (penalty === 'l1' || penalty === 'elasticnet') {
        owed += l1Ratio * eta * alpha;
        for (let j = 0; j < d; j++) {
          const before = w[j];
          if (before > 0) w[j] = Math.max(0, before - (owed + taken[j]));
          else if (before < 0) w[j] = Math.min(0, before + (owed - taken[j]));
          taken[j] += w[j] - before;
        }
      }
      t++;
    }
  }
  return { w, intercept, mean, meanIntercept };
}
