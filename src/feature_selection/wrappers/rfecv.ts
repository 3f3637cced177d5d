import type { MatrixLike } from '../../core/input.js';
import type { ParamMap } from '../../core/param_map.js';
import { declare, int, jobs, type ParamsOf, resolveParams } from '../../core/params.js';
import type { Estimator, ScoreOptions, Target } from '../../core/protocol.js';
import { Run } from '../../core/run.js';
import { takeRows } from '../../core/take.js';
import { DataWarning, warn } from '../../core/warnings.js';
import type { TransformerData } from '../../estimators/base/index.js';
import type { WithMember } from '../../meta/base/one_member.js';
import { splitAll } from '../../model_selection/cross_validate.js';
import { getScorer, type Scorer, type ScorerName } from '../../model_selection/scorer.js';
import { defineTask } from '../../parallel/index.js';
import { cvSpecs, type SelectorFitOptions } from './cv_params.js';
import { eliminate } from './eliminate.js';
import { type EliminationModel, EstimatorSelector, stepSpec } from './estimator_selector.js';
import { decodeWork, doItems, type FoldWork, type PlainWork } from './fold_work.js';
import { estimatorSpec, type ImportanceGetter, importanceGetterSpec } from './importances.js';

const declaration = declare('RFECV', {
  estimator: estimatorSpec,
  step: stepSpec,
  minFeaturesToSelect: int(1, { min: 1, doc: 'Fewest columns that stay.' }),
  ...cvSpecs,
  nJobs: jobs(),
  importanceGetter: importanceGetterSpec,
});

type Params = ParamsOf<typeof declaration>;

/** Scores, flags and ranks at each number of columns, fewest first. */
export interface RfecvResults {
  /** The numbers of columns. */
  readonly nFeatures: Int32Array;
  readonly meanTestScore: Float64Array;
  readonly stdTestScore: Float64Array;
  /** Scores of one fold. */
  readonly [score: `split${number}TestScore`]: Float64Array;
  /** Ranks (d) of one fold at each number of columns. */
  readonly [ranking: `split${number}Ranking`]: readonly Int32Array[];
  /** Flags (d) of one fold at each number of columns. */
  readonly [support: `split${number}Support`]: readonly (readonly boolean[])[];
}

interface RfecvModel extends EliminationModel {
  readonly cvResults: RfecvResults;
}

/** What one fold gives at each step. */
interface FoldSteps {
  readonly counts: number[];
  readonly scores: number[];
  readonly supports: Uint8Array[];
  readonly rankings: Int32Array[];
}

/** The task that workers run: the elimination on one fold. */
export const rfeFoldTask = defineTask<number, PlainWork, FoldSteps>(
  'rfeFold',
  import.meta.url,
  async (fold, shared, { signal }) =>
    eliminateFold(fold, await decodeWork(shared), new Run('RFECV', { signal })),
);

/**
 * Recursive feature elimination that finds by cross-validation how many columns should stay: every fold eliminates by
 * itself, and the number with the best mean score wins, of equal ones the smallest. Costs the folds times one
 * elimination, spread over `nJobs` workers, and one more on all rows. Reference: scikit-learn RFECV.
 *
 * @throws InvalidInputError when the estimator has no importances.
 * @example
 * ```ts
 * const { data, target } = await loadWine();
 * const X = await new StandardScaler().fitTransform(data);
 * const rfecv = new RFECV(new LogisticRegression(), { cv: 3 });
 * await rfecv.fit(X, target);
 * rfecv.nFeatures; // 8
 * rfecv.cvResults.meanTestScore[7]; // 0.983
 * ```
 */
export class RFECV<E extends Estimator = Estimator> extends EstimatorSelector<
  typeof declaration,
  RfecvModel,
  E
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(estimator: E, options: Partial<Omit<Params, 'estimator'>> = {}) {
    super(declaration, { ...options, estimator });
  }

  static override fromParams(params: object): RFECV {
    const { estimator, ...options } = resolveParams(declaration, params);
    return new RFECV(estimator, options);
  }

  /** A copy with changed parameters; `estimator__param` reaches into the estimator. */
  override with(overrides: Partial<ParamMap<RFECV<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  /** Selects; `groups` go to the splitter. */
  override async fit(X: MatrixLike, y?: Target, options: SelectorFitOptions = {}): Promise<this> {
    return super.fit(X, y, options);
  }

  protected async train(data: TransformerData, run: Run): Promise<RfecvModel> {
    const { estimator, step, minFeaturesToSelect, cv, nJobs, importanceGetter: getter } = this.params;
    const { X, y, sampleWeight } = data;
    if (minFeaturesToSelect > X.columns) {
      const text = `minFeaturesToSelect = ${minFeaturesToSelect} is more than the ${X.columns} columns: all are kept`;
      warn(new DataWarning(text, this.type));
    }
    const { groups } = (data.options ?? {}) as SelectorFitOptions;
    const folds = splitAll(estimator, X, y, { cv: cv ?? undefined, groups });
    const fewest = Math.min(minFeaturesToSelect, X.columns);
    const extra = { step, fewest, getter };
    const work: FoldWork = { estimator, X, y, sampleWeight, folds, scorer: this.scorer(), extra };
    const items = folds.map((_, fold) => fold);
    const steps = await doItems(items, work, rfeFoldTask, eliminateFold, { nJobs, run, what: 'fold' });
    const cvResults = resultsOf(steps);
    const target = cvResults.nFeatures[bestOf(steps)];
    const best = await eliminate({ estimator, X, y, sampleWeight, step, target, getter }, run);
    return { support: best.support, ranking: best.ranking, estimator: best.estimator, cvResults };
  }

  /** The score by `scoring` of the predictions from the columns that stay. */
  override async score(X: MatrixLike, y?: Target, options: ScoreOptions = {}): Promise<number> {
    this.learned('score');
    const { sampleWeight, signal } = options;
    return this.scorer().score(
      this as unknown as Estimator,
      X,
      y,
      sampleWeight ? { sampleWeight, signal } : { signal },
    );
  }

  /** Scores, flags and ranks of each fold at each number of columns. */
  get cvResults(): RfecvResults {
    return this.learned('cvResults').cvResults;
  }

  private scorer(): Scorer {
    const { scoring, estimator } = this.params;
    return getScorer(scoring ?? defaultScoring(estimator));
  }
}

/** Accuracy for classifiers, R^2 for regressors, else the estimator's own score. */
export function defaultScoring({ tags: { role } }: Estimator): ScorerName {
  return role === 'classifier' ? 'accuracy' : role === 'regressor' ? 'r2' : ('score' as ScorerName);
}

async function eliminateFold(fold: number, work: FoldWork, run: Run): Promise<FoldSteps> {
  const { estimator, X, y, sampleWeight, scorer } = work;
  const { step, fewest, getter } = work.extra as { step: number; fewest: number; getter: ImportanceGetter };
  const { train, test } = work.folds[fold];
  const XTest = X.takeRows(test);
  const yTest = y === undefined ? undefined : takeRows(y, test);
  const steps: FoldSteps = { counts: [], scores: [], supports: [], rankings: [] };
  await eliminate(
    {
      estimator,
      X: X.takeRows(train),
      y: y === undefined ? undefined : takeRows(y, train),
      sampleWeight: sampleWeight && takeRows(sampleWeight, train),
      step,
      target: fewest,
      getter,
    },
    new Run(run.estimator, { signal: run.signal }),
    async ({ columns, support, ranking, estimator: fitted }) => {
      steps.counts.push(columns.length);
      steps.scores.push(
        await scorer.score(fitted, XTest.takeColumns(columns), yTest, { signal: run.signal }),
      );
      steps.supports.push(support);
      steps.rankings.push(ranking);
    },
  );
  return steps;
}

/** Place of the best mean score, fewest columns first. */
function bestOf(steps: readonly FoldSteps[]): number {
  const sums = steps[0].scores.map((_, s) => steps.reduce((sum, fold) => sum + fold.scores[s], 0)).reverse();
  let best = 0;
  for (let s = 1; s < sums.length; s++) if (sums[s] > sums[best]) best = s;
  return best;
}

function resultsOf(steps: readonly FoldSteps[]): RfecvResults {
  const nFeatures = Int32Array.from(steps[0].counts).reverse();
  const scores = steps.map((fold) => Float64Array.from(fold.scores).reverse());
  const count = nFeatures.length;
  const meanTestScore = new Float64Array(count);
  const stdTestScore = new Float64Array(count);
  for (let s = 0; s < count; s++) {
    meanTestScore[s] = scores.reduce((sum, fold) => sum + fold[s], 0) / scores.length;
    const squares = scores.reduce((sum, fold) => sum + (fold[s] - meanTestScore[s]) ** 2, 0);
    stdTestScore[s] = Math.sqrt(squares / scores.length);
  }
  const perFold = steps.flatMap((fold, i) => [
    [`split${i}TestScore`, scores[i]],
    [`split${i}Ranking`, [...fold.rankings].reverse()],
    [
      `split${i}Support`,
      [...fold.supports].reverse().map((support) => Array.from(support, (flag) => flag === 1)),
    ],
  ]);
  return { nFeatures, meanTestScore, stdTestScore, ...Object.fromEntries(perFold) } as RfecvResults;
}
