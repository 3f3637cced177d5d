import { describe, InvalidParameterError, nearestName } from '../../core/errors.js';
import { decodeLabels, type Label } from '../../core/labels.js';
import { custom, type ParamSpec } from '../../core/params.js';
import { DataWarning, warn } from '../../core/warnings.js';

/**
 * What a sampler does to the classes it is told to: add rows, keep some rows, drop rows that disturb, or add rows
 * and then drop some ('both': its strategy is that of the first step).
 */
export type SamplingKind = 'over' | 'under' | 'clean' | 'both';

/** Rows per class: a record or a Map from label to number of rows after resampling. */
export type ClassCounts = Readonly<Record<string, number>> | ReadonlyMap<Label, number>;

/** How an over-sampler chooses: a ratio (two classes), a name, the rows per class, or a function of y. */
export type OverSamplingStrategy =
  | number
  | 'auto'
  | 'all'
  | 'minority'
  | 'not minority'
  | 'not majority'
  | ClassCounts
  | ((y: readonly Label[]) => ClassCounts);

/** How an under-sampler chooses: a ratio (two classes), a name, the rows per class, or a function of y. */
export type UnderSamplingStrategy =
  | number
  | 'auto'
  | 'all'
  | 'majority'
  | 'not minority'
  | 'not majority'
  | ClassCounts
  | ((y: readonly Label[]) => ClassCounts);

/** Which classes a cleaning method may take rows from: a name, the classes, or a function of y. */
export type CleaningStrategy =
  | 'auto'
  | 'all'
  | 'majority'
  | 'not minority'
  | 'not majority'
  | readonly Label[]
  | ((y: readonly Label[]) => readonly Label[]);

type Strategy = OverSamplingStrategy | UnderSamplingStrategy | CleaningStrategy;

/** The classes that rows are resampled in. */
export interface ClassTable {
  readonly codes: Int32Array;
  readonly classes: readonly Label[];
  /** Rows of each class. */
  readonly counts: Int32Array;
}

const OVER = ['auto', 'all', 'minority', 'not minority', 'not majority'];
const UNDER = ['auto', 'all', 'majority', 'not minority', 'not majority'];

/** The `samplingStrategy` parameter of over-samplers. */
export function overStrategyParam(): ParamSpec<OverSamplingStrategy> {
  return strategyParam<OverSamplingStrategy>(OVER, 'over', 'auto');
}

/** The `samplingStrategy` parameter of under-samplers that keep a number of rows. */
export function underStrategyParam(): ParamSpec<UnderSamplingStrategy> {
  return strategyParam<UnderSamplingStrategy>(UNDER, 'under', 'auto');
}

/** The `samplingStrategy` parameter of cleaning methods. */
export function cleaningStrategyParam(): ParamSpec<CleaningStrategy> {
  return custom<CleaningStrategy>('auto', {
    doc: "Classes that may lose rows: 'auto' (all but the smallest), another name, a list of classes, or a function of y.",
    expected: `one of ${quoted(UNDER)}, a list of classes, or a function of y (cleaning keeps no given number of rows)`,
    accepts: (value) => typeof value === 'function' || UNDER.includes(value as string) || isLabelList(value),
    invalid: ['minority', 0.5, { a: 3 }, null],
  });
}

function strategyParam<T extends Strategy>(
  names: readonly string[],
  kind: 'over' | 'under',
  defaultValue: NoInfer<T>,
): ParamSpec<T> {
  const auto = kind === 'over' ? 'all but the largest class' : 'all but the smallest class';
  return custom<T>(defaultValue, {
    doc: `What to resample: 'auto' (${auto}), another name, a ratio of smaller to larger class (two classes), rows per class, or a function of y.`,
    expected: `a ratio in (0, 1], one of ${quoted(names)}, a record from class to rows >= 0, or a function of y`,
    accepts: (value) =>
      typeof value === 'function' ||
      names.includes(value as string) ||
      (typeof value === 'number' && value > 0 && value <= 1) ||
      isCounts(value),
    invalid: [
      kind === 'over' ? 'majority' : 'minority',
      'balanced',
      0,
      1.5,
      [1, 2],
      { a: -1 },
      { a: 1.5 },
      null,
    ],
  });
}

/**
 * The rows to add (over-sampling) or to keep (under-sampling) of each class; -1 for classes to leave alone. For
 * cleaning, 0 or more only says that the class may lose rows.
 * @throws InvalidParameterError naming the class, its rows and what to change.
 */
export function resolveStrategy(
  strategy: Strategy,
  kind: SamplingKind,
  table: ClassTable,
  estimator: string,
): Int32Array {
  if (kind === 'both') return resolveStrategy(strategy, 'over', table, estimator);
  const given =
    typeof strategy === 'function'
      ? (strategy(decodeLabels(table.codes, table.classes)) as Strategy)
      : strategy;
  if (typeof strategy === 'function') checkReturned(given, kind, estimator);
  if (typeof given === 'number') return fromRatio(given, kind, table, estimator);
  if (typeof given === 'string') return fromName(given, kind, table);
  if (Array.isArray(given)) return fromList(given as Label[], table, estimator);
  return fromCounts(given as ClassCounts, kind, table, estimator);
}

/** The positions of the smallest and the largest class; ties go to the first. */
export function extremes(counts: Int32Array): { smallest: number; largest: number } {
  let smallest = 0;
  let largest = 0;
  for (let c = 1; c < counts.length; c++) {
    if (counts[c] < counts[smallest]) smallest = c;
    if (counts[c] > counts[largest]) largest = c;
  }
  return { smallest, largest };
}

function fromName(name: string, kind: SamplingKind, { counts }: ClassTable): Int32Array {
  const { smallest, largest } = extremes(counts);
  const chosen = name === 'auto' ? (kind === 'over' ? 'not majority' : 'not minority') : name;
  return Int32Array.from(counts, (count, c) => {
    const targeted =
      chosen === 'all' ||
      (chosen === 'minority' && c === smallest) ||
      (chosen === 'majority' && c === largest) ||
      (chosen === 'not minority' && c !== smallest) ||
      (chosen === 'not majority' && c !== largest);
    if (!targeted) return -1;
    return kind === 'over' ? counts[largest] - count : counts[smallest];
  });
}

function fromRatio(ratio: number, kind: SamplingKind, table: ClassTable, estimator: string): Int32Array {
  const { classes, counts } = table;
  if (classes.length !== 2) {
    throw refuse(
      estimator,
      `as a ratio needs two classes, but y has ${classes.length}`,
      ratio,
      'Pass the rows of each class: { class: rows, ... }.',
    );
  }
  const { smallest, largest } = extremes(counts);
  // Of two equally large classes the first counts as the largest and as the smallest.
  const c = kind === 'over' ? 1 - largest : 1 - smallest;
  const label = describe(classes[c]);
  const amounts = new Int32Array(2).fill(-1);
  if (kind === 'over') {
    amounts[c] = Math.trunc(counts[largest] * ratio - counts[c]);
    if (amounts[c] <= 0) {
      const now = (counts[c] / counts[largest]).toPrecision(3);
      throw refuse(
        estimator,
        `asks for ${Math.trunc(counts[largest] * ratio)} rows of class ${label}, which has ${counts[c]} already`,
        ratio,
        `Over-sampling only adds rows: pass a ratio above ${now}, or leave the sampler out.`,
      );
    }
  } else {
    amounts[c] = Math.trunc(counts[smallest] / ratio);
    if (amounts[c] > counts[c]) {
      const now = (counts[smallest] / counts[c]).toPrecision(3);
      throw refuse(
        estimator,
        `asks for ${amounts[c]} rows of class ${label}, which has only ${counts[c]}`,
        ratio,
        `Under-sampling only takes rows away: pass a ratio above ${now}, or leave the sampler out.`,
      );
    }
  }
  return amounts;
}

function fromList(list: readonly Label[], table: ClassTable, estimator: string): Int32Array {
  const amounts = new Int32Array(table.classes.length).fill(-1);
  for (const label of list) amounts[codeOf(label, table, estimator)] = Math.min(...table.counts);
  return amounts;
}

function fromCounts(
  given: ClassCounts,
  kind: SamplingKind,
  table: ClassTable,
  estimator: string,
): Int32Array {
  const { classes, counts } = table;
  const { largest } = extremes(counts);
  const amounts = new Int32Array(classes.length).fill(-1);
  for (const [key, rows] of entriesOf(given)) {
    const c = codeOf(key, table, estimator);
    const label = describe(classes[c]);
    if (kind === 'over' ? rows < counts[c] : rows > counts[c]) {
      throw refuse(
        estimator,
        `asks for ${rows} rows of class ${label}, which has ${counts[c]}`,
        given,
        kind === 'over'
          ? `Over-sampling only adds rows: ask for at least ${counts[c]}, or leave the class out.`
          : `Under-sampling only takes rows away: ask for at most ${counts[c]}, or leave the class out.`,
      );
    }
    if (kind === 'over' && rows > counts[largest]) {
      warn(
        new DataWarning(
          `class ${label} will have ${rows} rows, more than the ${counts[largest]} of the largest class (${describe(classes[largest])}).`,
          estimator,
        ),
      );
    }
    amounts[c] = kind === 'over' ? rows - counts[c] : rows;
  }
  return amounts;
}

/** The class that a label or the key of a record names. */
export function codeOf(
  label: Label,
  { classes }: Pick<ClassTable, 'classes'>,
  estimator: string,
  parameter = 'samplingStrategy',
): number {
  const code = classes.findIndex((known) => known === label || String(known) === String(label));
  if (code >= 0) return code;
  const near = nearestName(String(label), classes.map(String));
  const known = classes.slice(0, 10).map(describe).join(', ');
  throw new InvalidParameterError(
    `${estimator}: parameter '${parameter}' names class ${describe(label)}, which y does not hold. Got the classes ${known}. ${near === undefined ? 'Name only classes of y.' : `Did you mean ${describe(near)}?`}`,
    { estimator, parameter, received: describe(label), remedy: 'name only classes of y' },
  );
}

function checkReturned(given: unknown, kind: SamplingKind, estimator: string): void {
  if (kind === 'clean' ? isLabelList(given) : isCounts(given)) return;
  throw refuse(
    estimator,
    `is a function and must return ${kind === 'clean' ? 'a list of classes' : 'a record from class to rows >= 0'}`,
    given,
    'Mend the function.',
  );
}

function isCounts(value: unknown): value is ClassCounts {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || ArrayBuffer.isView(value))
    return false;
  return entriesOf(value as ClassCounts).every(([, rows]) => Number.isSafeInteger(rows) && rows >= 0);
}

function isLabelList(value: unknown): boolean {
  return (
    Array.isArray(value) && value.every((label) => ['string', 'number', 'boolean'].includes(typeof label))
  );
}

/** The entries of rows (or other numbers) per class. */
export function entriesOf(counts: ClassCounts): [Label, number][] {
  return counts instanceof Map ? [...counts.entries()] : Object.entries(counts as Record<string, number>);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

function refuse(estimator: string, what: string, received: unknown, remedy: string): InvalidParameterError {
  return new InvalidParameterError(
    `${estimator}: parameter 'samplingStrategy' ${what}. Got ${describe(received)}. ${remedy}`,
    { estimator, parameter: 'samplingStrategy', received: describe(received), remedy },
  );
}
