import { asColumns } from '../core/columns.js';
import { describe, InvalidInputError, InvalidParameterError } from '../core/errors.js';
import type { FeatureInfo } from '../core/features.js';
import { asMatrix, checkSameLength, type DataLike } from '../core/input.js';
import type { Label, Labels } from '../core/labels.js';
import type { Matrix } from '../core/matrix.js';
import { bool, custom, type Declaration, jobs, type ParamSpec, type ParamSpecs } from '../core/params.js';
import {
  type Estimator,
  hasMethod,
  isEstimator,
  type MethodName,
  type ScoreOptions,
  type Target,
  type Transformer,
} from '../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../core/run.js';
import type { Tags } from '../core/tags.js';
import { rowCount } from '../core/take.js';
import { BaseEstimator } from '../estimators/base/index.js';
import type { CvLike } from './check_cv.js';
import { splitAll } from './cross_validate.js';
import { fitAll } from './fit_and_score.js';
import type { ParamCombination } from './parameter_grid.js';
import {
  getScorer,
  type ResolvedScoring,
  resolveScoring,
  type Scorer,
  type ScorerName,
  type Scoring,
} from './scorer.js';
import { bestIndex, type CvResults, searchResults } from './search_results.js';

/** How to choose and refit: true, false, the name of one of several scorers, or a function of the results. */
export type Refit = boolean | string | ((results: CvResults) => number);

/** Parameters that every search has. */
export const searchSpecs = {
  estimator: custom<Estimator>(undefined as unknown as Estimator, {
    doc: 'The estimator to search over.',
    expected: 'an estimator',
    accepts: isEstimator,
    invalid: ['svc', 3, {}],
  }),
  scoring: custom<Scoring | null>(null, {
    doc: "Scorer name, scorer, or several; null uses the estimator's own score.",
    expected: 'the name of a scorer, a scorer, several of these, or null',
    accepts: (value) => value === null || typeof value === 'string' || typeof value === 'object',
    invalid: [3, true],
  }),
  nJobs: jobs(),
  refit: custom<Refit>(true, {
    doc: 'Refit the best candidate on all rows; with several scorers the name of the one that decides, or a function of cvResults that returns the best index.',
    expected: 'true, false, the name of a scorer, or a function of the results',
    accepts: (value) =>
      typeof value === 'boolean' || typeof value === 'string' || typeof value === 'function',
    invalid: [3, {}],
  }),
  cv: custom<CvLike | null>(null, {
    doc: 'Number of folds, a splitter, or a list of { train, test }; null is 5, stratified for classifiers.',
    expected: 'an integer >= 2, a splitter, a list of { train, test }, or null',
    accepts: (value) =>
      value === null ||
      (typeof value === 'number' ? Number.isInteger(value) && value >= 2 : typeof value === 'object'),
    invalid: [1, 2.5, 'five'],
  }),
  errorScore: custom<number | 'raise'>(Number.NaN, {
    doc: "The score of a fit that failed, or 'raise'.",
    expected: "a number or 'raise'",
    accepts: (value) => typeof value === 'number' || value === 'raise',
    invalid: ['ignore', {}],
  }),
  returnTrainScore: bool(false, { doc: 'Score the training folds too.' }),
} satisfies ParamSpecs;

type SearchParams = {
  readonly [K in keyof typeof searchSpecs]: (typeof searchSpecs)[K] extends ParamSpec<infer T> ? T : never;
};

interface SearchModel {
  readonly cvResults: CvResults;
  readonly nSplits: number;
  readonly multimetric: boolean;
  readonly bestIndex: number | null;
  readonly bestScore: number;
  readonly bestEstimator: Estimator | null;
  /** Seconds for the refit. */
  readonly refitTime: number;
}

/** Options of a search's `fit`. */
export interface SearchFitOptions extends FitOptions {
  /** Group of each row, for group splitters. */
  readonly groups?: Labels;
}

/** What grid and random search share: fit every candidate on every fold, choose, refit, and predict. */
export abstract class BaseSearch<D extends Declaration, E extends Estimator> extends BaseEstimator<
  D,
  SearchModel
> {
  /** The candidates to try. */
  protected abstract candidates(): readonly ParamCombination[];

  private get shared(): SearchParams {
    return this.params as unknown as SearchParams;
  }

  override get tags(): Tags {
    return this.shared.estimator.tags;
  }

  /** Whether the searched estimator has the method. */
  supports(method: MethodName): boolean {
    return method === 'score' || hasMethod(this.shared.estimator, method);
  }

  /**
   * Tries every candidate on every fold and, unless `refit` is false, fits the best on all rows. Candidates
   * are checked before any fitting. Progress counts fits.
   * @throws InvalidParameterError for a wrong name or value in the grid; AbortError.
   */
  async fit(X: DataLike, y?: Target, options: SearchFitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const { estimator, cv, errorScore, returnTrainScore, nJobs } = this.shared;
    const data = this.checkData(X, y, options);
    const scoring = resolveScoring(this.shared.scoring);
    this.checkRefit(scoring);
    const candidates = this.candidates();
    for (const params of candidates) estimator.with(params as object);
    const folds = splitAll(estimator, data, y, { cv: cv ?? undefined, groups: options.groups });
    const fitJobs = candidates.flatMap((params) => folds.map((_, fold) => ({ params, fold })));
    const fits = await fitAll(
      {
        estimator,
        X: data,
        y,
        sampleWeight: options.sampleWeight,
        folds,
        scoring,
        returnTrainScore,
        returnEstimator: false,
        errorScore,
      },
      fitJobs,
      {
        nJobs,
        signal: options.signal,
        onProgress: (done, total) => options.onProgress?.({ estimator: this.type, what: 'fit', done, total }),
        source: this.type,
      },
    );
    const cvResults = searchResults(candidates, fits, folds.length, scoring, returnTrainScore);
    const chosen = this.choose(cvResults, scoring);
    const started = performance.now();
    const best = this.shared.refit === false ? null : estimator.with(candidates[chosen.index ?? 0] as object);
    const { sampleWeight, signal } = options;
    await best?.fit(data, y, sampleWeight ? { sampleWeight, signal } : { signal });
    await run.breathe();
    const info = best as unknown as Partial<FeatureInfo> | null;
    return this.setFitted({
      nFeaturesIn: info?.nFeaturesIn ?? 0,
      featureNamesIn: info?.featureNamesIn,
      model: {
        cvResults,
        nSplits: folds.length,
        multimetric: scoring.multi,
        bestIndex: chosen.index,
        bestScore: chosen.score,
        bestEstimator: best,
        refitTime: (performance.now() - started) / 1000,
      },
    });
  }

  /** Scores, times and parameters of all candidates, in columns. */
  get cvResults(): CvResults {
    return this.learned('cvResults').cvResults;
  }

  /** The best candidate, fitted on all rows. */
  get bestEstimator(): E {
    return this.best('bestEstimator') as E;
  }

  /** The parameters of the best candidate. */
  get bestParams(): ParamCombination {
    const { cvResults } = this.learned('bestParams');
    return cvResults.params[this.bestIndex];
  }

  /** Mean test score of the best candidate. */
  get bestScore(): number {
    return this.learned('bestScore').bestScore;
  }

  /** Position of the best candidate in the columns of cvResults. */
  get bestIndex(): number {
    const { bestIndex: index } = this.learned('bestIndex');
    if (index !== null) return index;
    throw this.noRefit('bestIndex');
  }

  /** Number of folds. */
  get nSplits(): number {
    return this.learned('nSplits').nSplits;
  }

  /** Seconds that the refit took. */
  get refitTime(): number {
    return this.learned('refitTime').refitTime;
  }

  /** Whether several scorers were used. */
  get multimetric(): boolean {
    return this.learned('multimetric').multimetric;
  }

  /** The classes of the best estimator. */
  get classes(): readonly Label[] {
    return (this.best('classes') as unknown as { classes: readonly Label[] }).classes;
  }

  /** Predictions of the best estimator. */
  async predict(
    X: DataLike,
    options: RunOptions = {},
  ): Promise<E extends { predict(...args: never[]): Promise<infer R> } ? R : never> {
    return this.delegate('predict', X, options);
  }

  /** Class probabilities of the best estimator: n x k. */
  async predictProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.delegate('predictProba', X, options);
  }

  /** Logarithms of the class probabilities: n x k. */
  async predictLogProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.delegate('predictLogProba', X, options);
  }

  /** Decision values of the best estimator. */
  async decisionFunction(X: DataLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    return this.delegate('decisionFunction', X, options);
  }

  /** X transformed by the best estimator. */
  async transform(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.delegate('transform', X, options);
  }

  /** Fits and transforms. */
  async fitTransform(X: DataLike, y?: Target, options: SearchFitOptions = {}): Promise<Matrix> {
    await this.fit(X, y, options);
    return this.transform(X);
  }

  /** X transformed back by the best estimator. */
  async inverseTransform(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.delegate('inverseTransform', X, options);
  }

  /** The score of the best estimator by the scorer that chose it. */
  async score(X: DataLike, y?: Target, options: ScoreOptions = {}): Promise<number> {
    const best = this.best('score');
    const { scorers, multi } = resolveScoring(this.shared.scoring);
    const { refit } = this.shared;
    const found = multi && typeof refit === 'string' ? scorers.find(([name]) => name === refit) : scorers[0];
    const scorer: Scorer = found ? found[1] : getScorer('score' as ScorerName);
    return scorer.score(best, X, y, { sampleWeight: options.sampleWeight, signal: options.signal });
  }

  /** Column names out of the best estimator. */
  getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    return (this.best('getFeatureNamesOut') as Transformer).getFeatureNamesOut?.(inputFeatures) ?? [];
  }

  /** Checks what the folds are cut from, so that bad data are refused once and not by every fit. */
  private checkData(X: DataLike, y: Target | undefined, options: SearchFitOptions): DataLike {
    const data = this.tags.text ? X : asMatrix(X, { estimator: this.type, allowNonFinite: true });
    const n = this.tags.text ? asColumns(X, { estimator: this.type }).rows : rowCount(data);
    if (y !== undefined && y !== null) checkSameLength(rowCount(y, 'y'), n, this.type, 'y');
    this.checkWeights(options, n);
    return data;
  }

  private choose(results: CvResults, scoring: ResolvedScoring): { index: number | null; score: number } {
    const { refit } = this.shared;
    const single = !scoring.multi;
    if (typeof refit === 'function') {
      const index: unknown = refit(results);
      if (!Number.isInteger(index) || (index as number) < 0 || (index as number) >= results.params.length) {
        throw new InvalidParameterError(
          `${this.type}: the refit function must return an index below ${results.params.length}. Got ${describe(index)}.`,
          { estimator: this.type, parameter: 'refit', received: describe(index) },
        );
      }
      return { index: index as number, score: single ? results.meanTestScore[index as number] : Number.NaN };
    }
    if (!single && typeof refit !== 'string') return { index: null, score: Number.NaN };
    const name = single ? undefined : (refit as string);
    const index = bestIndex(results, name);
    const mean = name === undefined ? results.meanTestScore : results[`meanTest_${name}`];
    return { index, score: mean[index] };
  }

  private checkRefit({ multi, scorers }: ResolvedScoring): void {
    const { refit } = this.shared;
    const names = scorers.map(([name]) => name);
    if (!multi || refit === false || typeof refit === 'function') return;
    if (typeof refit === 'string' && names.includes(refit)) return;
    throw new InvalidParameterError(
      `${this.type}: with several scorers, parameter 'refit' must be one of their names (${names.join(', ')}), a function, or false. Got ${describe(refit)}.`,
      { estimator: this.type, parameter: 'refit', received: describe(refit), remedy: `refit: '${names[0]}'` },
    );
  }

  private best(member: string): Estimator {
    const { bestEstimator } = this.learned(member);
    if (bestEstimator) return bestEstimator;
    throw this.noRefit(member);
  }

  private noRefit(member: string): InvalidInputError {
    return new InvalidInputError(
      `${this.type}: '${member}' needs a refitted best estimator, but refit was ${String(this.shared.refit)}. Set refit and fit again.`,
      { estimator: this.type, parameter: 'refit', remedy: 'set refit' },
    );
  }

  private async delegate<R>(method: MethodName, X: DataLike, options: RunOptions): Promise<R> {
    const best = this.best(method);
    if (!hasMethod(best, method)) {
      throw new InvalidInputError(
        `${this.type}: '${method}' is not available, because ${best.type} lacks it.`,
        {
          estimator: this.type,
          parameter: method,
        },
      );
    }
    return (best as unknown as Record<string, (X: DataLike, o: RunOptions) => Promise<R>>)[method](
      X,
      options,
    );
  }
}
