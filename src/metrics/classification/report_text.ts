/** One line of a report: three ratios, or one for the accuracy. */
export interface ReportLine {
  readonly name: string;
  readonly values: readonly number[];
  readonly support: number;
}

const TITLES = ['precision', 'recall', 'f1-score', 'support'];
const WIDTH = 9;

/**
 * The lines as a table: names flush right, then four columns of nine characters, with empty lines around the labels.
 * `wholeSupport` tells that supports are counts, not sums of fractional weights.
 */
export function reportText(
  lines: readonly ReportLine[],
  labels: number,
  digits: number,
  wholeSupport: boolean,
): string {
  const width = Math.max(
    ...lines.slice(0, labels).map(({ name }) => name.length),
    'weighted avg'.length,
    digits,
  );
  const row = (name: string, cells: readonly string[]): string =>
    `${name.padStart(width)}  ${cells.map((cell) => cell.padStart(WIDTH)).join(' ')}\n`;
  const amount = (support: number): string =>
    !wholeSupport && Number.isInteger(support) ? `${support}.0` : String(support);
  const text = ({ name, values, support }: ReportLine): string => {
    const ratios = values.map((value) => fixed(value, digits));
    return row(name, [...(ratios.length === 1 ? ['', '', ...ratios] : ratios), amount(support)]);
  };
  return `${row('', TITLES)}\n${lines.slice(0, labels).map(text).join('')}\n${lines.slice(labels).map(text).join('')}`;
}

/** A number with fixed digits; ties go to the even digit, as Python rounds (0.125 is 0.12, where toFixed gives 0.13). */
export function fixed(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'nan';
  // A number halfway between two decimals is an odd multiple of 2^-(digits + 1); that product is exact.
  const isTie = Math.abs((value * 2 ** (digits + 1)) % 2) === 1;
  if (!isTie) return value.toFixed(digits);
  const below = Math.floor(value * 10 ** digits);
  const even = below % 2 === 0 ? below : below + 1;
  return (even / 10 ** digits).toFixed(digits);
}
