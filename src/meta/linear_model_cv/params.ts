import { InvalidParameterError } from '../../core/errors.js';
import { custom, type ParamSpec } from '../../core/params.js';
import type { CvLike } from '../../model_selection/check_cv.js';
import { getScorer, type Scorer, type ScorerName } from '../../model_selection/scorer.js';

/** One scorer, or null for the estimator's usual one. */
export type OneScoring = ScorerName | Scorer | null;

/** The `cv` parameter; `none` says what null stands for. */
export function cvParam(none: string): ParamSpec<CvLike | null> {
  return custom<CvLike | null>(null, {
    doc: `Number of folds, a splitter, or a list of { train, test }; null is ${none}.`,
    expected: 'an integer >= 2, a splitter, a list of { train, test }, or null',
    accepts: (value) =>
      value === null ||
      (typeof value === 'number' ? Number.isInteger(value) && value >= 2 : typeof value === 'object'),
    invalid: [1, 2.5, 'five'],
  });
}

/** The `scoring` parameter; `none` says what null stands for. */
export function scoringParam(none: string): ParamSpec<OneScoring> {
  return custom<OneScoring>(null, {
    doc: `What to choose by: the name of a scorer or one made by makeScorer; null is ${none}.`,
    expected: 'the name of a scorer, a scorer, or null',
    accepts: (value) => value === null || isScorer(value),
    invalid: ['no such scorer', 3, {}],
  });
}

function isScorer(value: unknown): boolean {
  try {
    getScorer(value as ScorerName);
    return true;
  } catch (error) {
    if (error instanceof InvalidParameterError) return false;
    throw error;
  }
}

/** The `alphas` of the ridge family. */
export function ridgeAlphasParam(): ParamSpec<readonly number[]> {
  return custom<readonly number[]>([0.1, 1, 10], {
    doc: 'Penalties to try; above 0 for leave-one-out (cv null).',
    expected: 'a non-empty array of numbers >= 0',
    accepts: (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((alpha) => typeof alpha === 'number' && alpha >= 0 && Number.isFinite(alpha)),
    invalid: [[], [-1], 'many', 1, null],
  });
}

/** @throws InvalidParameterError when leave-one-out has a penalty of 0, or folds an option that is only for it. */
export function checkRidgeCv(
  params: {
    readonly alphas: readonly number[];
    readonly cv: CvLike | null;
    readonly storeCvResults: boolean;
    readonly alphaPerTarget?: boolean;
  },
  estimator: string,
): void {
  const refuse = (parameter: string, what: string, received: unknown, remedy: string): never => {
    throw new InvalidParameterError(
      `${estimator}: parameter '${parameter}' ${what}. Got ${String(received)}. ${remedy}`,
      { estimator, parameter, received: String(received), remedy },
    );
  };
  if (params.cv === null) {
    if (params.alphas.some((alpha) => alpha === 0)) {
      refuse('alphas', 'must be above 0 for leave-one-out', 0, 'Drop the 0, or pass cv.');
    }
  } else if (params.storeCvResults) {
    refuse('storeCvResults', 'is for leave-one-out only (cv: null)', true, 'Leave it or cv out.');
  } else if (params.alphaPerTarget) {
    refuse('alphaPerTarget', 'is for leave-one-out only (cv: null)', true, 'Leave it or cv out.');
  }
}
