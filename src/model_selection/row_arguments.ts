import { InvalidInputError } from '../core/errors.js';
import { custom, type ParamSpec } from '../core/params.js';
import { rowCount } from '../core/take.js';
import { distinctCodes, type StratifyLabels } from './splitters/codes.js';

/**
 * Separates arrays from trailing options. A plain object is taken for options when it names one of them or
 * holds no columns, so that a misspelt option is an error and a table of named columns is data.
 * @throws InvalidInputError when no array is left.
 */
export function partArguments(
  args: readonly unknown[],
  source: string,
  known: readonly string[],
): { arrays: unknown[]; options: object } {
  const last = args[args.length - 1];
  const hasOptions = args.length > 1 && (last === undefined || isOptions(last, known));
  const arrays = args.slice(0, hasOptions ? -1 : undefined);
  if (arrays.length === 0) {
    throw new InvalidInputError(`${source}: pass at least one array.`, {
      estimator: source,
      remedy: 'pass at least one array',
    });
  }
  return { arrays, options: hasOptions ? ((last ?? {}) as object) : {} };
}

function isOptions(value: unknown, known: readonly string[]): boolean {
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return false;
  if (Object.keys(value).some((key) => known.includes(key))) return true;
  return !Object.values(value).some((item) => Array.isArray(item) || ArrayBuffer.isView(item));
}

/** @throws InvalidInputError when the arrays differ in their number of rows, or have none. */
export function commonRows(arrays: readonly unknown[], source: string): number {
  const counts = arrays.map((array, i) => rowCount(array, `${source}: argument ${i + 1}`));
  const received = counts.join(', ');
  if (counts.some((count) => count !== counts[0])) {
    throw new InvalidInputError(
      `${source}: the arrays have ${received} rows. Pass arrays with the same rows.`,
      { estimator: source, received, remedy: 'pass arrays with the same rows' },
    );
  }
  if (counts[0] === 0) {
    throw new InvalidInputError(`${source}: the arrays have no rows. Pass data with rows.`, {
      estimator: source,
      received,
      remedy: 'pass data with rows',
    });
  }
  return counts[0];
}

/** The `stratify` option. */
export function stratifyParam(): ParamSpec<StratifyLabels | null> {
  return custom<StratifyLabels | null>(null, {
    doc: 'Labels whose shares are kept: one per row, or rows of labels; null keeps none.',
    expected: 'an array of labels, one entry per row, or null',
    accepts: (value) =>
      value === null || (typeof value === 'object' && ('length' in value || 'to2DArray' in value)),
    invalid: ['y', true, 3],
  });
}

/** @throws InvalidInputError when the labels to stratify by are not one per row. */
export function stratifyCodes(
  labels: StratifyLabels,
  n: number,
  source: string,
): ReturnType<typeof distinctCodes> {
  const given = rowCount(labels, `${source}: stratify`);
  if (given !== n) {
    throw new InvalidInputError(
      `${source}: stratify must have one entry for each of the ${n} rows. Got ${given}. Pass labels of the same rows.`,
      {
        estimator: source,
        parameter: 'stratify',
        received: String(given),
        remedy: 'pass labels of the same rows',
      },
    );
  }
  return distinctCodes(labels, source, 'stratify');
}
