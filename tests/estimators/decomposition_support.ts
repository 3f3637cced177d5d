import { expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

type Values = number | number[] | number[][];

interface Case {
  readonly type: string;
  readonly data: string;
  readonly options: Record<string, unknown>;
  readonly attrs: Record<string, Values>;
  readonly outs: Record<string, Values>;
  /** Whether rows of components and columns of results may have the other sign. */
  readonly signs: boolean;
  readonly rtol: number;
  readonly supervised: boolean;
}

export const data = loadFixture<{ X: Record<string, number[][]>; y: Record<string, number[]> }>(
  'decomposition/data',
);

/** A class as the generic tests need it. */
type Constructor = new (params: never) => { fit(X: number[][], y?: number[]): Promise<object> };

/** Attributes whose rows are directions. */
const BY_ROWS = ['components'];
/** Attributes whose columns are. */
const BY_COLUMNS = ['transform', 'mixing'];

/** Compares each case of a fixture with scikit-learn 1.2.1: relative to the largest value of each attribute. */
export function compareCases(file: string, classes: Record<string, unknown>): void {
  const { cases } = loadFixture<{ cases: Case[] }>(`decomposition/${file}`);
  it.each(cases.map((one, i) => [i, one.type, one.data, JSON.stringify(one.options), one] as const))(
    '%i %s on %s %s',
    async (_i, type, name, _options, one) => {
      const Estimator = classes[type] as Constructor;
      const X = data.X[name];
      // Few iterations on purpose: warnings that say so are expected.
      const { value: model } = await collectWarnings(() =>
        new Estimator(one.options as never).fit(X, one.supervised ? data.y[name] : undefined),
      );
      for (const [attr, expected] of Object.entries(one.attrs)) {
        const member = (model as Record<string, unknown>)[attr];
        const value = typeof member === 'function' ? await member.call(model) : member;
        compare(value, expected, attr, one);
      }
      for (const [method, expected] of Object.entries(one.outs)) {
        const member = (model as Record<string, (X: number[][]) => Promise<unknown>>)[method];
        compare(await member.call(model, X.slice(0, 10)), expected, method, one);
      }
    },
  );
}

function compare(value: unknown, expected: Values, what: string, { signs, rtol }: Case): void {
  let actual = plain(value);
  if (signs && Array.isArray(expected) && Array.isArray(expected[0])) {
    if (BY_ROWS.includes(what)) actual = aligned(actual as number[][], expected as number[][]);
    if (BY_COLUMNS.includes(what)) {
      actual = turn(aligned(turn(actual as number[][]), turn(expected as number[][])));
    }
  }
  const size = largest(plain(expected));
  expectClose(actual, plain(expected), { rtol, atol: rtol * size + 1e-14, what });
}

function plain(value: unknown): Values {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
  if (value instanceof Matrix) return value.to2DArray();
  return Array.from(value as ArrayLike<unknown>, plain) as Values;
}

/** Rows with the signs of the expected ones. */
function aligned(rows: number[][], expected: number[][]): number[][] {
  expect(rows.length).toBe(expected.length);
  return rows.map((row, i) => {
    const dot = row.reduce((sum, x, j) => sum + x * expected[i][j], 0);
    return dot < 0 ? row.map((x) => -x) : row;
  });
}

function turn(rows: number[][]): number[][] {
  return (rows[0] ?? []).map((_, j) => rows.map((row) => row[j]));
}

function largest(values: Values): number {
  if (typeof values === 'number') return Math.abs(values);
  return (values as Values[]).reduce((most: number, value) => Math.max(most, largest(value)), 0);
}
