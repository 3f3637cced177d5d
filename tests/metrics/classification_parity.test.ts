import { describe, expect, it } from 'vitest';
import { collectWarnings } from '../../src/core/warnings.js';
import * as metrics from '../../src/metrics/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  call: string;
  args: [string, string];
  options: Record<string, unknown>;
  expected: unknown;
}
interface Fixture {
  data: Record<string, Record<string, unknown>>;
  cases: Case[];
}

const { data, cases } = loadFixture<Fixture>('metrics/classification');
const functions = new Map<string, unknown>(Object.entries(metrics));

function at(path: string): unknown {
  const [record, field] = path.split('.');
  return data[record][field];
}

/** Deterministic sums of the same numbers: what differs is the order of additions. */
const tolerance = { rtol: 1e-10, atol: 1e-13 };

function compare(actual: unknown, expected: unknown, what: string): void {
  if (expected === null || typeof expected === 'string') expect(actual, what).toBe(expected);
  else if (typeof expected === 'number' || Array.isArray(expected))
    expectClose(actual as number, expected as number, { ...tolerance, what });
  else {
    expect(Object.keys(actual as object).sort(), what).toEqual(Object.keys(expected as object).sort());
    for (const [key, value] of Object.entries(expected as object))
      compare((actual as Record<string, unknown>)[key], value, `${what}.${key}`);
  }
}

/** scikit-learn 1.2.1 begins the curve with the highest score plus one; since 1.3 it begins with infinity. */
function modernise({ call, expected }: Case): unknown {
  if (call === 'rocCurve') {
    const curve = expected as { thresholds: number[] };
    return { ...curve, thresholds: [Number.POSITIVE_INFINITY, ...curve.thresholds.slice(1)] };
  }
  if (call === 'detCurve') {
    // Since 1.7 a point that selects nothing ends the curve when no threshold has false positives of 0.
    const { fpr, fnr, thresholds } = expected as Record<string, number[]>;
    if (fpr[fpr.length - 1] === 0) return expected;
    return {
      fpr: [...fpr, 0],
      fnr: [...fnr, 1],
      thresholds: [...thresholds, Number.POSITIVE_INFINITY],
    };
  }
  return expected;
}

describe.each([...new Set(cases.map(({ call }) => call))])('%s equals scikit-learn', (call) => {
  it.each(
    cases
      .filter((one) => one.call === call)
      .map((one) => [`${one.args[0]} ${JSON.stringify(one.options)}`, one] as const),
  )('for %s', async (name, one) => {
    const metric = functions.get(call) as (a: unknown, b: unknown, options: object) => unknown;
    expect(metric, call).toBeTypeOf('function');
    const options = Object.fromEntries(
      Object.entries(one.options).map(([key, value]) => [
        key,
        typeof value === 'string' && value.startsWith('@') ? at(value.slice(1)) : value,
      ]),
    );
    const { value } = await collectWarnings(() => metric(at(one.args[0]), at(one.args[1]), options));
    compare(value, modernise(one), `${call} ${name}`);
  });
});
