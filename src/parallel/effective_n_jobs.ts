import { describe, InvalidParameterError } from '../core/errors.js';

/**
 * The number of workers that `nJobs` asks for when `available` can run at once: null or undefined is 1, -1 is
 * all, -2 all but one, and so on, never fewer than 1.
 * @throws InvalidParameterError for 0 and for anything that is not an integer.
 */
export function workersFor(nJobs: number | null | undefined, available: number): number {
  if (nJobs === null || nJobs === undefined) return 1;
  if (!Number.isSafeInteger(nJobs) || nJobs === 0) {
    throw new InvalidParameterError(
      `parallelMap: nJobs must be an integer other than 0, or null. Got ${describe(nJobs)}. Use -1 for all cores or 1 for none but this thread.`,
      { estimator: 'parallelMap', parameter: 'nJobs', received: describe(nJobs), remedy: 'use -1 or 1' },
    );
  }
  return nJobs > 0 ? nJobs : Math.max(1, available + 1 + nJobs);
}
