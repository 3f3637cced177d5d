/** Largest power of ten, up and down, that is kept as a sum of two doubles. */
export const POWER_LIMIT = 270;

const SPLITTER = 134217729; // 2^27 + 1

let table: Float64Array | undefined;

/**
 * 10^k for k = -270 ... 270: four doubles from index 4 (k + 270) on. The first two add up to the power, correct to
 * about 106 bits; the other two are the halves of the first, of at most 26 bits each (Veltkamp). Made with exact
 * integers when first asked for (about a millisecond).
 */
export function powersOfTen(): Float64Array {
  table ??= makePowers();
  return table;
}

function makePowers(): Float64Array {
  const powers = new Float64Array(4 * (2 * POWER_LIMIT + 1));
  for (let k = 0; k <= POWER_LIMIT; k++) {
    const power = 10n ** BigInt(k);
    const up = Number(power);
    store(powers, k, up, Number(power - BigInt(up)));
    if (k === 0) continue;
    // 10^-k = m * 2^-shift + low with m of 53 bits; low = (2^shift - m * 10^k) / (10^k * 2^shift).
    const down = Number(`1e-${k}`);
    const shift = 52 - Math.floor(Math.log2(down)) + 1;
    const rest = (1n << BigInt(shift)) - BigInt(timesPowerOfTwo(down, shift)) * power;
    store(powers, -k, down, timesPowerOfTwo(Number((rest << 120n) / power), -120 - shift));
  }
  return powers;
}

function store(powers: Float64Array, k: number, high: number, low: number): void {
  const cut = SPLITTER * high;
  const head = cut - (cut - high);
  powers.set([high, low, head, high - head], 4 * (k + POWER_LIMIT));
}

/** value * 2^exponent in two steps, so that the power itself does not overflow. */
function timesPowerOfTwo(value: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return value * 2 ** half * 2 ** (exponent - half);
}
