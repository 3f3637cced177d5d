import { InvalidInputError } from '../../../core/errors.js';
import { RandomState } from '../../../core/random.js';
import { validationSplit } from '../../neural_network/training/validation_split.js';

/** Rows to learn from and rows to watch. */
export interface HeldOut {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/**
 * Sets rows aside for early stopping, as scikit-learn's train_test_split does; with `codes` both parts keep the
 * shares of the classes.
 * @throws InvalidInputError when there are too few rows.
 */
export function holdOut(
  n: number,
  share: number,
  codes: { readonly codes: Int32Array; readonly classes: number } | undefined,
  randomState: number | readonly number[] | null,
  estimator: string,
): HeldOut {
  const fewest = codes?.classes ?? 1;
  const nValidation = Math.ceil(share * n);
  const counts = new Int32Array(fewest).fill(codes ? 0 : 2);
  for (const code of codes?.codes ?? []) counts[code]++;
  if (nValidation < fewest || n - nValidation < fewest || counts.some((count) => count < 2)) {
    throw new InvalidInputError(
      `${estimator}: nIterNoChange needs two rows of each class, and parts with a row for each class. Got ${n} rows, of which ${nValidation} would be set aside. Pass more rows, or nIterNoChange: null.`,
      { estimator, parameter: 'nIterNoChange', received: `${n} rows`, remedy: 'pass more rows' },
    );
  }
  return validationSplit(n, share, codes, RandomState.from(randomState), estimator);
}
