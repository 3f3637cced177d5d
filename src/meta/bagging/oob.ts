import { InvalidInputError } from '../../core/errors.js';
import { DataWarning, warn } from '../../core/warnings.js';

/** Warns when rows have no score because every member saw them. */
export function warnNeverOut(never: number, source: string): void {
  if (never === 0) return;
  warn(
    new DataWarning(
      `${never} row(s) were seen by every member and have no out-of-bag prediction: raise nEstimators.`,
      source,
    ),
  );
}

/** @throws InvalidInputError when the fit did not score rows out of the bag. */
export function requireOob<T>(oob: T | null, member: string, source: string): T {
  if (oob !== null) return oob;
  throw new InvalidInputError(
    `${source}: '${member}' needs a fit with out-of-bag scores. Got oobScore: false. Construct it with { oobScore: true }.`,
    { estimator: source, parameter: 'oobScore', received: 'false', remedy: 'oobScore: true' },
  );
}
