import { POWER_LIMIT, powersOfTen } from './powers.js';

/** What the numbers of a column looked like: which kinds of literals occurred. */
export interface LiteralNotes {
  /** A literal with a fraction or an exponent. */
  fractional: boolean;
  /** A number of 2^53 or more: among integers, one that a double may have rounded. */
  wide: boolean;
}

const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
const TWO_53 = 9007199254740992;
const SPLITTER = 134217729; // 2^27 + 1: cuts a double into two halves of 26 bits (Dekker, Veltkamp)

/**
 * Reads decimal numbers cell after cell and stops at the first cell that is no plain number; answers how many were
 * read. The result equals `Number(text)` to the last bit. Cell i starts at `starts[first + i * stride]` and must
 * be followed, blanks aside, by a byte with `ends[byte] = 1`; the bytes must hold such a byte after the last cell.
 * Cells of up to 18 significant digits are read without a string:
 * - up to 2^53 and a power of ten up to 22: one exact operation (Clinger, PLDI 1990);
 * - otherwise the 18 digits as a sum of two doubles times the power of ten as a sum of two doubles (Dekker 1971),
 *   accepted when its error bound cannot change the rounding, which fails about once in 2^45 and for exact ties.
 * The rest goes to `Number`.
 */
export function readDecimals(
  bytes: Uint8Array,
  ends: Uint8Array,
  starts: Uint32Array,
  first: number,
  stride: number,
  count: number,
  out: Float64Array,
  at: number,
  notes: LiteralNotes,
): number {
  const powers = powersOfTen();
  let fractional = false;
  let wide = false;
  let i = 0;
  for (let k = first; i < count; i++, k += stride) {
    const start = starts[k];
    let p = start;
    let c = bytes[p];
    while (c === 32) c = bytes[++p];
    const negative = c === 45;
    if (negative || c === 43) c = bytes[++p];

    // Digits before the point: nine into a, nine more into b.
    let a = 0;
    let b = 0;
    let digitsOfB = 0;
    let exponent = 0;
    const whole = p;
    let limit = p + 9;
    let digit = c - 48;
    while (digit >= 0 && digit <= 9 && p < limit) {
      a = (a * 10 + digit) | 0;
      digit = bytes[++p] - 48;
    }
    let digits = p - whole;
    if (digits === 9 && digit >= 0 && digit <= 9) {
      limit = p + 9;
      while (digit >= 0 && digit <= 9 && p < limit) {
        b = (b * 10 + digit) | 0;
        digit = bytes[++p] - 48;
      }
      digitsOfB = p - limit + 9;
      digits += digitsOfB;
    }

    // Digits after it: fill a, then b; zeros that lead the number take no room.
    const pointed = bytes[p] === 46;
    if (pointed) {
      fractional = true;
      const point = ++p;
      digit = bytes[p] - 48;
      let room = 9 - digits;
      if (a === 0 && digitsOfB === 0) {
        while (digit === 0) digit = bytes[++p] - 48;
        room = 9;
      }
      if (digitsOfB === 0) {
        limit = p + room;
        while (digit >= 0 && digit <= 9 && p < limit) {
          a = (a * 10 + digit) | 0;
          digit = bytes[++p] - 48;
        }
      }
      if (digit >= 0 && digit <= 9) {
        const from = p;
        limit = p + 9 - digitsOfB;
        while (digit >= 0 && digit <= 9 && p < limit) {
          b = (b * 10 + digit) | 0;
          digit = bytes[++p] - 48;
        }
        digitsOfB += p - from;
      }
      digits += p - point;
      exponent = point - p;
    }
    // More than 18 digits: skip them here, and let Number read the cell.
    const long = digit >= 0 && digit <= 9;
    if (long) {
      p = skipDigits(bytes, p);
      if (!pointed && bytes[p] === 46) {
        fractional = true;
        p = skipDigits(bytes, p + 1);
      }
    }
    if (digits === 0) break;

    c = bytes[p];
    if (c === 101 || c === 69) {
      fractional = true;
      c = bytes[++p];
      const minus = c === 45;
      if (minus || c === 43) p++;
      const from = p;
      let power = 0;
      for (digit = bytes[p] - 48; digit >= 0 && digit <= 9; digit = bytes[++p] - 48) {
        if (power < 100000) power = power * 10 + digit;
      }
      if (p === from) break;
      exponent += minus ? -power : power;
      c = bytes[p];
    }
    const end = p;
    while (c === 32) c = bytes[++p];
    if (ends[c] === 0) break;

    let value = digitsOfB === 0 ? a : a * EXACT_POWERS[digitsOfB] + b;
    if (!long && value < TWO_53 && exponent >= -22 && exponent <= 22) {
      if (exponent < 0) value /= EXACT_POWERS[-exponent];
      else if (exponent > 0) value *= EXACT_POWERS[exponent];
    } else {
      // (x + b) * 10^exponent with x and b exact; written out here because a call would box its doubles.
      let decided = false;
      if (!long && exponent >= -POWER_LIMIT && exponent <= POWER_LIMIT) {
        const x = a * EXACT_POWERS[digitsOfB];
        const s = x + b;
        const t = b - (s - x);
        const k4 = (exponent + POWER_LIMIT) * 4;
        const product = s * powers[k4];
        const cut = SPLITTER * s;
        const sh = cut - (cut - s);
        const sl = s - sh;
        const ph = powers[k4 + 2];
        const pl = powers[k4 + 3];
        // s * 10^exponent = product + error but for the second double of the power.
        const error = sl * pl - (product - sh * ph - sl * ph - sh * pl);
        const rest = error + (s * powers[k4 + 1] + t * powers[k4]);
        // All roundings together stay below 2^-102 of the product; 2^-99 is more than enough.
        const bound = product * 1.6e-30;
        value = product + (rest - bound);
        decided = value === product + (rest + bound);
      }
      if (!decided) value = Number(asciiText(bytes, whole, end));
      if (value >= TWO_53) wide = true; // of account only when the column has no fraction or exponent
    }
    out[at + i] = negative ? -value : value;
  }
  if (fractional) notes.fractional = true;
  if (wide) notes.wide = true;
  return i;
}

function skipDigits(bytes: Uint8Array, p: number): number {
  while (bytes[p] >= 48 && bytes[p] <= 57) p++;
  return p;
}

/** The bytes as a string, one character a byte. */
export function asciiText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= 4096)
    return String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[]);
  const parts: string[] = [];
  for (let p = start; p < end; p += 4096) parts.push(asciiText(bytes, p, Math.min(end, p + 4096)));
  return parts.join('');
}
