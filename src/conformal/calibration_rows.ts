import { InvalidInputError } from '../core/errors.js';
import type { Labels } from '../core/labels.js';
import { real } from '../core/params.js';
import { trainTestSplit } from '../model_selection/train_test_split.js';

/** The parameter of all that hold rows out for calibration. */
export const calibrationSizeSpec = real(0.2, {
  min: 0,
  max: 1,
  exclusiveMin: true,
  exclusiveMax: true,
  doc: 'Share of the rows that are held out for calibration; all of them when the estimator is frozen.',
});

/** Rows to learn from and rows to calibrate on; a frozen estimator learns nothing, so all of them calibrate. */
export function calibrationRows(
  n: number,
  options: {
    readonly frozen: boolean;
    readonly calibrationSize: number;
    readonly randomState: number | readonly number[] | null;
    readonly stratify?: Labels;
    readonly source: string;
  },
): { learn: Int32Array; calibrate: Int32Array } {
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  const { frozen, calibrationSize: testSize, randomState, stratify, source } = options;
  if (frozen) return { learn: rows, calibrate: rows };
  try {
    const [learn, calibrate] = trainTestSplit(rows, { testSize, randomState, stratify });
    return { learn, calibrate };
  } catch (error) {
    throw new InvalidInputError(
      `${source}: ${n} rows cannot be parted into rows to learn from and rows to calibrate on. Got: ${(error as Error).message}`,
      { estimator: source, parameter: 'calibrationSize', remedy: 'give more rows' },
    );
  }
}
