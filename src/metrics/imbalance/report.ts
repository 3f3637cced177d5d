import { describe } from '../../core/errors.js';
import {
  averagedRatios,
  checkZeroDivision,
  supportOf,
  type ZeroDivision,
} from '../classification/averaging.js';
import { countClasses } from '../classification/counts.js';
import { type LabelOptions, pairLabels } from '../classification/targets.js';
import type { LabelTargets } from '../input.js';
import { checkOptionNames, optionError } from '../options.js';

/** Options of classificationReportImbalanced. */
export interface ImbalancedReportOptions extends LabelOptions {
  /** What to call the labels, in their order; default the labels themselves. */
  readonly targetNames?: readonly string[] | null;
  /** Digits of the text; default 2. */
  readonly digits?: number;
  /** Weight of the difference between sensitivity and specificity in the index balanced accuracy; default 0.1. */
  readonly alpha?: number;
  /** Return an object with all digits instead of text. Default false. */
  readonly outputDict?: boolean;
  /** What an undefined ratio counts as; default 'warn', 0 with one warning. */
  readonly zeroDivision?: ZeroDivision;
}

/** Precision, recall, specificity, F1, geometric mean, index balanced accuracy and support of a class. */
export interface ImbalancedReportRow {
  readonly pre: number;
  readonly rec: number;
  readonly spe: number;
  readonly f1: number;
  readonly geo: number;
  readonly iba: number;
  /** Number (weight) of the true rows. */
  readonly sup: number;
}

/** The report as an object: a row per label, and their means weighted by support. */
export interface ImbalancedReport {
  readonly classes: Readonly<Record<string, ImbalancedReportRow>>;
  /** Means weighted by support; `sup` is the sum. */
  readonly average: ImbalancedReportRow;
}

const NAMES = ['labels', 'targetNames', 'sampleWeight', 'digits', 'alpha', 'outputDict', 'zeroDivision'];
const COLUMNS = ['pre', 'rec', 'spe', 'f1', 'geo', 'iba'] as const;

/**
 * Precision, recall, specificity, F1, geometric mean (of recall and specificity), index balanced accuracy and support
 * of every class with their means weighted by support, as text in imbalanced-learn's layout or, with
 * `outputDict: true`, as an object. O(n + k). Source: imbalanced-learn classification_report_imbalanced.
 * @throws InvalidParameterError when targetNames does not fit the labels.
 *
 * @example
 * ```ts
 * console.log(classificationReportImbalanced(['star', 'qso', 'qso'], ['star', 'qso', 'star']));
 * const { average } = classificationReportImbalanced([0, 1], [0, 1], { outputDict: true });
 * average.geo; // 1
 * ```
 */
export function classificationReportImbalanced<
  const O extends ImbalancedReportOptions = Record<never, never>,
>(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options?: O,
): O extends { outputDict: true } ? ImbalancedReport : string;
export function classificationReportImbalanced(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: ImbalancedReportOptions = {},
): string | ImbalancedReport {
  const caller = 'classificationReportImbalanced';
  checkOptionNames(options, NAMES, caller);
  const { digits = 2, alpha = 0.1, zeroDivision = 'warn' } = options;
  checkZeroDivision(zeroDivision, caller);
  if (!Number.isInteger(digits) || digits < 0 || digits > 20)
    throw optionError(caller, 'digits', 'must be an integer from 0 to 20', digits, 'Use 2.');
  if (!Number.isFinite(alpha)) throw optionError(caller, 'alpha', 'must be a number', alpha, 'Use 0.1.');
  const pair = pairLabels(yTrue, yPred, options, caller);
  const names = options.targetNames ?? pair.classes.map(String);
  if (names.length !== pair.classes.length) {
    const what = `must hold one name for each of the ${pair.classes.length} labels`;
    throw optionError(caller, 'targetNames', what, describe(names), 'Name them in the order of the labels.');
  }
  const counts = countClasses(pair, options, caller);
  const all = { counts, average: null, weights: undefined };
  const [pre, rec, f1] = averagedRatios(
    all,
    ['precision', 'recall', 'F'],
    { zeroDivision },
    caller,
  ) as Float64Array[];
  const substitute = zeroDivision === 'warn' ? 0 : zeroDivision;
  const support = supportOf(counts);
  const rows = names.map((_, c): ImbalancedReportRow => {
    const negatives = counts.tn[c] + counts.fp[c];
    const spe = negatives > 0 ? counts.tn[c] / negatives : substitute;
    const geo = Math.sqrt(rec[c] * spe);
    const iba = (1 + alpha * (rec[c] - spe)) * geo ** 2;
    return { pre: pre[c], rec: rec[c], spe, f1: f1[c], geo, iba, sup: support[c] };
  });
  const average = weightedMean(rows);
  if (options.outputDict)
    return { classes: Object.fromEntries(names.map((name, c) => [name, rows[c]])), average };
  const weighted = options.sampleWeight && !Array.from(options.sampleWeight).every(Number.isInteger);
  return reportText(names, rows, average, digits, weighted ? digits : 0);
}

function weightedMean(rows: readonly ImbalancedReportRow[]): ImbalancedReportRow {
  const sup = rows.reduce((sum, row) => sum + row.sup, 0);
  const means = COLUMNS.map((column) => {
    const sum = rows.reduce((total, row) => total + row.sup * row[column], 0);
    return [column, sup > 0 ? sum / sup : 0] as const;
  });
  return { ...(Object.fromEntries(means) as Omit<ImbalancedReportRow, 'sup'>), sup };
}

function reportText(
  names: readonly string[],
  rows: readonly ImbalancedReportRow[],
  average: ImbalancedReportRow,
  digits: number,
  supportDigits: number,
): string {
  const total = 'avg / total';
  const width = Math.max(total.length, digits, ...names.map((name) => name.length));
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padStart(width)}  ${cells.map((cell) => cell.padStart(9)).join(' ')}\n`;
  const rowText = (name: string, row: ImbalancedReportRow): string =>
    line(name, [...COLUMNS.map((column) => row[column].toFixed(digits)), row.sup.toFixed(supportDigits)]);
  const body = rows.map((row, c) => rowText(names[c], row)).join('');
  return `${line('', [...COLUMNS, 'sup'])}\n${body}\n${rowText(total, average)}`;
}
