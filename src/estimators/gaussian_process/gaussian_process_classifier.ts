import { InvalidInputError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { bool, declare, int, jobs, nullable, oneOf, type ParamsOf, seed } from '../../core/params.js';
import { fromPlain } from '../../core/plain.js';
import { Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { defineTask, effectiveNJobs, parallelMap } from '../../parallel/index.js';
import { argmaxRows, ClassifierBase, type ClassifierData } from '../base/index.js';
import type { Kernel, KernelRecord } from './kernel.js';
import { kernelFrom } from './kernel_algebra.js';
import { kernelOf, kernelParam, withRecord } from './kernel_param.js';
import { averagedLogistic, BinaryLaplace, type BinaryProcess, latentMean, latentMoments } from './laplace.js';
import { bestKernel, type SearchSettings } from './optimise.js';

const declaration = declare('GaussianProcessClassifier', {
  kernel: kernelParam(),
  optimizer: nullable(
    oneOf(['fmin_l_bfgs_b'], 'fmin_l_bfgs_b', {
      doc: 'How hyperparameters are found: by quasi-Newton steps within bounds, or null to leave them.',
    }),
    'fmin_l_bfgs_b',
  ),
  nRestartsOptimizer: int(0, { min: 0, doc: 'Further starts of the search, at random within the bounds.' }),
  maxIterPredict: int(100, { min: 1, doc: "Most steps of Newton's method for the mode." }),
  warmStart: bool(false, { doc: "Start Newton's method where the one before ended during the search." }),
  randomState: seed(),
  multiClass: oneOf(['one_vs_rest', 'one_vs_one'], 'one_vs_rest', {
    doc: 'Several classes: one process per class, or one per pair of classes (then there are no probabilities).',
  }),
  nJobs: jobs(),
});

interface ClassifierProcess {
  /** One process for two classes, else one per class or per pair. */
  readonly members: readonly BinaryProcess[];
}

interface MemberItem {
  readonly X: Matrix;
  readonly y: Float64Array;
}

interface MemberShared extends SearchSettings {
  readonly kernel: KernelRecord;
  readonly search: boolean;
  readonly maxIterPredict: number;
  readonly warmStart: boolean;
}

const NAME = 'GaussianProcessClassifier';

/** Finds the process of two classes. */
export const binaryProcessTask = defineTask<MemberItem, MemberShared, BinaryProcess>(
  'binaryProcessTask',
  import.meta.url,
  (item, shared, context) => binaryProcess(item, shared, new Run(NAME, { signal: context.signal })),
);

async function binaryProcess({ X, y }: MemberItem, shared: MemberShared, run: Run): Promise<BinaryProcess> {
  const laplace = new BinaryLaplace(X, y, shared.maxIterPredict, shared.warmStart, run);
  try {
    let kernel = kernelFrom(shared.kernel);
    if (shared.search && kernel.theta.length > 0) {
      const likelihood = async (tried: Kernel) => {
        await run.breathe();
        return laplace.likelihood(tried);
      };
      kernel = await bestKernel(kernel, likelihood, shared, NAME);
    }
    const process = await laplace.process(kernel);
    if (process) return process;
  } finally {
    laplace.release();
  }
  throw new InvalidInputError(
    `${NAME}: the kernel values of X are too large for the solver. Got a matrix that is not positive definite. Scale the columns (StandardScaler).`,
    { estimator: NAME, parameter: 'X', remedy: 'scale the columns' },
  );
}

/**
 * Classification by a Gaussian process through the logistic function, with Laplace's approximation: probabilities that
 * know where there are no data. Use it for up to a thousand rows. Fit is O(n^3) per step of the search and per class,
 * probabilities O(n^2) a row.
 * Reference: Rasmussen, Williams, Gaussian Processes for Machine Learning (2006), 3; scikit-learn
 * GaussianProcessClassifier.
 *
 * @example
 * ```ts
 * const X = [[0], [1], [2], [3], [4], [5]];
 * const gp = await new GaussianProcessClassifier({ kernel: new RBF() }).fit(X, [0, 0, 0, 1, 1, 1]);
 * await gp.predictProba([[2.5]]); // about [0.5, 0.5]
 * ```
 */
export class GaussianProcessClassifier extends ClassifierBase<typeof declaration, ClassifierProcess> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, withRecord(params));
  }

  /** @internal One process per pair of classes has no probabilities. */
  supports(method: string): boolean {
    return !method.startsWith('predictProba') || this.params.multiClass === 'one_vs_rest';
  }

  protected async train({ X, codes, classes }: ClassifierData, run: Run): Promise<ClassifierProcess> {
    const k = classes.length;
    if (k < 2) {
      throw new InvalidInputError(
        `${NAME}: y must hold at least two classes. Got only class ${JSON.stringify(classes[0])}. Add rows of another class.`,
        { estimator: NAME, parameter: 'y', remedy: 'add rows of another class' },
      );
    }
    const { optimizer, kernel, nJobs, ...settings } = this.params;
    const shared: MemberShared = { ...settings, kernel: kernelOf(kernel).record, search: optimizer !== null };
    const items = itemsOf(X, codes, k, this.params.multiClass);
    const heavy = items.length * X.rows ** 2 > 1e5;
    if (heavy && items.length > 1 && effectiveNJobs(nJobs) > 1) {
      const members = await parallelMap(binaryProcessTask, items, {
        shared,
        nJobs,
        signal: run.signal,
        onProgress: (done, total) => void run.step(done, total, 'process').catch(() => undefined),
      });
      return { members: (await fromPlain(members)) as BinaryProcess[] };
    }
    const members: BinaryProcess[] = [];
    for (const item of items) {
      await run.step(members.length, items.length, 'process');
      members.push(await binaryProcess(item, shared, run));
    }
    return { members };
  }

  protected async predictCodes(X: Matrix, run: Run): Promise<ArrayLike<number>> {
    const { members } = this.learned('predict');
    const k = this.classes.length;
    if (k === 2) return latentMean(members[0], X).map((value) => (value > 0 ? 1 : 0));
    if (this.params.multiClass === 'one_vs_rest') return argmaxRows(await this.memberProbabilities(X, run));
    return votes(members, await this.memberProbabilities(X, run), X, k);
  }

  /**
   * Probability of each class: n x k, rows sum to 1.
   * @throws InvalidInputError for several classes with multiClass 'one_vs_one'.
   */
  async predictProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const matrix = this.checkX(X, 'predictProba');
    const k = this.classes.length;
    if (k > 2 && this.params.multiClass === 'one_vs_one') {
      throw new InvalidInputError(
        `${NAME}: predictProba needs multiClass 'one_vs_rest'. Got 'one_vs_one'. Fit with 'one_vs_rest'.`,
        { estimator: NAME, parameter: 'multiClass', received: 'one_vs_one', remedy: "'one_vs_rest'" },
      );
    }
    const each = await this.memberProbabilities(matrix, new Run(this.type, options));
    const result = Matrix.zeros(matrix.rows, k);
    for (let i = 0; i < matrix.rows; i++) {
      const row = each.row(i);
      const sum = row.reduce((total, p) => total + p, 0);
      for (let c = 0; c < k; c++) {
        if (k === 2) result.set(i, c, c === 1 ? row[0] : 1 - row[0]);
        else result.set(i, c, sum > 0 ? row[c] / sum : 1 / k);
      }
    }
    return result;
  }

  /**
   * Mean and variance of the latent value of each row, whose logistic function is the probability of the second class.
   * @throws InvalidInputError for more than two classes.
   */
  async latentMeanAndVariance(
    X: MatrixLike,
    options: RunOptions = {},
  ): Promise<{ mean: Float64Array; variance: Float64Array }> {
    const matrix = this.checkX(X, 'latentMeanAndVariance');
    const { members } = this.learned('latentMeanAndVariance');
    if (members.length > 1) {
      throw new InvalidInputError(
        `${NAME}: latentMeanAndVariance is for two classes. Got ${this.classes.length}. Use predictProba.`,
        { estimator: NAME, parameter: 'y', remedy: 'use predictProba' },
      );
    }
    return latentMoments(members[0], matrix, new Run(this.type, options));
  }

  /** The kernels with the hyperparameters that were found, one per process. */
  get kernels(): Kernel[] {
    return this.learned('kernels').members.map(({ kernelRecord }) => kernelFrom(kernelRecord));
  }

  /** The kernel with the hyperparameters that were found; of several processes the first. */
  get kernel(): Kernel {
    return kernelFrom(this.learned('kernel').members[0].kernelRecord);
  }

  /** The number of classes. */
  get nClasses(): number {
    return this.classes.length;
  }

  /** The log marginal likelihood at the hyperparameters that were found, the mean over processes. */
  get logMarginalLikelihoodValue(): number {
    const { members } = this.learned('logMarginalLikelihoodValue');
    return members.reduce((sum, member) => sum + member.logMarginalLikelihoodValue, 0) / members.length;
  }

  /** Each process's probability of its second class: n x processes. */
  private async memberProbabilities(X: Matrix, run: Run): Promise<Matrix> {
    const { members } = this.learned('predictProba');
    const result = Matrix.zeros(X.rows, members.length);
    for (const [c, member] of members.entries()) {
      const { mean, variance } = await latentMoments(member, X, run);
      mean.forEach((value, i) => {
        result.set(i, c, averagedLogistic(value, variance[i]));
      });
    }
    return result;
  }
}

/** What each process is trained on. */
function itemsOf(X: Matrix, codes: Int32Array, k: number, multiClass: string): MemberItem[] {
  const against = (positive: number): Float64Array =>
    Float64Array.from(codes, (c) => (c === positive ? 1 : 0));
  if (k === 2) return [{ X, y: against(1) }];
  if (multiClass === 'one_vs_rest') return Array.from({ length: k }, (_, c) => ({ X, y: against(c) }));
  const items: MemberItem[] = [];
  for (let i = 0; i < k; i++) {
    for (let j = i + 1; j < k; j++) {
      const rows = Int32Array.from(codes.keys()).filter((row) => codes[row] === i || codes[row] === j);
      items.push({ X: X.takeRows(rows), y: Float64Array.from(rows, (row) => (codes[row] === j ? 1 : 0)) });
    }
  }
  return items;
}

/** Votes of the pairs, ties broken by the sums of their probabilities, as scikit-learn's OneVsOneClassifier. */
function votes(members: readonly BinaryProcess[], probabilities: Matrix, X: Matrix, k: number): Int32Array {
  const second = members.map((member) => latentMean(member, X));
  const scores = Matrix.zeros(X.rows, k);
  const sums = new Float64Array(k);
  for (let r = 0; r < X.rows; r++) {
    sums.fill(0);
    for (let i = 0, pair = 0; i < k; i++) {
      for (let j = i + 1; j < k; j++, pair++) {
        const confidence = probabilities.get(r, pair);
        sums[i] -= confidence;
        sums[j] += confidence;
        scores.data[r * k + (second[pair][r] > 0 ? j : i)]++;
      }
    }
    for (let c = 0; c < k; c++) scores.data[r * k + c] += sums[c] / (3 * (Math.abs(sums[c]) + 1));
  }
  return argmaxRows(scores);
}
