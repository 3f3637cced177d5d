import { InvalidInputError } from '../../core/errors.js';
import type { Matrix } from '../../core/matrix.js';
import { custom, declare, int, jobs, type ParamsOf } from '../../core/params.js';
import { Run } from '../../core/run.js';
import { logDeterminant } from '../../kernels/linalg/index.js';
import { defineTask, parallelMap } from '../../parallel/index.js';
import { CovarianceBase } from './covariance_base.js';
import { EmpiricalCovariance } from './empirical_covariance.js';
import { centredRows, logLikelihood, secondMoments } from './estimates.js';
import { type GraphicalOptions, solveGraphical } from './graphical_descent.js';
import {
  checkGraphicalData,
  type GraphicalModel,
  graphicalModel,
  graphicalSpecs,
} from './graphical_lasso.js';

interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Folds: their number, a splitter, or a list of rows. */
type Folds =
  | number
  | { split(X: Matrix): Iterable<Fold> }
  | Iterable<{ train: ArrayLike<number>; test: ArrayLike<number> }>;

const declaration = declare('GraphicalLassoCV', {
  alphas: custom<number | readonly number[]>(4, {
    doc: 'Penalties to try: how many per refinement, or the list itself.',
    expected: 'an integer >= 1, or a list of numbers > 0',
    accepts: (value) =>
      (Number.isSafeInteger(value) && (value as number) >= 1) ||
      (Array.isArray(value) &&
        value.length > 0 &&
        value.every((alpha) => typeof alpha === 'number' && alpha > 0 && Number.isFinite(alpha))),
    invalid: [0, 1.5, 'few', [], [0], null],
  }),
  nRefinements: int(4, { min: 1, doc: 'How often the grid is refined; not with a list of alphas.' }),
  cv: custom<Folds | null>(null, {
    doc: 'Number of folds, a splitter, or a list of { train, test }; null is 5.',
    expected: 'an integer >= 2, a splitter, a list of { train, test }, or null',
    accepts: (value) =>
      value === null ||
      (typeof value === 'number' ? Number.isInteger(value) && value >= 2 : typeof value === 'object'),
    invalid: [1, 2.5, 'five'],
  }),
  ...graphicalSpecs,
  nJobs: jobs(),
});

/** Penalties, largest first and 0 at the end, with the mean log density of the test rows under each. */
export interface GraphicalCvResults {
  readonly alphas: Float64Array;
  readonly meanTestScore: Float64Array;
  readonly stdTestScore: Float64Array;
  /** Scores of one fold. */
  readonly [score: `split${number}TestScore`]: Float64Array;
}

interface GraphicalCvModel extends GraphicalModel {
  readonly alpha: number;
  readonly cvResults: GraphicalCvResults;
}

interface PathShared extends GraphicalOptions {
  readonly X: Matrix;
  readonly alphas: readonly number[];
}

/** The task that workers run: all penalties on one fold. */
export const graphicalPathTask = defineTask<Fold, PathShared, number[]>(
  'graphicalLassoPath',
  import.meta.url,
  async (fold, shared, { signal }) => scorePath(fold, shared, new Run('GraphicalLassoCV', { signal })),
);

/** A penalty with its scores. */
interface Tried {
  readonly alpha: number;
  readonly scores: readonly number[];
}

/**
 * GraphicalLasso with the penalty chosen by cross-validation: on a grid that is refined around the best. Costs the
 * folds times the penalties, spread over `nJobs` workers. Reference: scikit-learn GraphicalLassoCV.
 *
 * @throws InvalidInputError when the covariance is too ill-conditioned for every penalty.
 * @example
 * ```ts
 * const { data } = await loadWine();
 * const X = await new StandardScaler().fitTransform(data);
 * const graph = await new GraphicalLassoCV({ cv: new KFold({ shuffle: true, randomState: 0 }) }).fit(X);
 * graph.alpha; // 0.029
 * ```
 */
export class GraphicalLassoCV extends CovarianceBase<typeof declaration, GraphicalCvModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train(X: Matrix, run: Run): Promise<GraphicalCvModel> {
    const { assumeCentered, alphas: given } = this.params;
    checkGraphicalData(X, this.type);
    const { Z, location } = centredRows(X, assumeCentered);
    const S = secondMoments(Z);
    const folds = await this.folds(X);
    const { tried, best } = await this.search(X, S, folds, run);
    const empirical: number[] = [];
    for (const { train, test } of folds) {
      const estimate = await new EmpiricalCovariance().fit(X.takeRows(train));
      empirical.push(await estimate.score(X.takeRows(test)));
    }
    const { alpha } = tried[best];
    if (typeof given !== 'number' && !tried[best].scores.every(Number.isFinite)) throw this.hopeless();
    const solution = await solveGraphical(S, alpha, S, this.params, run);
    const cvResults = resultsOf([...tried, { alpha: 0, scores: empirical }]);
    return { ...graphicalModel(location, solution), alpha, cvResults };
  }

  private async search(
    X: Matrix,
    S: Matrix,
    folds: readonly Fold[],
    run: Run,
  ): Promise<{ tried: Tried[]; best: number }> {
    const { alphas: given, nRefinements, tol, enetTol, eps, nJobs } = this.params;
    const maxIter = Math.trunc(0.1 * this.params.maxIter);
    const rounds = typeof given === 'number' ? nRefinements : 1;
    const top = largestAlpha(S);
    if (top === 0 && typeof given === 'number') throw this.hopeless();
    let alphas =
      typeof given === 'number'
        ? logSpace(Math.log10(0.01 * top), Math.log10(top), given).reverse()
        : [...given];
    let tried: Tried[] = [];
    let best = 0;
    for (let round = 1; round <= rounds; round++) {
      const shared: PathShared = { X, alphas, tol, enetTol, eps, maxIter };
      const paths = await parallelMap(graphicalPathTask, folds, { shared, nJobs, signal: run.signal });
      const fresh = alphas.map((alpha, a) => ({ alpha, scores: paths.map((path) => path[a]) }));
      tried = [...tried, ...fresh].sort((a, b) => b.alpha - a.alpha);
      const chosen = choose(tried);
      best = chosen.best;
      await run.step(round, rounds, 'refinement');
      if (typeof given !== 'number') break;
      const [high, low] = bracket(tried, chosen);
      alphas = logSpace(Math.log10(high), Math.log10(low), given + 2).slice(1, -1);
    }
    return { tried, best };
  }

  private async folds(X: Matrix): Promise<Fold[]> {
    // Splitters stand above this layer: they are loaded when first used.
    const { checkCv } = await import('../../model_selection/check_cv.js');
    return [...checkCv((this.params.cv ?? undefined) as number | undefined).split(X)];
  }

  private hopeless(): InvalidInputError {
    return new InvalidInputError(
      `${this.type}: found no penalty at which the covariance can be inverted. Give larger alphas, or scale the columns (StandardScaler).`,
      { estimator: this.type, parameter: 'alphas', remedy: 'give larger alphas' },
    );
  }

  /** The penalty that was chosen. */
  get alpha(): number {
    return this.learned('alpha').alpha;
  }

  /** Scores of each penalty. */
  get cvResults(): GraphicalCvResults {
    return this.learned('cvResults').cvResults;
  }

  /** Inverse of the covariance, with its zeros: d x d. */
  override get precision(): Matrix {
    return this.getPrecision();
  }

  /** Objective and dual gap after each iteration of the last fit. */
  get costs(): GraphicalModel['costs'] {
    return this.learned('costs').costs;
  }

  /** Iterations of the last fit. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }
}

/** The mean log density of the test rows under each penalty, each fit starting at the one before. */
async function scorePath({ train, test }: Fold, shared: PathShared, run: Run): Promise<number[]> {
  const S = secondMoments(centredRows(shared.X.takeRows(train), false).Z);
  const STest = secondMoments(centredRows(shared.X.takeRows(test), false).Z);
  const scores: number[] = [];
  let start = S;
  for (const alpha of shared.alphas) {
    try {
      const { covariance, precision } = await solveGraphical(S, alpha, start, shared, run, true);
      start = covariance;
      const sound = Number.isFinite(logDeterminant(precision));
      scores.push(sound ? logLikelihood(STest, precision) : Number.NEGATIVE_INFINITY);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      scores.push(Number.NEGATIVE_INFINITY);
    }
  }
  return scores;
}

interface Choice {
  readonly best: number;
  readonly lastFinite: number;
}

/** The best mean score, of equal ones the smallest penalty. */
function choose(tried: readonly Tried[]): Choice {
  let best = 0;
  let lastFinite = 0;
  let highest = Number.NEGATIVE_INFINITY;
  tried.forEach(({ scores }, index) => {
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    if (mean >= 0.1 / Number.EPSILON) return;
    if (Number.isFinite(mean)) lastFinite = index;
    if (mean >= highest) {
      highest = mean;
      best = index;
    }
  });
  return { best, lastFinite };
}

/** The penalties between which to look next. */
function bracket(tried: readonly Tried[], { best, lastFinite }: Choice): [number, number] {
  const last = tried.length - 1;
  const at = (index: number): number => tried[index].alpha;
  if (best === last) return [at(best), 0.01 * at(best)];
  if (best === 0 || best === lastFinite) return [at(best), at(best + 1)];
  return [at(best - 1), at(best + 1)];
}

function resultsOf(tried: readonly Tried[]): GraphicalCvResults {
  const folds = tried[0].scores.length;
  const mean = tried.map(({ scores }) => scores.reduce((sum, score) => sum + score, 0) / folds);
  const deviation = tried.map(({ scores }, t) =>
    Math.sqrt(scores.reduce((sum, score) => sum + (score - mean[t]) ** 2, 0) / folds),
  );
  const perFold = Array.from({ length: folds }, (_, fold) => [
    `split${fold}TestScore`,
    Float64Array.from(tried, ({ scores }) => scores[fold]),
  ]);
  return {
    alphas: Float64Array.from(tried, ({ alpha }) => alpha),
    meanTestScore: Float64Array.from(mean),
    stdTestScore: Float64Array.from(deviation),
    ...Object.fromEntries(perFold),
  } as GraphicalCvResults;
}

/** The penalty from which on all columns are apart: the largest covariance of two. */
function largestAlpha({ data, columns: d }: Matrix): number {
  let largest = 0;
  for (let at = 0; at < data.length; at++)
    if (at % (d + 1) !== 0) largest = Math.max(largest, Math.abs(data[at]));
  return largest;
}

function logSpace(from: number, to: number, count: number): number[] {
  if (count === 1) return [10 ** from];
  const step = (to - from) / (count - 1);
  return Array.from({ length: count }, (_, i) => 10 ** (i === count - 1 ? to : from + i * step));
}
