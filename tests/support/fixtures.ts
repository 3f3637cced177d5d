import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** A reference fixture made by `scripts/fixtures/*.py`; non-finite floats are stored as strings. */
export function loadFixture<T>(name: string): T {
  const path = new URL(`../fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8'), (_key, value: unknown) => {
    if (value === 'NaN') return Number.NaN;
    if (value === 'Infinity') return Number.POSITIVE_INFINITY;
    if (value === '-Infinity') return Number.NEGATIVE_INFINITY;
    return value;
  }) as T;
}

type Nested = number | ArrayLike<Nested> | { to2DArray(): number[][] };

/** Asserts |actual - expected| <= atol + rtol * |expected| cell by cell; NaN and infinities must agree. */
export function expectClose(
  actual: Nested,
  expected: Nested,
  { rtol = 1e-8, atol = 1e-12, what = '' } = {},
): void {
  const a = flatten(actual);
  const e = flatten(expected);
  expect(a.length, `${what} length`).toBe(e.length);
  let worst = -1;
  let worstExcess = 0;
  for (let i = 0; i < a.length; i++) {
    const same = Object.is(a[i], e[i]) || a[i] === e[i];
    const difference = Math.abs(a[i] - e[i]);
    const excess = same ? 0 : difference - atol - rtol * Math.abs(e[i]);
    if (excess > worstExcess || (!same && Number.isNaN(difference))) {
      worst = i;
      worstExcess = Number.isNaN(excess) ? Number.POSITIVE_INFINITY : excess;
    }
  }
  if (worst >= 0) {
    expect.fail(
      `${what} value ${worst} of ${a.length}: got ${a[worst]}, expected ${e[worst]} (rtol ${rtol}, atol ${atol})`,
    );
  }
}

function flatten(value: Nested, into: number[] = []): number[] {
  if (typeof value === 'number') into.push(value);
  else if ('to2DArray' in value) for (const row of value.to2DArray()) into.push(...row);
  else for (let i = 0; i < value.length; i++) flatten(value[i], into);
  return into;
}
