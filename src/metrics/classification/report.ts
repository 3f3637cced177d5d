import type { Labels } from '../../core/labels.js';
import type { LabelTargets } from '../input.js';
import { checkOptionNames, optionError } from '../options.js';
import {
  type Average,
  averagedRatios,
  type CountsToAverage,
  checkZeroDivision,
  supportOf,
  warnUndefined,
  type ZeroDivision,
} from './averaging.js';
import { addUp, type Counts, countClasses, countRows, selectedColumns } from './counts.js';
import { type ReportLine, reportText } from './report_text.js';
import { type IndicatorPair, type LabelOptions, type LabelPair, pairTargets } from './targets.js';

/** Options of classificationReport. */
export interface ClassificationReportOptions extends LabelOptions {
  /** What to call the labels, in their order; default the labels themselves. */
  readonly targetNames?: readonly string[] | null;
  /** Digits of the text; default 2. */
  readonly digits?: number;
  /** Return an object with all digits instead of text. Default false. */
  readonly outputDict?: boolean;
  /** What an undefined ratio counts as; default 'warn', 0 with one warning. */
  readonly zeroDivision?: ZeroDivision;
}

/** One line of a report. */
export interface ReportRow {
  readonly precision: number;
  readonly recall: number;
  readonly 'f1-score': number;
  /** Number (weight) of the true rows. */
  readonly support: number;
}

/** A report as an object: one row per label and average; `accuracy` when all labels of the data are reported. */
export type ClassificationReport = Readonly<Record<string, ReportRow>> & { readonly accuracy?: number };

const NAMES = ['labels', 'targetNames', 'sampleWeight', 'digits', 'outputDict', 'zeroDivision'];

/**
 * Precision, recall, F1 and support of every label with their averages, as text in scikit-learn's layout or, with
 * `outputDict: true`, as an object. Takes one label per row, or several as n x k zeros and ones.
 * O(n + k), or O(n k). Source: scikit-learn classification_report.
 * @throws InvalidParameterError when targetNames does not fit the labels.
 *
 * @example
 * ```ts
 * console.log(classificationReport(['star', 'qso', 'qso'], ['star', 'qso', 'star']));
 * classificationReport([0, 1], [0, 1], { outputDict: true }).accuracy; // 1
 * ```
 */
export function classificationReport<const O extends ClassificationReportOptions = Record<never, never>>(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options?: O,
): O extends { outputDict: true } ? ClassificationReport : string;
export function classificationReport(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: ClassificationReportOptions = {},
): string | ClassificationReport {
  const caller = 'classificationReport';
  checkOptionNames(options, NAMES, caller);
  const { digits = 2, zeroDivision = 'warn' } = options;
  checkZeroDivision(zeroDivision, caller);
  if (!Number.isInteger(digits) || digits < 0 || digits > 20)
    throw optionError(caller, 'digits', 'must be an integer from 0 to 20', digits, 'Use 2.');
  const pair = pairTargets(yTrue, yPred, options, caller);
  const labels = pair.multilabel
    ? selectedColumns(pair.yTrue.columns, options, caller)
    : (pair.classes as Labels);
  const names = options.targetNames ?? Array.from(labels as ArrayLike<unknown>, String);
  if (names.length !== labels.length) {
    const what = `must hold one name for each of the ${labels.length} labels`;
    throw optionError(caller, 'targetNames', what, names, 'Name them in the order of the labels.');
  }
  const lines = reportLines(pair, countClasses(pair, options, caller), names, options, caller);
  if (options.outputDict) return asObject(lines);
  const whole = !options.sampleWeight || Array.from(options.sampleWeight).every(Number.isInteger);
  return reportText(lines, names.length, digits, whole);
}

/** All lines in the order of the text: the labels, then accuracy or the micro average, then the other averages. */
function reportLines(
  pair: LabelPair | IndicatorPair,
  counts: Counts,
  names: readonly string[],
  options: ClassificationReportOptions,
  caller: string,
): ReportLine[] {
  const missing = new Set<string>();
  const { zeroDivision = 'warn' } = options;
  const support = supportOf(counts);
  const total = support.reduce((sum, weight) => sum + weight, 0);
  const ratios = (counted: CountsToAverage) => {
    // Undefined ratios are collected from the lines, so that the report warns once.
    for (const [name, below] of denominators(counted.counts)) if (below.includes(0)) missing.add(name);
    const quiet = { zeroDivision: zeroDivision === 'warn' ? (0 as const) : zeroDivision };
    return averagedRatios(counted, ['precision', 'recall', 'F'], quiet, caller);
  };
  const [precision, recall, f] = ratios({ counts, average: null, weights: undefined }) as Float64Array[];
  const lines: ReportLine[] = names.map((name, c) => ({
    name,
    values: [precision[c], recall[c], f[c]],
    support: support[c],
  }));
  const average = (name: Exclude<Average, null>, of: Counts, weights?: Float64Array): ReportLine => ({
    name: `${name} avg`,
    values: ratios({ counts: of, average: name, weights }) as number[],
    support: total,
  });
  const micro = average('micro', addUp(counts));
  // With all labels of the data reported, micro-averaged precision, recall and F1 are one number: the accuracy.
  const complete = !pair.multilabel && pair.present.every((label) => pair.classes.includes(label));
  lines.push(complete ? { name: 'accuracy', values: [micro.values[0]], support: total } : micro);
  lines.push(average('macro', counts), average('weighted', counts, support));
  if (pair.multilabel) lines.push(average('samples', countRows(pair, options, caller), pair.weights));
  if (missing.size > 0 && zeroDivision === 'warn') warnUndefined([...missing], null, caller);
  return lines;
}

function denominators({ tp, fp, fn }: Counts): [string, Float64Array][] {
  const add = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value + b[i]);
  return [
    ['precision', add(tp, fp)],
    ['recall', add(tp, fn)],
    ['F1', add(tp, add(fp, fn))],
  ];
}

function asObject(lines: readonly ReportLine[]): ClassificationReport {
  const entries = lines.map(({ name, values, support }): [string, ReportRow | number] =>
    values.length === 1
      ? [name, values[0]]
      : [name, { precision: values[0], recall: values[1], 'f1-score': values[2], support }],
  );
  return Object.fromEntries(entries) as ClassificationReport;
}
