import type { Label, Labels } from '../../core/labels.js';
import { checkOptionNames } from '../options.js';
import { countsPerClass } from './confusion_matrix.js';
import { metricOptionError, pairLabels } from './labels_input.js';
import { precisionRecallFscoreSupport, type ZeroDivision } from './precision_recall.js';

/** Options of classificationReport. */
export interface ClassificationReportOptions {
  /** The labels to report, in this order; default all, sorted. */
  readonly labels?: Labels | null;
  /** What to call them. */
  readonly targetNames?: readonly string[] | null;
  readonly sampleWeight?: ArrayLike<number>;
  /** Digits of the text; default 2. */
  readonly digits?: number;
  /** Return an object instead of text. */
  readonly outputDict?: boolean;
  readonly zeroDivision?: ZeroDivision;
}

/** One line of a report. */
export interface ReportRow {
  readonly precision: number;
  readonly recall: number;
  readonly 'f1-score': number;
  readonly support: number;
}

/** A report as an object: one row per class and average; `accuracy` when all labels are reported. */
export type ClassificationReport = Readonly<Record<string, ReportRow>> & { readonly accuracy?: number };

/**
 * Precision, recall, F1 and support of every class with their averages, as text or as an object. O(n).
 * Reference: scikit-learn classification_report.
 *
 * @example
 * ```ts
 * classificationReport(['star', 'qso', 'qso'], ['star', 'qso', 'star']);
 * classificationReport([0, 1], [0, 1], { outputDict: true }).accuracy; // 1
 * ```
 */
export function classificationReport<const O extends ClassificationReportOptions = Record<never, never>>(
  yTrue: Labels,
  yPred: Labels,
  options?: O,
): O extends { outputDict: true } ? ClassificationReport : string;
export function classificationReport(
  yTrue: Labels,
  yPred: Labels,
  options: ClassificationReportOptions = {},
): string | ClassificationReport {
  const caller = 'classificationReport';
  const known = ['labels', 'targetNames', 'sampleWeight', 'digits', 'outputDict', 'zeroDivision'];
  checkOptionNames(options, known, caller);
  const { sampleWeight, zeroDivision, digits = 2 } = options;
  const pair = pairLabels(yTrue, yPred, options, caller);
  const labels: readonly Label[] = pair.classes;
  const names = options.targetNames ?? labels.map(String);
  if (names.length !== labels.length) {
    throw metricOptionError(
      caller,
      'targetNames',
      `must hold one name for each of the ${labels.length} labels`,
      names,
    );
  }
  const row = (average: 'micro' | 'macro' | 'weighted' | null, c = 0): ReportRow => {
    const values = precisionRecallFscoreSupport(yTrue, yPred, {
      labels: labels as Labels,
      average,
      sampleWeight,
      zeroDivision,
    });
    const pick = (value: number | Float64Array): number => (typeof value === 'number' ? value : value[c]);
    return {
      precision: pick(values.precision),
      recall: pick(values.recall),
      'f1-score': pick(values.fscore),
      support: average === null ? pick(values.support as unknown as Float64Array) : total,
    };
  };
  const total = countsPerClass(pair).reduce((sum, { tp, fn }) => sum + tp + fn, 0);
  const perClass = labels.map((_, c) => row(null, c));
  // When all labels of the data are reported, micro-averaged precision, recall and F1 are the accuracy.
  const complete = pair.yTrue.every((code) => code >= 0) && pair.yPred.every((code) => code >= 0);
  const micro = row('micro');
  const averages: [string, ReportRow][] = [
    ...(complete ? [] : [['micro avg', micro] as [string, ReportRow]]),
    ['macro avg', row('macro')],
    ['weighted avg', row('weighted')],
  ];
  if (options.outputDict) {
    const entries: [string, ReportRow | number][] = names.map((name, c) => [name, perClass[c]]);
    if (complete) entries.push(['accuracy', micro.precision]);
    return Object.fromEntries([...entries, ...averages]) as ClassificationReport;
  }
  const width = Math.max(...names.map((name) => name.length), 'weighted avg'.length, digits);
  const cell = (value: number): string => value.toFixed(digits).padStart(9);
  const amount = (value: number): string =>
    String(sampleWeight ? Number(value.toFixed(digits)) : value).padStart(9);
  const line = (name: string, r: ReportRow): string =>
    `${name.padStart(width)} ${cell(r.precision)} ${cell(r.recall)} ${cell(r['f1-score'])} ${amount(r.support)}\n`;
  const head = ['precision', 'recall', 'f1-score', 'support']
    .map((title) => ` ${title.padStart(9)}`)
    .join('');
  let text = `${''.padStart(width)}${head}\n\n`;
  names.forEach((name, c) => {
    text += line(name, perClass[c]);
  });
  text += '\n';
  if (complete) {
    text += `${'accuracy'.padStart(width)} ${''.padStart(9)} ${''.padStart(9)} ${cell(micro.precision)} ${amount(total)}\n`;
  }
  for (const [name, r] of averages) text += line(name, r);
  return text;
}
