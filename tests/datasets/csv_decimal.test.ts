import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LiteralNotes, readDecimals } from '../../src/datasets/csv/decimal.js';
import { POWER_LIMIT, powersOfTen } from '../../src/datasets/csv/powers.js';

const ENDS = new Uint8Array(256);
ENDS[10] = ENDS[13] = ENDS[44] = 1;

function read(text: string): { value: number; read: number; notes: LiteralNotes } {
  const out = new Float64Array(1);
  const notes = { fractional: false, wide: false };
  const bytes = new TextEncoder().encode(`${text}\n`);
  return { read: readDecimals(bytes, ENDS, Uint32Array.of(0), 0, 1, 1, out, 0, notes), value: out[0], notes };
}

function same(text: string): void {
  const result = read(text);
  expect(result.read, text).toBe(1);
  expect(
    Object.is(result.value, Number(text)),
    `${text}: got ${result.value}, Number gives ${Number(text)}`,
  ).toBe(true);
}

const digits = (max: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: max }).map((list) => list.join(''));
const literal = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    digits(22),
    fc.option(digits(30)),
    fc.option(fc.integer({ min: -340, max: 330 })),
  )
  .map(
    ([sign, whole, fraction, exponent]) =>
      `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : `e${exponent}`}`,
  );
const double = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((bits) => {
  const value = new Float64Array(BigUint64Array.of(bits).buffer)[0];
  return Number.isFinite(value) ? value : 0.5;
});

describe('readDecimals equals Number(text) to the last bit', () => {
  it('for any literal', () => {
    fc.assert(fc.property(literal, same), { numRuns: 20_000 });
  });

  it('for any double, subnormals included, in every usual format', () => {
    fc.assert(
      fc.property(double, fc.integer({ min: 1, max: 21 }), (value, precision) => {
        same(String(value));
        same(value.toPrecision(precision));
        same(value.toExponential(Math.min(20, precision)));
        if (Math.abs(value) < 1e21) same(value.toFixed(precision));
      }),
      { numRuns: 10_000 },
    );
  });

  it('for numbers around one in 1 to 21 digits, the usual content of files', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e4, max: 1e4, noNaN: true }),
        fc.integer({ min: 1, max: 21 }),
        (value, precision) => {
          same(value.toPrecision(precision));
          same(value.toFixed(precision - 1));
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it('for the point half-way between two doubles and its neighbours', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 2n ** 52n, max: 2n ** 53n - 1n }),
        fc.integer({ min: 0, max: 70 }),
        fc.constantFrom(-1n, 0n, 1n),
        (mantissa, shift, step) => {
          // (2 m + 1) / 2^shift written out exactly, then moved by one unit in its last place.
          const half = 2n * mantissa + 1n;
          const scaled = half * 5n ** BigInt(shift) * (step === 0n ? 1n : 10n) + step;
          same(`${scaled}e-${shift + (step === 0n ? 0 : 1)}`);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ...[
      '0',
      '-0',
      '+0',
      '0.0',
      '-0.000e5',
      '0e999',
      '1',
      '007',
      '1.',
      '.5',
      '-.5e1',
      '5e-324',
      '2.4703282292062327e-324',
    ],
    ...[
      '2.4703282292062328e-324',
      '2.2250738585072011e-308',
      '2.2250738585072014e-308',
      '1.7976931348623157e308',
    ],
    ...[
      '1.7976931348623159e308',
      '1e400',
      '-1e400',
      '1e-400',
      '9007199254740991',
      '9007199254740993',
      '1e23',
      '8.5e22',
    ],
    ...[
      '123456789012345678',
      '1234567890123456789',
      '12345678901234567890.5',
      '0.000000000123456789012345678',
    ],
    ...[
      '999999999',
      '9999999999',
      '999999999.999999999',
      '000000000.5',
      '00000000000000000000001.5',
      '1e00000000005',
    ],
    ...['1.23764870457714E+018', '-5.491128E-05', '1e-271', '1e270', '1.5e271', '9999999999999999.5'],
  ])('for %s', same);
});

describe('readDecimals', () => {
  it.each([
    '',
    '.',
    '-',
    '+',
    'e5',
    '1e',
    '1e+',
    '1.2.3',
    '--1',
    '1 2',
    '0x10',
    '1_000',
    'abc',
    'inf',
    '1f',
    '1d5',
    '１',
  ])('does not read %j as a number', (text) => {
    expect(read(text).read).toBe(0);
  });

  it('passes over blanks around the number', () => {
    expect(read('  -1.5  ')).toMatchObject({ read: 1, value: -1.5 });
  });

  it('notes fractions, exponents and integers that a double would round', () => {
    expect(read('12').notes).toEqual({ fractional: false, wide: false });
    expect(read('9007199254740991').notes).toEqual({ fractional: false, wide: false });
    expect(read('9007199254740993').notes).toEqual({ fractional: false, wide: true });
    expect(read('1237653651835781245').notes.wide).toBe(true);
    expect(read('-12376536518357812450').notes.wide).toBe(true);
    expect(read('1.0').notes.fractional).toBe(true);
    expect(read('1e2').notes.fractional).toBe(true);
  });

  it('keeps powers of ten to about 106 bits', () => {
    const powers = powersOfTen();
    for (let k = -POWER_LIMIT; k <= POWER_LIMIT; k++) {
      const [high, low, head, tail] = powers.subarray(4 * (k + POWER_LIMIT), 4 * (k + POWER_LIMIT) + 4);
      expect(high).toBe(Number(`1e${k}`));
      expect(head + tail).toBe(high);
      expect(Math.abs(low)).toBeLessThanOrEqual(high * 2 ** -53);
      // 10^k * 10^-k = 1 within 2^-100: checked exactly with the partner power as fractions of 2^1200.
      const exact = (x: number) => scaled(x, 1200n);
      const sum = exact(high) + exact(low);
      const want = k >= 0 ? 10n ** BigInt(k) * 2n ** 1200n : 2n ** 1200n / 10n ** BigInt(-k);
      const difference = sum > want ? sum - want : want - sum;
      expect(difference * 2n ** 100n <= want + 2n ** 100n).toBe(true);
    }
  });
});

/** x * 2^shift as an exact integer (cut off below). */
function scaled(x: number, shift: bigint): bigint {
  if (x === 0) return 0n;
  const exponent = Math.max(-1022, Math.floor(Math.log2(Math.abs(x)))) - 52;
  let mantissa = x;
  for (let e = exponent; e < 0; e += 500) mantissa *= 2 ** Math.min(500, -e);
  for (let e = exponent; e > 0; e -= 500) mantissa /= 2 ** Math.min(500, e);
  const power = shift + BigInt(exponent);
  return power >= 0n ? BigInt(mantissa) << power : BigInt(mantissa) >> -power;
}
