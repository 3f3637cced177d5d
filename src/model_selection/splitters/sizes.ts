import { describe, InvalidParameterError } from '../../core/errors.js';
import { custom, type ParamSpec } from '../../core/params.js';

/** How many rows: a share in (0, 1), a whole number from 1, or null for the default or the rest. */
export type Size = number | null;

/** A size as a parameter. */
export function sizeParam(doc: string, defaultValue: Size = null): ParamSpec<Size> {
  return custom<Size>(defaultValue, {
    doc,
    expected: 'a share above 0 and below 1, a whole number of rows from 1, or null',
    accepts: (value) =>
      value === null || (typeof value === 'number' && value > 0 && (value < 1 || Number.isInteger(value))),
    invalid: [0, -0.5, 1.5, 'half', Number.NaN],
  });
}

/** The sizes that were asked for. */
export interface Sizes {
  readonly testSize?: Size;
  readonly trainSize?: Size;
}

/**
 * Numbers of training and test rows: shares round up for the test part and down for the training part; a size
 * that is not given is the rest, `defaultTestSize` when neither is.
 * @throws InvalidParameterError when they do not fit n rows, or leave nothing to train or test on.
 */
export function splitSizes(
  n: number,
  { testSize, trainSize }: Sizes,
  defaultTestSize: number,
  source: string,
  what = 'rows',
): { nTrain: number; nTest: number } {
  const train = trainSize ?? null;
  const test = testSize ?? (train === null ? defaultTestSize : null);
  const nTest = test === null ? n - count(train as number, n, Math.floor) : count(test, n, Math.ceil);
  const nTrain = train === null ? n - nTest : count(train, n, Math.floor);
  const shares = test !== null && train !== null && test < 1 && train < 1 && test + train > 1;
  if (shares || nTrain + nTest > n || nTrain < 1 || nTest < 1) {
    const received = `testSize ${describe(testSize ?? null)}, trainSize ${describe(train)}`;
    throw new InvalidParameterError(
      `${source}: parameters 'testSize' and 'trainSize' ask for ${Math.max(nTrain, 0)} training and ${Math.max(nTest, 0)} test ${what}, which do not fit ${n} ${what}: both parts need one at least. Got ${received}. Choose other sizes.`,
      { estimator: source, parameter: 'testSize', received, remedy: 'choose other sizes' },
    );
  }
  return { nTrain, nTest };
}

function count(size: number, n: number, round: (x: number) => number): number {
  return size < 1 ? round(size * n) : size;
}
