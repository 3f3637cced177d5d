const MASK64 = (1n << 64n) - 1n;
const MASK128 = (1n << 128n) - 1n;
const MULTIPLIER = 47026247687942121848144207491837523525n;

/**
 * The generator behind numpy's `default_rng(seed)`: PCG64 (O'Neill 2014) seeded through a seed sequence, with the
 * draws that are needed here. For the few draws in which scikit-learn uses it in place of RandomState.
 */
export class Pcg64 {
  #state: bigint;
  readonly #increment: bigint;
  /** The upper half of a draw of 64 bits whose lower half was handed out. */
  #spare: number | undefined;

  private constructor(state: bigint, increment: bigint, spare?: number) {
    this.#state = state;
    this.#increment = increment;
    this.#spare = spare;
  }

  /** The generator of a seed in [0, 2^32). */
  static from(seed: number): Pcg64 {
    const [a, b, c, d] = seedWords(seed);
    const increment = ((((c << 64n) | d) << 1n) | 1n) & MASK128;
    const generator = new Pcg64(0n, increment);
    generator.#step();
    generator.#state = (generator.#state + ((a << 64n) | b)) & MASK128;
    generator.#step();
    return generator;
  }

  /** The state as ten words, to go on later with `restore`. */
  snapshot(): Uint32Array {
    const words = new Uint32Array(10);
    for (let i = 0; i < 4; i++) {
      words[i] = Number((this.#state >> BigInt(32 * i)) & 0xffffffffn);
      words[4 + i] = Number((this.#increment >> BigInt(32 * i)) & 0xffffffffn);
    }
    words[8] = this.#spare === undefined ? 0 : 1;
    words[9] = this.#spare ?? 0;
    return words;
  }

  /** The generator in the state of a snapshot. */
  static restore(words: Uint32Array): Pcg64 {
    const wide = (from: number): bigint =>
      [3, 2, 1, 0].reduce((sum, i) => (sum << 32n) | BigInt(words[from + i]), 0n);
    return new Pcg64(wide(0), wide(4), words[8] ? words[9] : undefined);
  }

  /** 32 random bits. */
  next32(): number {
    if (this.#spare !== undefined) {
      const value = this.#spare;
      this.#spare = undefined;
      return value;
    }
    this.#step();
    const high = this.#state >> 64n;
    const folded = (high ^ this.#state) & MASK64;
    const turn = this.#state >> 122n;
    const value = ((folded >> turn) | (folded << (-turn & 63n))) & MASK64;
    this.#spare = Number(value >> 32n);
    return Number(value & 0xffffffffn);
  }

  /** A whole number from 0 to `max` (included), max < 2^32: draws under a mask until one fits. */
  upTo(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (this.next32() & mask) >>> 0;
      if (value <= max) return value;
    }
  }

  /** Shuffles in place, as `Generator.shuffle` does. */
  shuffle(items: { length: number; [index: number]: number }): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.upTo(i);
      const item = items[i];
      items[i] = items[j];
      items[j] = item;
    }
  }

  #step(): void {
    this.#state = (this.#state * MULTIPLIER + this.#increment) & MASK128;
  }
}

/** Four words of 64 bits from a seed: numpy's SeedSequence, after O'Neill's seed_seq_fe. */
function seedWords(seed: number): bigint[] {
  let constant = 0x43b0d7e5;
  const hash = (value: number, multiplier: number): number => {
    const mixed = value ^ constant;
    constant = Math.imul(constant, multiplier) >>> 0;
    const product = Math.imul(mixed, constant) >>> 0;
    return (product ^ (product >>> 16)) >>> 0;
  };
  const mix = (x: number, y: number): number => {
    const sum = (Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y)) >>> 0;
    return (sum ^ (sum >>> 16)) >>> 0;
  };
  const pool = [seed, 0, 0, 0].map((word) => hash(word, 0x931e8875));
  for (let from = 0; from < 4; from++) {
    for (let to = 0; to < 4; to++) {
      if (from !== to) pool[to] = mix(pool[to], hash(pool[from], 0x931e8875));
    }
  }
  constant = 0x8b51f9dd;
  const words = Array.from({ length: 8 }, (_, i) => BigInt(hash(pool[i % 4], 0x58f38ded)));
  return [0, 1, 2, 3].map((i) => words[2 * i] | (words[2 * i + 1] << 32n));
}
