import { describe, InvalidParameterError, nearestName } from '../../core/errors.js';
import { DataWarning, warn } from '../../core/warnings.js';
import type { ColumnPlan } from './columns.js';
import type { CsvDtype, ResolvedCsv } from './options.js';

/**
 * Column names made usable: blanks around them cut, an empty one replaced by `x` and its place (from 0), and a
 * repeated one followed by `_2`, `_3`, ... with a DataWarning.
 */
export function cleanNames(names: readonly string[], trim: boolean, source: string, quiet = false): string[] {
  const trimmed = names.map((name, j) => (trim ? name.trim() : name) || `x${j}`);
  const taken = new Set(trimmed);
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  const repeated: string[] = [];
  const result = trimmed.map((name) => {
    if (!seen.has(name)) {
      seen.add(name);
      return name;
    }
    let count = counts.get(name) ?? 1;
    let unique: string;
    do unique = `${name}_${++count}`;
    while (taken.has(unique));
    counts.set(name, count);
    taken.add(unique);
    repeated.push(unique);
    return unique;
  });
  if (repeated.length > 0 && !quiet) {
    warn(
      new DataWarning(
        `The header repeats column names; the later ones are called ${describe(repeated)}.`,
        source,
      ),
    );
  }
  return result;
}

/**
 * How each wanted column is read.
 * @throws InvalidParameterError when an option names a column that the file does not have.
 */
export function planColumns(names: readonly string[], options: ResolvedCsv): ColumnPlan[] {
  const { columns, dtypes, sentinels, source } = options;
  const places = new Map(names.map((name, j) => [name, j]));
  const check = (name: string, option: string) => {
    if (!places.has(name)) throw noColumn(name, option, names, source);
  };
  for (const name of columns ?? []) check(name, 'columns');
  if (typeof dtypes !== 'string') for (const name of dtypes.keys()) check(name, 'dtypes');
  if (sentinels instanceof Map) for (const name of sentinels.keys()) check(name, 'sentinels');
  return (columns ?? names).map((name) => ({
    name,
    place: places.get(name) as number,
    dtype: (typeof dtypes === 'string' ? dtypes : (dtypes.get(name) ?? 'auto')) satisfies CsvDtype,
    inferred: false,
    sentinels: sentinels instanceof Map ? (sentinels.get(name) ?? []) : (sentinels as readonly number[]),
  }));
}

function noColumn(name: string, option: string, names: readonly string[], source: string) {
  const near = nearestName(name, names);
  const known = names.slice(0, 12).map((column) => `'${column}'`);
  const remedy = near
    ? `Did you mean ${describe(near)}?`
    : `The columns are ${known.join(', ')}${names.length > 12 ? ', ...' : ''}.`;
  return new InvalidParameterError(
    `${source}: option '${option}' names a column that is not there. Got ${describe(name)}. ${remedy}`,
    { estimator: source, parameter: option, column: name, received: describe(name), remedy },
  );
}
