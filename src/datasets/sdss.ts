import { describe, InvalidInputError, InvalidParameterError, nearestName } from '../core/errors.js';
import type { Matrix } from '../core/matrix.js';
import { unknownParameter } from '../core/params.js';
import { Table } from '../core/table.js';
import { DataWarning, warn } from '../core/warnings.js';
import { resolveCsv } from './csv/options.js';
import { parseBytes } from './csv/read.js';
import { type CsvSource, readAll } from './csv/source.js';
import {
  isPhotometric,
  type PhotometricFeatures,
  photometricFeature,
  photometricNames,
} from './sdss_bands.js';
import { leaksClass, recogniseSdss, type SdssColumns, type SdssLayout } from './sdss_columns.js';

/** How a catalogue is read. */
export interface LoadSdssOptions {
  /**
   * The features: 'magnitudes' (u, g, r, i, z), 'colours' (u-g, g-r, r-i, i-z), 'both', or a list of magnitudes,
   * colours of any two bands, and number columns of the file; default 'both'.
   */
  readonly features?: PhotometricFeatures;
  /** Keep only rows of these classes; default all. */
  readonly classes?: readonly string[];
  /** Which columns of the file hold what, where their names do not tell; `class: null` for a file without classes. */
  readonly columns?: SdssColumns;
  /** Leave out rows that lack a feature or the class, with a DataWarning; default true. */
  readonly dropMissing?: boolean;
}

/** A catalogue, ready for learning. */
export interface SdssCatalogue {
  /** The features, n x d, with column names. */
  readonly data: Matrix;
  /** The class of each row; empty for a file without classes. */
  readonly target: string[];
  readonly featureNames: readonly string[];
  /** The classes that occur, sorted. */
  readonly targetNames: readonly string[];
  /** All columns of the file, for the same rows. */
  readonly table: Table;
  /** The object identifiers as text, where the file has them. */
  readonly ids?: readonly (string | null)[];
  /** The spectroscopic redshifts, where the file has them: for plots and errors, not as a feature. */
  readonly redshift?: Float64Array;
}

const OPTIONS = ['features', 'classes', 'columns', 'dropMissing'];

/**
 * Loads a CSV export of SDSS photometry with spectroscopic classes, as SkyServer and CasJobs write it (a first line
 * `#Table1` is passed over) and as it circulates: magnitudes named `u`, `psfMag_u`, `modelMag_u`, `dered_u`, ...,
 * the class `class` or `specClass`, in any case. -9999 means missing, identifiers are kept as text. A feature that
 * comes from the spectrum or its targeting (redshift, plate, mjd, fiberid, ...) gives the class away: it is
 * returned when asked for, with a DataWarning. O(bytes).
 *
 * Data: the SDSS public releases, https://www.sdss.org (public domain; cite the release used).
 * @throws InvalidFileError when the file is malformed or its magnitudes or classes are not found.
 * @throws InvalidParameterError for a bad option; InvalidInputError when no row is left.
 * @example
 * ```ts
 * const text = '#Table1\nu,g,r,i,z,class\n19.5,17.0,15.9,15.5,15.2,STAR\n18.7,18.5,18.4,18.3,18.2,QSO\n';
 * const { data, target } = await loadSdss({ text }, { features: 'colours' });
 * data.columnNames; // ['u-g', 'g-r', 'r-i', 'i-z']
 * target; // ['STAR', 'QSO']
 * ```
 */
export async function loadSdss(source: CsvSource, options: LoadSdssOptions = {}): Promise<SdssCatalogue> {
  for (const key of Object.keys(options)) {
    if (!OPTIONS.includes(key)) throw unknownParameter('loadSdss', key, OPTIONS);
  }
  const { features = 'both', classes, columns = {}, dropMissing = true } = options;
  if (typeof features === 'string' && !['magnitudes', 'colours', 'both'].includes(features)) {
    throw badOption('features', "'magnitudes', 'colours', 'both' or a list of names", features);
  }
  const bytes = await readAll(source, 'utf-8', 'loadSdss');
  const csv = { comment: '#', sentinels: [-9999] } as const;
  const header = parseBytes(bytes, { ...resolveCsv('loadSdss', csv), nRows: 0 }).columns;
  const layout = recogniseSdss(header, columns, 'loadSdss');
  const dtypes = new Map<string, 'text' | 'number'>(layout.identifiers.map((name) => [name, 'text']));
  for (const name of layout.bands) dtypes.set(name, 'number');
  if (layout.class !== undefined) dtypes.set(layout.class, 'text');
  const rules = resolveCsv('loadSdss', { ...csv, dtypes: Object.fromEntries(dtypes) });
  const whole = parseBytes(bytes, { ...rules, quiet: true });

  const featureNames = photometricNames(features);
  warnOfLeaks(featureNames, layout);
  const kept = choose(whole, layout, featureNames, classes, dropMissing);
  const table = kept.length === whole.rows ? whole : whole.takeRows(kept);
  const target = layout.class === undefined ? [] : (table.text(layout.class) as string[]).map(trimmed);
  const cells = featureColumns(table, layout, featureNames);
  return {
    data: Table.of(featureNames.map((name, j) => [name, cells[j]])).toMatrix(),
    target,
    featureNames,
    targetNames: [...new Set(target)].sort(),
    table,
    ids: layout.id === undefined ? undefined : idsOf(table, layout.id),
    redshift: layout.redshift === undefined ? undefined : table.numbers(layout.redshift),
  };
}

/** The rows to keep. */
function choose(
  table: Table,
  layout: SdssLayout,
  featureNames: readonly string[],
  classes: readonly string[] | undefined,
  dropMissing: boolean,
): number[] {
  const labels = layout.class === undefined ? undefined : table.text(layout.class).map(trimmed);
  if (classes) checkClasses(classes, labels ?? []);
  const cells = featureColumns(table, layout, featureNames);
  const kept: number[] = [];
  let dropped = 0;
  for (let i = 0; i < table.rows; i++) {
    const label = labels?.[i];
    if (classes && typeof label === 'string' && !classes.includes(label)) continue;
    if (label === null) {
      if (!dropMissing) {
        throw new InvalidInputError(
          `loadSdss: row ${i} has no class. Leave dropMissing at true, or fill it in.`,
          { estimator: 'loadSdss', column: layout.class },
        );
      }
      dropped++;
    } else if (dropMissing && cells.some((column) => Number.isNaN(column[i]))) dropped++;
    else kept.push(i);
  }
  if (dropped > 0) {
    warn(
      new DataWarning(
        `${dropped} of ${table.rows} rows lack a feature or the class and were left out (dropMissing: false keeps missing features).`,
        'loadSdss',
      ),
    );
  }
  if (kept.length === 0) {
    throw new InvalidInputError(
      `loadSdss: no row is left of ${table.rows}. Choose other features or classes.`,
      { estimator: 'loadSdss' },
    );
  }
  return kept;
}

function featureColumns(table: Table, layout: SdssLayout, names: readonly string[]): Float64Array[] {
  const magnitudes = layout.bands.map((name) => table.numbers(name));
  return names.map((name) => photometricFeature(name, magnitudes) ?? table.numbers(name));
}

function warnOfLeaks(names: readonly string[], layout: SdssLayout): void {
  const leaking = names.filter((name) => !isPhotometric(name) && leaksClass(name, layout));
  if (leaking.length === 0) return;
  warn(
    new DataWarning(
      `The feature(s) ${leaking.map((name) => `'${name}'`).join(', ')} come from the spectrum or its targeting and give the class away. Leave them out unless that is what you study.`,
      'loadSdss',
    ),
  );
}

function checkClasses(classes: readonly string[], labels: readonly (string | null)[]): void {
  const known = new Set(labels.filter((label) => label !== null));
  for (const name of classes) {
    if (known.has(name)) continue;
    const near = nearestName(name, known);
    throw badOption(
      'classes',
      `among ${[...known].sort().slice(0, 12).join(', ') || 'none, since the file has no classes'}`,
      name,
      near && `Did you mean '${near}'?`,
    );
  }
}

function idsOf(table: Table, name: string): readonly (string | null)[] {
  return table.kind(name) === 'text' ? table.text(name) : Array.from(table.numbers(name), String);
}

function trimmed<T extends string | null>(label: T): T {
  return (label?.trim() ?? null) as T;
}

function badOption(name: string, expected: string, value: unknown, remedy = ''): InvalidParameterError {
  return new InvalidParameterError(
    `loadSdss: option '${name}' must be ${expected}. Got ${describe(value)}.${remedy && ` ${remedy}`}`,
    { estimator: 'loadSdss', parameter: name, received: describe(value) },
  );
}
