import { RandomState } from '../../core/random.js';
import { ConvergenceWarning, warn } from '../../core/warnings.js';
import { boundedBfgs, type Evaluated } from '../../kernels/optimize/bounded_bfgs.js';
import type { Kernel } from './kernel.js';

/** What the search for hyperparameters takes. */
export interface SearchSettings {
  readonly nRestartsOptimizer: number;
  readonly randomState: number | readonly number[] | null;
}

/**
 * The kernel whose hyperparameters maximise the log marginal likelihood, from the given ones and from random restarts
 * within their bounds. `likelihood` gives value and gradient; -Infinity where the kernel matrix is not positive definite.
 */
export async function bestKernel(
  kernel: Kernel,
  likelihood: (kernel: Kernel) => Promise<Evaluated>,
  { nRestartsOptimizer, randomState }: SearchSettings,
  estimator: string,
): Promise<Kernel> {
  const { bounds } = kernel;
  const negative = async (theta: Float64Array): Promise<Evaluated> => {
    const { value, gradient } = await likelihood(kernel.withTheta(theta));
    return { value: -value, gradient: gradient.map((g) => -g) };
  };
  const options = { maxIter: 1000, gtol: 1e-5, ftol: 2.2e-9 };
  let best = await boundedBfgs(negative, kernel.theta, bounds, options);
  const random = nRestartsOptimizer > 0 ? RandomState.from(randomState) : undefined;
  for (let r = 0; r < nRestartsOptimizer; r++) {
    const start = Float64Array.from(bounds, ([low, high]) => random?.uniform(low, high) ?? low);
    const next = await boundedBfgs(negative, start, bounds, options);
    if (next.value < best.value) best = next;
  }
  const found = kernel.withTheta(best.x);
  warnAtBounds(found, estimator);
  return found;
}

function warnAtBounds(kernel: Kernel, estimator: string): void {
  for (const { name, values, bounds } of kernel.hyperparameters) {
    if (bounds === 'fixed') continue;
    values.forEach((value, j) => {
      const near = bounds[j].find((bound) => Math.abs(value / bound - 1) < 1e-4);
      if (near === undefined) return;
      warn(
        new ConvergenceWarning(
          `the best value of ${name} is at its bound ${near}. Widen the bounds if that is not wanted.`,
          estimator,
        ),
      );
    });
  }
}
