const N = 624;
const M = 397;

/** Where a generator stands: NumPy's legacy state. */
export interface RandomSnapshot {
  readonly key: Uint32Array;
  readonly position: number;
  /** The second normal of the last pair, if it was not used yet. */
  readonly cachedGauss: number | undefined;
}

/**
 * The Mersenne Twister MT19937. Reference: Matsumoto and Nishimura, ACM TOMACS 8 (1998) 3; seeding as in
 * NumPy's RandomState (init_genrand for a number, init_by_array for an array).
 */
export class MT19937 {
  readonly #key = new Uint32Array(N);
  #position = N;

  constructor(seed: number | ArrayLike<number>) {
    if (typeof seed === 'number') this.#seed(seed);
    else this.#seedByArray(seed);
  }

  /** The next 32 bits. */
  next(): number {
    if (this.#position === N) this.#generate();
    return temper(this.#key[this.#position++]) >>> 0;
  }

  /** Uniform on [0, 1) with 53 bits. */
  double(): number {
    const a = this.next() >>> 5;
    const b = this.next() >>> 6;
    return (a * 67108864 + b) / 9007199254740992;
  }

  /** Fills an array with uniforms on [0, 1). */
  fillDoubles(into: Float64Array): void {
    const key = this.#key;
    let at = this.#position;
    for (let i = 0; i < into.length; i++) {
      if (at === N) {
        this.#generate();
        at = 0;
      }
      const a = temper(key[at++]) >>> 5;
      if (at === N) {
        this.#generate();
        at = 0;
      }
      const b = temper(key[at++]) >>> 6;
      into[i] = (a * 67108864 + b) / 9007199254740992;
    }
    this.#position = at;
  }

  /** Fills an array with `from` plus integers in [0, max], max < 2^32 - 1, by masked rejection. */
  fillIntegers(into: Float64Array, from: number, max: number): void {
    if (max === 0) {
      into.fill(from);
      return;
    }
    const mask = 0xffffffff >>> Math.clz32(max);
    const key = this.#key;
    let at = this.#position;
    for (let i = 0; i < into.length; i++) {
      let value: number;
      do {
        if (at === N) {
          this.#generate();
          at = 0;
        }
        value = (temper(key[at++]) & mask) >>> 0;
      } while (value > max);
      into[i] = from + value;
    }
    this.#position = at;
  }

  snapshot(): { key: Uint32Array; position: number } {
    return { key: this.#key.slice(), position: this.#position };
  }

  restore(key: Uint32Array, position: number): void {
    this.#key.set(key);
    this.#position = position;
  }

  #seed(seed: number): void {
    let value = seed >>> 0;
    for (let i = 0; i < N; i++) {
      this.#key[i] = value;
      value = (Math.imul(1812433253, value ^ (value >>> 30)) + i + 1) >>> 0;
    }
    this.#position = N;
  }

  #seedByArray(words: ArrayLike<number>): void {
    this.#seed(19650218);
    const key = this.#key;
    let i = 1;
    let j = 0;
    for (let k = Math.max(N, words.length); k > 0; k--) {
      key[i] = (key[i] ^ Math.imul(key[i - 1] ^ (key[i - 1] >>> 30), 1664525)) + words[j] + j;
      if (++i >= N) {
        key[0] = key[N - 1];
        i = 1;
      }
      if (++j >= words.length) j = 0;
    }
    for (let k = N - 1; k > 0; k--) {
      key[i] = (key[i] ^ Math.imul(key[i - 1] ^ (key[i - 1] >>> 30), 1566083941)) - i;
      if (++i >= N) {
        key[0] = key[N - 1];
        i = 1;
      }
    }
    key[0] = 0x80000000;
    this.#position = N;
  }

  #generate(): void {
    const key = this.#key;
    // Three runs, so that no index needs a remainder: i + 1 and i + M, then i + M - N, then the wrap of i + 1.
    for (let i = 0; i < N - M; i++) key[i] = key[i + M] ^ twist(key[i], key[i + 1]);
    for (let i = N - M; i < N - 1; i++) key[i] = key[i + M - N] ^ twist(key[i], key[i + 1]);
    key[N - 1] = key[M - 1] ^ twist(key[N - 1], key[0]);
    this.#position = 0;
  }
}

function temper(word: number): number {
  let y = word ^ (word >>> 11);
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >>> 18);
}

function twist(high: number, low: number): number {
  const y = (high & 0x80000000) | (low & 0x7fffffff);
  return (y >>> 1) ^ (-(y & 1) & 0x9908b0df);
}
