import { describe, InvalidInputError } from '../../core/errors.js';
import { inputError, type Targets } from '../../core/input.js';
import type { Labels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import { custom, oneOf } from '../../core/params.js';
import type { Target } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import {
  chi2,
  fClassif,
  fRegression,
  type MutualInformationOptions,
  mutualInfoClassif,
  mutualInfoRegression,
  type RegressionScoreOptions,
  rRegression,
} from '../scores/index.js';

/** What a score function gives: one score per column, perhaps with probabilities. */
export type ScoreFunctionResult =
  | ArrayLike<number>
  | { readonly scores: ArrayLike<number>; readonly pValues?: ArrayLike<number> | null };

/** Scores the columns of X by y. */
export type ScoreFunction = (X: Matrix, y: never) => ScoreFunctionResult | Promise<ScoreFunctionResult>;

/** The score functions that have a name, as scikit-learn spells it. */
export type ScoreFunctionName =
  | 'chi2'
  | 'f_classif'
  | 'f_regression'
  | 'mutual_info_classif'
  | 'mutual_info_regression'
  | 'r_regression';

/** Options of a named score function. */
export type ScoreFunctionOptions = RegressionScoreOptions &
  Pick<MutualInformationOptions, 'discreteFeatures' | 'nNeighbors' | 'randomState' | 'nJobs'>;

type Named = (X: Matrix, y: Target, options: object) => ScoreFunctionResult | Promise<ScoreFunctionResult>;

const byName: Readonly<Record<ScoreFunctionName, { call: Named; self: unknown; takes: readonly string[] }>> =
  {
    chi2: { call: (X, y) => chi2(X, y as Labels), self: chi2, takes: [] },
    f_classif: { call: (X, y) => fClassif(X, y as Labels), self: fClassif, takes: [] },
    f_regression: {
      call: (X, y, options) => fRegression(X, y as Targets, options),
      self: fRegression,
      takes: ['center', 'forceFinite'],
    },
    mutual_info_classif: {
      call: (X, y, options) => mutualInfoClassif(X, y as Labels, options),
      self: mutualInfoClassif,
      takes: ['discreteFeatures', 'nNeighbors', 'randomState', 'nJobs'],
    },
    mutual_info_regression: {
      call: (X, y, options) => mutualInfoRegression(X, y as Targets, options),
      self: mutualInfoRegression,
      takes: ['discreteFeatures', 'nNeighbors', 'randomState', 'nJobs'],
    },
    r_regression: {
      call: (X, y, options) => rRegression(X, y as Targets, options),
      self: rRegression,
      takes: ['center', 'forceFinite'],
    },
  };

const names = Object.keys(byName) as ScoreFunctionName[];

/** Parameters that all univariate selectors share. */
export const scoreSpecs = {
  scoreFunc: custom<ScoreFunctionName | ScoreFunction>('f_classif', {
    doc: 'What scores a column: a name, which can be saved and sent to workers, or a function of (X, y).',
    expected: `${oneOf(names, 'chi2', { doc: '' }).expected}, or a function`,
    accepts: (value) => typeof value === 'function' || names.includes(value as ScoreFunctionName),
    invalid: ['f_test', 3, null, {}],
  }),
  scoreOptions: custom<ScoreFunctionOptions>(
    {},
    {
      doc: 'Options of a named score function, such as the seed of mutual information.',
      expected: 'a record of options',
      accepts: (value) => value !== null && typeof value === 'object' && !Array.isArray(value),
      invalid: ['seed', 3, null, []],
    },
  ),
};

/** Parameters with our own score functions replaced by their names, so that they can be saved. */
export function withNamedFunction<P extends { readonly scoreFunc?: unknown }>(params: P): P {
  const given = params?.scoreFunc;
  const name = typeof given === 'function' ? names.find((key) => byName[key].self === given) : undefined;
  return name ? { ...params, scoreFunc: name } : params;
}

/** The first option that the score function does not take. */
export function strangeOption(
  scoreFunc: ScoreFunctionName | ScoreFunction,
  options: ScoreFunctionOptions,
): string | undefined {
  const takes = typeof scoreFunc === 'string' ? byName[scoreFunc].takes : [];
  return Object.keys(options).find((key) => !takes.includes(key));
}

/**
 * Calls the score function.
 * @throws InvalidInputError when it does not give one score per column.
 */
export async function scoreColumns(
  scoreFunc: ScoreFunctionName | ScoreFunction,
  options: ScoreFunctionOptions,
  X: Matrix,
  y: Target,
  run: Run,
): Promise<{ scores: Float64Array; pValues: Float64Array | null }> {
  const result =
    typeof scoreFunc === 'string'
      ? await byName[scoreFunc].call(X, y, { ...options, ...run.inner() })
      : await scoreFunc(X, y as never);
  const record = isRecord(result) ? result : { scores: result, pValues: null };
  const scores = checked(record.scores, 'scores', X.columns, run.estimator);
  const pValues = record.pValues ? checked(record.pValues, 'pValues', X.columns, run.estimator) : null;
  return { scores, pValues };
}

function isRecord(result: unknown): result is Exclude<ScoreFunctionResult, ArrayLike<number>> {
  return result !== null && typeof result === 'object' && 'scores' in result;
}

function checked(values: unknown, what: string, d: number, source: string): Float64Array {
  const list = values as ArrayLike<number>;
  if (list === null || typeof list !== 'object' || list.length !== d) {
    const got = typeof list === 'object' && list !== null ? `${list.length} values` : describe(values);
    throw inputError(source, 'scoreFunc', `must give ${what} for each of the ${d} columns`, got, 'Mend it.');
  }
  return Float64Array.from(list);
}

/** The error for a selection by probabilities when the score function gives none. */
export function lacksProbabilities(source: string): InvalidInputError {
  return new InvalidInputError(
    `${source}: needs a score function that gives pValues. Got scores only. Use 'f_classif', 'chi2' or 'f_regression'.`,
    { estimator: source, parameter: 'scoreFunc', remedy: "use 'f_classif'" },
  );
}
