import type { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import type { Evaluated } from '../../kernels/optimize/bounded_bfgs.js';
import type { SpdFactor } from '../../kernels/spd_factor.js';
import type { Kernel } from './kernel.js';

/** What the likelihood of a regression depends on besides the kernel. */
export interface RegressionData {
  readonly X: Matrix;
  /** Targets, one array per output. */
  readonly targets: readonly Float64Array[];
  /** Variance of the noise of each row. */
  readonly noise: Float64Array;
}

/** The factor of the covariance of the rows in `factor`; false when it is not positive definite. */
export async function factorCovariance(
  factor: SpdFactor,
  values: Float64Array,
  noise: Float64Array,
  run: Run,
): Promise<boolean> {
  const n = noise.length;
  const target = factor.values;
  target.set(values);
  for (let i = 0; i < n; i++) target[i * n + i] += noise[i];
  return factor.factor(run);
}

/**
 * The log marginal likelihood of the targets, summed over outputs, and its gradient by theta. O(n^3).
 * Reference: Rasmussen, Williams (2006), algorithm 2.1 and (5.9).
 */
export async function regressionLikelihood(
  kernel: Kernel,
  { X, targets, noise }: RegressionData,
  factor: SpdFactor,
  run: Run,
): Promise<Evaluated> {
  const n = X.rows;
  const { values, gradients } = kernel.withGradient(X);
  const gradient = new Float64Array(gradients.length);
  if (!(await factorCovariance(factor, values, noise, run)))
    return { value: Number.NEGATIVE_INFINITY, gradient };
  let value = 0;
  const duals = targets.map((y) => {
    const dual = factor.solve(y);
    value -= 0.5 * y.reduce((sum, target, i) => sum + target * dual[i], 0);
    value -= 0.5 * (factor.logDeterminant() + n * Math.log(2 * Math.PI));
    return dual;
  });
  await factor.invert(run);
  const inverse = factor.values;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      // Each pair counts twice, the diagonal once; the half of the formula cancels the two.
      let weight = -targets.length * inverse[i * n + j];
      for (const dual of duals) weight += dual[i] * dual[j];
      if (i === j) weight *= 0.5;
      for (let t = 0; t < gradients.length; t++) gradient[t] += weight * gradients[t][i * n + j];
    }
  }
  return { value, gradient };
}
