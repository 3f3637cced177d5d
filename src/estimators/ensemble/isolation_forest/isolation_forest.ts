import { InvalidParameterError } from '../../../core/errors.js';
import { Matrix } from '../../../core/matrix.js';
import { bool, custom, declare, int, jobs, type ParamsOf, real, seed } from '../../../core/params.js';
import { RandomState } from '../../../core/random.js';
import type { Run } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import { DataWarning, warn } from '../../../core/warnings.js';
import { OutlierDetectorBase, type OutlierDetectorData } from '../../base/index.js';
import { BatchPredictor } from '../../tree/batch_predictor.js';
import { ExtraTreeRegressor } from '../../tree/extra_tree_regressor.js';
import type { FlatTree } from '../../tree/flat_tree.js';
import { addPrediction } from '../../tree/predictor.js';
import { columnsPerMember, type Draw, type DrawPlan, drawFor, rowsPerMember } from '../draws.js';
import { averagePathLength, growIsolationTrees } from './grow.js';
import { linearPercentile } from './percentile.js';

const declaration = declare('IsolationForest', {
  nEstimators: int(100, { min: 1, doc: 'Number of trees.' }),
  maxSamples: custom<number | 'auto'>('auto', {
    doc: "Rows per tree: a share in (0, 1], where 1 is all, a count above 1, or 'auto' for 256 (all, if there are fewer).",
    expected: "a share in (0, 1], an integer above 1, or 'auto'",
    accepts: (value) =>
      value === 'auto' ||
      (typeof value === 'number' && value > 0 && (value <= 1 || Number.isSafeInteger(value))),
    invalid: [0, -1, 1.5, 'all', null],
  }),
  contamination: custom<number | 'auto'>('auto', {
    doc: "The share of outliers among the training rows, which sets the offset; 'auto' sets it at -0.5, as in the original paper.",
    expected: "a number in (0, 0.5], or 'auto'",
    accepts: (value) => value === 'auto' || (typeof value === 'number' && value > 0 && value <= 0.5),
    invalid: [0, 0.6, -0.1, 'some', null],
  }),
  maxFeatures: real(1, {
    min: 0,
    exclusiveMin: true,
    doc: 'Columns per tree: a share in (0, 1], where 1 is all, or a count above 1.',
  }),
  bootstrap: bool(false, { doc: 'Draw rows with replacement.' }),
  nJobs: jobs(),
  randomState: seed(),
  warmStart: bool(false, { doc: 'Keep the trees of the earlier fit and add to them.' }),
});

interface IsolationModel {
  readonly offset: number;
  /** Trees whose nodes hold path lengths. */
  readonly trees: readonly FlatTree[];
  readonly seeds: readonly number[];
  readonly plans: readonly { readonly plan: DrawPlan; readonly count: number }[];
  readonly maxSamples: number;
}

/**
 * Finds outliers as the rows that random splits isolate after few steps. Needs no distances and no scaling, works in
 * many dimensions, and costs little: each tree sees a few hundred rows.
 *
 * Fit O(trees s log s) for s = `maxSamples` rows per tree, on `nJobs` workers; predict O(n trees log s). Rows and
 * splits are those that scikit-learn draws for the same seed. Sample weights are chances of the rows to be drawn.
 * References: Liu, Ting & Zhou, Isolation forest (2008); scikit-learn IsolationForest.
 *
 * @throws InvalidParameterError for more columns than X has.
 * @example
 * ```ts
 * const forest = await new IsolationForest({ randomState: 0 }).fit([[-1.1], [0.3], [0.5], [100]]);
 * await forest.predict([[0.1], [0], [90]]); // [1, 1, -1]
 * ```
 */
export class IsolationForest extends OutlierDetectorBase<typeof declaration, IsolationModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('outlier_detector', { sampleWeight: true, allowNaN: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const { maxFeatures } = this.params;
    if (maxFeatures <= 1 || Number.isSafeInteger(maxFeatures)) return;
    throw new InvalidParameterError(
      `IsolationForest: parameter 'maxFeatures' must be a share in (0, 1] or an integer above 1. Got ${maxFeatures}.`,
      { estimator: 'IsolationForest', parameter: 'maxFeatures', received: String(maxFeatures) },
    );
  }

  protected async train({ X, sampleWeight }: OutlierDetectorData, run: Run): Promise<IsolationModel> {
    const { nEstimators, contamination, randomState, warmStart, nJobs } = this.params;
    const plan = this.plan(X, sampleWeight);
    const kept = warmStart && this.isFitted ? this.learned('fit') : undefined;
    const has = kept?.trees.length ?? 0;
    if (nEstimators < has) {
      throw new InvalidParameterError(
        `${this.type}: parameter 'nEstimators' must not shrink in a warm start. Got ${nEstimators} after ${has} trees. Raise it, or set warmStart: false.`,
        { estimator: this.type, parameter: 'nEstimators', received: String(nEstimators), remedy: 'raise it' },
      );
    }
    const first = RandomState.from(randomState);
    const start = first.getState();
    const y = first.randomSample(X.rows);
    const random = new RandomState(0);
    random.setState(start);
    for (let i = 0; i < has; i++) random.nextSeed();
    const seeds = Array.from({ length: nEstimators - has }, () => random.nextSeed());
    const maxDepth = Math.ceil(Math.log2(Math.max(plan.maxSamples, 2)));
    const grown = await growIsolationTrees(seeds, { X, y, plan, maxDepth }, nJobs, run);
    const trees = [...(kept?.trees ?? []), ...grown];
    const { maxSamples } = plan;
    const offset =
      contamination === 'auto'
        ? -0.5
        : linearPercentile(await scores(trees, maxSamples, X, run), contamination);
    return {
      offset,
      trees,
      seeds: [...(kept?.seeds ?? []), ...seeds],
      plans: [...(kept?.plans ?? []), { plan, count: seeds.length }],
      maxSamples,
    };
  }

  protected async scoreRows(X: Matrix, run: Run): Promise<Float64Array> {
    const { trees, maxSamples } = this.learned('scoreSamples');
    return scores(trees, maxSamples, X, run);
  }

  /** The fitted trees; what they predict is the length of the way, not a target. */
  get estimators(): readonly ExtraTreeRegressor[] {
    const { trees } = this.learned('estimators');
    const prototype = new ExtraTreeRegressor({ maxFeatures: 1 });
    const { nFeaturesIn } = this;
    return trees.map((tree) =>
      prototype.restore({
        nFeaturesIn,
        model: { tree, categories: null, maxFeatures: 1, oneDimensional: true },
      }),
    );
  }

  /** The rows that each tree saw, repeats included; drawn again from their seeds. */
  get estimatorsSamples(): readonly Int32Array[] {
    return this.draws('estimatorsSamples').map(({ rows }) => rows);
  }

  /** The columns that each tree saw; drawn again from their seeds. */
  get estimatorsFeatures(): readonly Int32Array[] {
    return this.draws('estimatorsFeatures').map(({ columns }) => columns);
  }

  /** Rows per tree. */
  get maxSamples(): number {
    return this.learned('maxSamples').maxSamples;
  }

  private plan(X: Matrix, sampleWeight: Float64Array | undefined): DrawPlan {
    const { maxSamples, maxFeatures, bootstrap } = this.params;
    const drawable = sampleWeight ? sampleWeight.filter((weight) => weight > 0).length : X.rows;
    let rows = maxSamples === 'auto' ? Math.min(256, drawable) : maxSamples;
    if (rows > X.rows) {
      warn(new DataWarning(`maxSamples (${rows}) is more than the ${X.rows} rows: all are used.`, this.type));
      rows = X.rows;
    }
    const counted = rows > 1 || maxSamples === 'auto';
    return {
      rows: X.rows,
      columns: X.columns,
      maxSamples: counted ? rows : rowsPerMember(rows, X.rows, undefined, bootstrap, this.type),
      maxFeatures: columnsPerMember(maxFeatures, X.columns, this.type),
      bootstrap,
      bootstrapFeatures: false,
      sampleWeight: sampleWeight?.some((weight) => weight !== sampleWeight[0]) ? sampleWeight : undefined,
    };
  }

  private draws(member: string): Draw[] {
    const { seeds, plans } = this.learned(member);
    let at = 0;
    return plans.flatMap(({ plan, count }) => {
      const draws = seeds.slice(at, at + count).map((value) => drawFor(value, plan));
      at += count;
      return draws;
    });
  }
}

/** Minus the anomaly score of the paper: -1 for rows isolated at once, above -0.5 for rows that take long. */
async function scores(
  trees: readonly FlatTree[],
  maxSamples: number,
  X: Matrix,
  run: Run,
): Promise<Float64Array> {
  const lengths = await totalLengths(trees, X, run);
  const usual = trees.length * averagePathLength(maxSamples);
  return lengths.map((length) => -(2 ** -(usual === 0 ? 1 : length / usual)));
}

/** Cells of X that go through all trees together: 32 MiB. */
const CHUNK_CELLS = 2 ** 22;

/** Up to so many rows it does not pay to carry the trees to the kernels. */
const FEW_ROWS = 64;

/** The sum over the trees of the length of each row's way. */
async function totalLengths(trees: readonly FlatTree[], X: Matrix, run: Run): Promise<Float64Array> {
  const lengths = new Float64Array(X.rows);
  if (X.rows <= FEW_ROWS) {
    for (const tree of trees) addPrediction(tree, X, lengths);
    return lengths;
  }
  const chunk = Math.max(1, Math.floor(CHUNK_CELLS / X.columns));
  for (let from = 0; from < X.rows; from += chunk) {
    const to = Math.min(X.rows, from + chunk);
    const part = Matrix.of(X.data.subarray(from * X.columns, to * X.columns), X.columns);
    const predictor = new BatchPredictor(part, 1);
    try {
      for (const tree of trees) {
        predictor.add(tree);
        await run.breathe();
      }
      lengths.set(predictor.sums().data, from);
    } finally {
      predictor.release();
    }
  }
  return lengths;
}
