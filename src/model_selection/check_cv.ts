import { describe, InvalidParameterError } from '../core/errors.js';
import type { Labels } from '../core/labels.js';
import { type Fold, KFold, type Splitter, StratifiedKFold } from './splitters/index.js';

/** How to part the rows: a number of folds, a splitter, or a list of folds. */
export type CvLike = number | Splitter | Iterable<{ train: ArrayLike<number>; test: ArrayLike<number> }>;

/**
 * The splitter that `cv` stands for: a number of folds is stratified for classifiers; default 5.
 * @throws InvalidParameterError for anything else.
 */
export function checkCv(
  cv: CvLike | null | undefined,
  y: Labels | undefined,
  options: { classifier?: boolean } = {},
): Splitter {
  const chosen = cv ?? 5;
  if (typeof chosen === 'number') {
    if (!Number.isInteger(chosen) || chosen < 2) throw refuse(chosen);
    return options.classifier && y !== undefined
      ? new StratifiedKFold({ nSplits: chosen })
      : new KFold({ nSplits: chosen });
  }
  if (typeof chosen === 'object' && 'split' in chosen && typeof chosen.split === 'function')
    return chosen as Splitter;
  if (typeof chosen === 'object' && Symbol.iterator in chosen) {
    const folds: Fold[] = [];
    for (const fold of chosen as Iterable<{ train: ArrayLike<number>; test: ArrayLike<number> }>) {
      if (!fold?.train || !fold.test) throw refuse(fold);
      folds.push({ train: Int32Array.from(fold.train), test: Int32Array.from(fold.test) });
    }
    return { split: () => folds, getNSplits: () => folds.length };
  }
  throw refuse(chosen);
}

function refuse(received: unknown): InvalidParameterError {
  return new InvalidParameterError(
    `Parameter 'cv' must be an integer >= 2, a splitter, or a list of { train, test }. Got ${describe(received)}.`,
    { parameter: 'cv', received: describe(received), remedy: 'cv: 5' },
  );
}
