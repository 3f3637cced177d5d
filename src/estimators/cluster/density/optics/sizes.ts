import { InvalidInputError } from '../../../../core/errors.js';
import { custom, type ParamSpec } from '../../../../core/params.js';

/** A number of rows from 2 up, or a share of them from 0 to 1. */
export function sizeParam(defaultValue: number, doc: string): ParamSpec<number> {
  return custom<number>(defaultValue, {
    doc,
    expected: 'an integer >= 2 or a share of the rows from 0 to 1',
    accepts: (value) => typeof value === 'number' && isSize(value),
    invalid: [1.5, -1, 'text', Number.NaN, {}],
  });
}

export function isSize(value: number): boolean {
  return (value >= 0 && value <= 1) || (Number.isInteger(value) && value >= 2);
}

/** The number of rows that a size stands for. @throws InvalidInputError when there are fewer. */
export function sizeOf(size: number, rows: number, name: string, estimator: string): number {
  const count = size <= 1 ? Math.max(2, Math.floor(size * rows)) : size;
  if (count <= rows) return count;
  throw new InvalidInputError(
    `${estimator}: ${name} must be at most the number of rows (${rows}). Got ${count}. Lower ${name} or give more rows.`,
    { estimator, parameter: name, received: String(count), remedy: `lower ${name}` },
  );
}
