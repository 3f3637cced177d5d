import { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { centredCrossProduct, momentsOf } from '../../kernels/linalg/index.js';
import { MixtureSteps, type NormalComponents, type WeightedMoments } from '../../kernels/mixture_steps.js';
import type { Shape } from './covariances.js';
import { type AllRows, estimate, type GaussianEstimates, lostDigits } from './gaussian_estimates.js';
import { kernelFactors } from './precisions.js';

/** Where EM stands: what the rows are compared with. `factors` has the shape of the covariance type. */
export type Components = NormalComponents;

/** How a mixture learns from estimates: by likelihood, or by variational Bayes. */
export interface MixtureRule<S extends Components> {
  /** Parameters from the weighted means and covariances of the rows. */
  maximise(estimates: GaussianEstimates): S;
  /** What must grow, after a step from `moments` to `state`. */
  lowerBound(state: S, moments: WeightedMoments): number;
}

/** Where one start ended. */
export interface MixtureRun<S> {
  readonly state: S;
  readonly lowerBound: number;
  readonly lowerBounds: readonly number[];
  readonly converged: boolean;
}

/** The rows of one fit, in the memory of the kernels. Release it after use. */
export class MixtureProblem {
  private constructor(
    readonly rows: AllRows,
    readonly steps: MixtureSteps,
    readonly shape: Shape,
    readonly regCovar: number,
  ) {}

  static async of(
    X: Matrix,
    shape: Shape,
    regCovar: number,
    needsScatter: boolean,
    run: Run,
  ): Promise<MixtureProblem> {
    const { mean: origin, squares } = momentsOf(X);
    const scatter = needsScatter ? (await centredCrossProduct(X, origin, run)).data : new Float64Array(0);
    const steps = new MixtureSteps(X, origin, shape.k, formOf(shape));
    return new MixtureProblem({ n: X.rows, origin, squares, scatter }, steps, shape, regCovar);
  }

  /** Estimates under given responsibilities (n x k). */
  async weigh(responsibilities: Float64Array, partial: boolean, run: Run): Promise<GaussianEstimates> {
    const { moments } = await this.#moments(
      new Float64Array(this.shape.k * this.shape.d),
      run,
      responsibilities,
    );
    const first = this.#estimate(moments, partial);
    if (!lostDigits(moments, first, this.shape)) return first;
    return this.#estimate((await this.#moments(first.means, run, responsibilities)).moments, partial);
  }

  /** Expectation under `state`, and estimates from it. */
  async expect(
    state: Components,
    run: Run,
  ): Promise<{ moments: WeightedMoments; estimates: GaussianEstimates }> {
    this.steps.place({ ...state, factors: kernelFactors(state.factors, this.shape) });
    const { moments } = await this.#moments(state.means, run);
    const estimates = this.#estimate(moments, false);
    if (!lostDigits(moments, estimates, this.shape)) return { moments, estimates };
    const again = await this.#moments(estimates.means, run);
    return { moments: again.moments, estimates: this.#estimate(again.moments, false) };
  }

  #estimate(moments: WeightedMoments, partial: boolean): GaussianEstimates {
    return estimate(moments, this.shape, this.regCovar, this.rows, partial);
  }

  async #moments(
    centers: Float64Array,
    run: Run,
    responsibilities?: Float64Array,
  ): Promise<{ moments: WeightedMoments }> {
    const { steps } = this;
    steps.begin(centers);
    for (let from = 0; from < steps.tiles; from += steps.chunk) {
      const to = Math.min(steps.tiles, from + steps.chunk);
      if (responsibilities) steps.weigh(from, to, responsibilities);
      else steps.expect(from, to);
      if (run.due) await run.breathe();
    }
    return { moments: steps.moments() };
  }
}

/** What the kernels must know of a shape. */
export function formOf({ type }: Shape): { full: boolean; shared: boolean } {
  return { full: type === 'full' || type === 'tied', shared: type === 'tied' };
}

/**
 * Expectation and maximisation in turn until the lower bound settles.
 * Reference: Dempster, Laird & Rubin, J. R. Stat. Soc. B 39 (1977) 1.
 */
export async function maximiseExpectation<S extends Components>(
  problem: MixtureProblem,
  rule: MixtureRule<S>,
  first: S,
  options: {
    readonly tol: number;
    readonly maxIter: number;
    readonly lowerBound: number;
    readonly what: string;
  },
  run: Run,
): Promise<MixtureRun<S>> {
  const { tol, maxIter, what } = options;
  let { lowerBound } = options;
  let state = first;
  const lowerBounds: number[] = [];
  for (let iteration = 0; iteration < maxIter; iteration++) {
    const { moments, estimates } = await problem.expect(state, run);
    state = rule.maximise(estimates);
    const before = lowerBound;
    lowerBound = rule.lowerBound(state, moments);
    lowerBounds.push(lowerBound);
    await run.step(iteration + 1, maxIter, what);
    if (Math.abs(lowerBound - before) < tol) return { state, lowerBound, lowerBounds, converged: true };
  }
  return { state, lowerBound, lowerBounds, converged: false };
}

/** Log densities of rows (n), and logs of their responsibilities (n x k) if asked for. */
export async function evaluate(
  X: Matrix,
  components: Components,
  origin: Float64Array,
  shape: Shape,
  wantsLogs: boolean,
  run: Run,
): Promise<{ norms: Float64Array; logs: Matrix }> {
  const steps = new MixtureSteps(X, origin, shape.k, formOf(shape));
  try {
    steps.place({ ...components, factors: kernelFactors(components.factors, shape) });
    const norms = new Float64Array(X.rows);
    const logs = Matrix.zeros(wantsLogs ? X.rows : 0, shape.k);
    for (let from = 0; from < steps.tiles; from += steps.chunk) {
      const to = Math.min(steps.tiles, from + steps.chunk);
      steps.evaluate(from, to, norms, wantsLogs ? logs.data : undefined);
      if (run.due) await run.breathe();
    }
    // A row beyond the reach of all components, whose densities all underflow, belongs to each alike.
    for (let i = 0; i < logs.rows; i++) {
      if (!(norms[i] > Number.NEGATIVE_INFINITY)) logs.row(i).fill(-Math.log(shape.k));
    }
    return { norms, logs };
  } finally {
    steps.release();
  }
}
