import { InvalidParameterError } from '../../../core/errors.js';
import type { RandomState } from '../../../core/random.js';
import { approximateMode } from '../../../core/random.js';

/** Rows to train on and rows to validate on, each in random order. */
export interface ValidationSplit {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/**
 * Sets a share of n rows aside: the very rows of scikit-learn's train_test_split with the same generator. With
 * `codes` both parts keep the shares of the classes.
 * @throws InvalidParameterError when a part would be empty, or has fewer rows than there are classes.
 */
export function validationSplit(
  n: number,
  share: number,
  codes: { readonly codes: Int32Array; readonly classes: number } | undefined,
  random: RandomState,
  estimator: string,
): ValidationSplit {
  const nValidation = Math.ceil(share * n);
  const nTrain = n - nValidation;
  const fewest = codes?.classes ?? 1;
  if (nValidation < fewest || nTrain < fewest) {
    throw new InvalidParameterError(
      `${estimator}: earlyStopping with validationFraction ${share} leaves ${nTrain} rows for training and ${nValidation} for validation of ${n}. Each part needs ${fewest} at least. Change validationFraction, or pass more rows.`,
      { estimator, parameter: 'validationFraction', received: String(share), remedy: 'change it' },
    );
  }
  if (!codes) {
    const rows = random.permutation(n);
    return { train: rows.slice(nValidation), validation: rows.slice(0, nValidation) };
  }
  const counts = new Int32Array(codes.classes);
  for (let i = 0; i < n; i++) counts[codes.codes[i]]++;
  if (counts.some((count) => count < 2)) {
    throw new InvalidParameterError(
      `${estimator}: earlyStopping needs two rows of each class, one for each part. Got a class of one row. Pass more rows, or earlyStopping: false.`,
      { estimator, parameter: 'earlyStopping', remedy: 'pass more rows' },
    );
  }
  const inTrain = approximateMode(counts, nTrain, random);
  const inValidation = approximateMode(
    counts.map((count, c) => count - inTrain[c]),
    nValidation,
    random,
  );
  const train: number[] = [];
  const validation: number[] = [];
  for (let c = 0; c < codes.classes; c++) {
    const members: number[] = [];
    for (let i = 0; i < n; i++) if (codes.codes[i] === c) members.push(i);
    const order = random.permutation(members.length);
    for (let j = 0; j < inTrain[c]; j++) train.push(members[order[j]]);
    for (let j = 0; j < inValidation[c]; j++) validation.push(members[order[inTrain[c] + j]]);
  }
  return {
    train: random.shuffle(Int32Array.from(train)),
    validation: random.shuffle(Int32Array.from(validation)),
  };
}
