import { describe, InvalidInputError, InvalidParameterError, nearestName } from '../core/errors.js';
import type { DataLike } from '../core/input.js';
import type { Label } from '../core/labels.js';
import { Matrix } from '../core/matrix.js';
import { type Estimator, hasMethod, type Target } from '../core/protocol.js';
import { builtInScorers } from './scorer_table.js';

/** What a scorer asks of the estimator before it calls the metric. */
export type ResponseMethod = 'predict' | 'predictProba' | 'decisionFunction';

/** A metric: compares the truth with predictions (labels, numbers, probabilities or decision values). */
export type MetricFunction = (yTrue: never, yPred: never, options: never) => number;

/** Options of makeScorer. */
export interface ScorerOptions {
  /** Tried in this order; default 'predict'. */
  readonly responseMethod?: ResponseMethod | readonly ResponseMethod[];
  /** False for losses: the score is then negated, so that greater is better. Default true. */
  readonly greaterIsBetter?: boolean;
  /** Further options for the metric, such as `{ beta: 2 }`. */
  readonly metricOptions?: Readonly<Record<string, unknown>>;
  /** A name for messages. */
  readonly name?: string;
}

/** Scores a fitted estimator; greater is always better. */
export interface Scorer {
  readonly name: string;
  /** Whether it was named, so that a worker can find it again. */
  readonly builtIn: boolean;
  score(
    estimator: Estimator,
    X: DataLike,
    y: Target | undefined,
    options?: { sampleWeight?: ArrayLike<number>; signal?: AbortSignal },
  ): Promise<number>;
}

/**
 * Makes a scorer from a metric.
 *
 * @example
 * ```ts
 * const f2 = makeScorer(fbetaScore, { metricOptions: { beta: 2, average: 'macro' } });
 * const { data, target } = await loadIris();
 * const scores = await crossValScore(new GaussianNB(), data, target, { scoring: f2 });
 * scores.length; // 5
 * ```
 */
export function makeScorer(metric: MetricFunction, options: ScorerOptions = {}): Scorer {
  return buildScorer(metric, options, false);
}

function buildScorer(metric: MetricFunction, options: ScorerOptions, builtIn: boolean): Scorer {
  const { responseMethod = 'predict', greaterIsBetter = true, metricOptions = {} } = options;
  const methods = typeof responseMethod === 'string' ? [responseMethod] : responseMethod;
  const name = options.name ?? (metric.name || 'scorer');
  const call = metric as (yTrue: unknown, yPred: unknown, options: object) => number;
  return {
    name,
    builtIn,
    async score(estimator, X, y, { sampleWeight, signal } = {}) {
      const response = await getResponse(estimator, X, methods, name, signal);
      const weights = sampleWeight ? { sampleWeight } : {};
      const extra =
        response.classes && methods[0] !== 'predict' && takesLabels.has(name)
          ? { labels: response.classes }
          : {};
      const value = call(y, response.values, { ...metricOptions, ...extra, ...weights });
      return greaterIsBetter ? value : -value;
    },
  };
}

/** Scorers whose metric must know all classes, because a fold may lack one. */
const takesLabels = new Set([
  'neg_log_loss',
  'neg_brier_score',
  'd2_brier_score',
  'd2_log_loss_score',
  'roc_auc_ovr',
  'roc_auc_ovo',
  'roc_auc_ovr_weighted',
  'roc_auc_ovo_weighted',
  'top_k_accuracy',
]);

async function getResponse(
  estimator: Estimator,
  X: DataLike,
  methods: readonly ResponseMethod[],
  scorer: string,
  signal?: AbortSignal,
): Promise<{ values: unknown; classes?: readonly Label[] }> {
  const method = methods.find((candidate) => hasMethod(estimator, candidate));
  if (!method) {
    throw new InvalidInputError(
      `Scorer '${scorer}' needs an estimator with ${methods.join(' or ')}, which ${estimator.type} lacks. Choose another scoring.`,
      { estimator: estimator.type, parameter: 'scoring', received: scorer, remedy: 'choose another scoring' },
    );
  }
  const callable = estimator as unknown as Record<string, (X: DataLike, options: object) => Promise<unknown>>;
  const values = await callable[method](X, { signal });
  if (method === 'predict') return { values };
  const classes = (estimator as unknown as { classes?: readonly Label[] }).classes;
  if (method === 'predictProba' && values instanceof Matrix && values.columns === 2) {
    // Two classes: metrics take the probability of the second, the positive one.
    return { values: values.column(1), classes };
  }
  return { values, classes };
}

/** The scorer that an estimator brings itself: its `score`. */
const ownScorer: Scorer = {
  name: 'score',
  builtIn: true,
  async score(estimator, X, y, options = {}) {
    if (!hasMethod(estimator, 'score')) {
      throw new InvalidInputError(`${(estimator as Estimator).type} has no score method. Pass { scoring }.`, {
        parameter: 'scoring',
        remedy: 'pass scoring',
      });
    }
    const scored = estimator as unknown as {
      score(X: DataLike, y: Target | undefined, options: object): Promise<number>;
    };
    const { sampleWeight, signal } = options;
    return scored.score(X, y, sampleWeight ? { sampleWeight, signal } : { signal });
  },
};

/** How to score: a name, a scorer, several of them, or a record of them. Undefined is the estimator's own. */
export type Scoring =
  | ScorerName
  | Scorer
  | readonly ScorerName[]
  | Readonly<Record<string, ScorerName | Scorer>>;

/** The names of the built-in scorers. */
export type ScorerName = keyof typeof builtInScorers;

/** The names of all built-in scorers, sorted. */
export function getScorerNames(): ScorerName[] {
  return (Object.keys(builtInScorers) as ScorerName[]).sort();
}

/**
 * The scorer of a name.
 * @throws InvalidParameterError for an unknown name, with the nearest one.
 */
export function getScorer(scoring: ScorerName | Scorer): Scorer {
  if (typeof scoring === 'object' && scoring !== null && typeof scoring.score === 'function') return scoring;
  if (typeof scoring === 'string' && Object.hasOwn(builtInScorers, scoring)) {
    const { metric, ...options } = builtInScorers[scoring] as { metric: MetricFunction } & ScorerOptions;
    return buildScorer(metric, { ...options, name: scoring }, true);
  }
  if ((scoring as string) === 'score') return ownScorer;
  const near = typeof scoring === 'string' ? nearestName(scoring, Object.keys(builtInScorers)) : undefined;
  throw new InvalidParameterError(
    `Parameter 'scoring' must be the name of a scorer or one made by makeScorer. Got ${describe(scoring)}. ${
      near ? `Did you mean '${near}'?` : 'See getScorerNames().'
    }`,
    { parameter: 'scoring', received: describe(scoring), remedy: near ?? 'getScorerNames()' },
  );
}

/** Named scorers; `multi` tells whether results are reported per name. */
export interface ResolvedScoring {
  readonly scorers: readonly (readonly [string, Scorer])[];
  readonly multi: boolean;
}

/** Resolves any form of scoring. @throws InvalidParameterError */
export function resolveScoring(scoring: Scoring | undefined | null): ResolvedScoring {
  if (scoring === undefined || scoring === null) return { scorers: [['score', ownScorer]], multi: false };
  if (typeof scoring === 'string' || typeof (scoring as Scorer).score === 'function') {
    return { scorers: [['score', getScorer(scoring as ScorerName | Scorer)]], multi: false };
  }
  if (Array.isArray(scoring)) {
    return { scorers: (scoring as ScorerName[]).map((name) => [name, getScorer(name)]), multi: true };
  }
  const entries = Object.entries(scoring as Readonly<Record<string, ScorerName | Scorer>>);
  return { scorers: entries.map(([name, scorer]) => [name, getScorer(scorer)]), multi: true };
}

/** Whether y is a regression target or class labels is decided by the estimator's role. */
export function isClassifier(estimator: Estimator): boolean {
  return estimator.tags.role === 'classifier';
}
