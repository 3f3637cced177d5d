/** What every learnkit error can say about itself, for programs that handle it. */
export interface ErrorDetails {
  /** The estimator, function or reader that refused. */
  readonly estimator?: string;
  /** The parameter or argument at fault. */
  readonly parameter?: string;
  /** The column (name or zero-based index) at fault. */
  readonly column?: string | number;
  /** What was received, shortened for display. */
  readonly received?: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** Base of all errors that learnkit raises on purpose. */
export class LearnkitError extends Error {
  readonly details: ErrorDetails;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = new.target.name;
    this.details = details;
  }
}

/** A constructor parameter or option has a wrong name, type or value. */
export class InvalidParameterError extends LearnkitError {}

/** Data (X, y, weights, groups, a file's content) cannot be used as given. */
export class InvalidInputError extends LearnkitError {}

/** A method or attribute that needs a fitted model was used before `fit`. */
export class NotFittedError extends LearnkitError {
  constructor(estimator: string, member: string) {
    super(
      `${estimator}: '${member}' needs a fitted model. Call 'await ${lowerFirst(estimator)}.fit(X, y)' first.`,
      { estimator, parameter: member, remedy: 'call fit first' },
    );
  }
}

/** A model file or a data file is malformed or uses something unknown. */
export class InvalidFileError extends LearnkitError {}

/** A worker died or could not be started. */
export class WorkerError extends LearnkitError {}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** The error that an aborted fit or search rejects with: `name` is 'AbortError', `cause` the signal's reason. */
export function abortError(signal?: AbortSignal): Error {
  const reason: unknown = signal?.reason;
  const error = new Error('The operation was aborted.', { cause: reason });
  error.name = 'AbortError';
  return error;
}

/** Throws an AbortError when the signal has fired. */
export function throwIfAborted(signal?: AbortSignal): void {
  if (signal?.aborted) throw abortError(signal);
}

/** A short, safe text of any value, for messages. */
export function describe(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  if (value === null || value === undefined || typeof value === 'boolean' || typeof value === 'symbol')
    return String(value);
  if (Array.isArray(value)) {
    const head = value.slice(0, 4).map(describe).join(', ');
    return value.length > 4 ? `[${head}, ... ${value.length} in all]` : `[${head}]`;
  }
  if (ArrayBuffer.isView(value))
    return `${value.constructor.name}(${'length' in value ? String(value.length) : '?'})`;
  const name = (value as object).constructor?.name ?? 'object';
  const keys = Object.keys(value as object).slice(0, 4);
  return name === 'Object' ? `{ ${keys.join(', ')} }` : name;
}

/** The candidate nearest to `name` by edit distance, if near enough to be a likely misspelling. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate.toLowerCase() === name.toLowerCase().replaceAll('_', '')) return candidate;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein distance, given up (returning `limit`) as soon as it must reach `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let rowMinimum = i;
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      const value = Math.min(substitution, previous[j] + 1, current[j - 1] + 1);
      current.push(value);
      rowMinimum = Math.min(rowMinimum, value);
    }
    if (rowMinimum >= limit) return limit;
    previous = current;
  }
  return Math.min(limit, previous[b.length]);
}
