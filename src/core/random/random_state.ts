import { describe, InvalidParameterError } from '../errors.js';
import { binomial, poisson, standardExponential, standardGamma } from './distributions.js';
import { MT19937, type RandomSnapshot } from './mt19937.js';

/** A seed, or a generator to go on with. */
export type RandomStateLike = number | readonly number[] | RandomState;

/**
 * Random numbers that equal those of `numpy.random.RandomState` for the same seed: the same integers and
 * permutations bit for bit, and normals and exponentials to the last place of the logarithm.
 *
 * @example
 * ```ts
 * const random = new RandomState(42);
 * random.randint(0, 100); // 51
 * random.permutation(5); // Int32Array of 0..4 in NumPy's order
 * ```
 */
export class RandomState {
  readonly #bits: MT19937;
  #cachedGauss: number | undefined;

  /** @throws InvalidParameterError unless the seed is an integer in [0, 2^32) or an array of such. */
  constructor(seed: number | ArrayLike<number> = freshSeed()) {
    const words = typeof seed === 'number' ? [seed] : Array.from(seed);
    const valid =
      words.length > 0 && words.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32);
    if (!valid) {
      throw new InvalidParameterError(
        `RandomState: the seed must be an integer in [0, 2^32) or a non-empty array of such integers. Got ${describe(seed)}.`,
        { estimator: 'RandomState', parameter: 'seed', received: describe(seed) },
      );
    }
    this.#bits = new MT19937(seed);
  }

  /** A generator from a seed; a generator is passed on; null and undefined give a fresh seed. */
  static from(randomState?: RandomStateLike | null): RandomState {
    if (randomState instanceof RandomState) return randomState;
    return randomState === null || randomState === undefined
      ? new RandomState()
      : new RandomState(randomState);
  }

  /** Uniform on [0, 1) with 53 bits. */
  random(): number {
    return this.#bits.double();
  }

  /** Uniform numbers on [0, 1): one, or `size` of them. */
  randomSample(): number;
  randomSample(size: number): Float64Array;
  randomSample(size?: number): number | Float64Array {
    return this.#draw(size, () => this.#bits.double());
  }

  /** Uniform numbers on [low, high). */
  uniform(low?: number, high?: number): number;
  uniform(low: number, high: number, size: number): Float64Array;
  uniform(low = 0, high = 1, size?: number): number | Float64Array {
    const range = high - low;
    return this.#draw(size, () => low + range * this.#bits.double());
  }

  /**
   * Integers from `low` (included) to `high` (excluded); with one bound, from 0 to it. Sizes give a
   * Float64Array, which holds every safe integer.
   * @throws InvalidParameterError when the range is empty or not of safe integers.
   */
  randint(low: number, high?: number): number;
  randint(low: number, high: number | undefined, size: number): Float64Array;
  randint(low: number, high?: number, size?: number): number | Float64Array {
    const from = high === undefined ? 0 : low;
    const to = high === undefined ? low : high;
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from >= to) {
      throw new InvalidParameterError(
        `RandomState.randint: needs safe integers low < high. Got ${from}, ${to}.`,
        {
          estimator: 'RandomState',
          parameter: 'high',
        },
      );
    }
    const range = to - from - 1;
    return this.#draw(size, () => from + this.#interval(range));
  }

  /** A seed for a child generator, drawn as scikit-learn draws them. */
  nextSeed(): number {
    return this.randint(0, 2147483647);
  }

  /** 0..n-1 in random order, or a shuffled copy of an array. */
  permutation(n: number): Int32Array;
  permutation<T>(items: readonly T[]): T[];
  permutation(items: number | readonly unknown[]): Int32Array | unknown[] {
    if (typeof items !== 'number') return this.shuffle([...items]);
    const result = new Int32Array(items);
    for (let i = 0; i < items; i++) result[i] = i;
    return this.shuffle(result);
  }

  /** Shuffles in place (Fisher-Yates from the end) and returns the same array. */
  shuffle<A extends { length: number; [index: number]: unknown }>(items: A): A {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.#interval(i);
      const kept = items[i];
      items[i] = items[j];
      items[j] = kept;
    }
    return items;
  }

  /**
   * `size` draws from 0..n-1, or from the items of an array, with or without replacement, with equal
   * probabilities or `p`.
   * @throws InvalidParameterError for impossible sizes or probabilities.
   */
  choice(n: number, options: ChoiceOptions): Int32Array;
  choice<T>(items: readonly T[], options: ChoiceOptions): T[];
  choice(
    items: number | readonly unknown[],
    { size, replace = true, p }: ChoiceOptions,
  ): Int32Array | unknown[] {
    const n = typeof items === 'number' ? items : items.length;
    checkChoice(n, size, replace, p);
    let drawn: Int32Array;
    if (p) drawn = replace ? this.#weighted(p, size) : this.#weightedDistinct(p, size);
    else if (replace) drawn = Int32Array.from(this.randint(0, n, size));
    else drawn = this.permutation(n).slice(0, size);
    return typeof items === 'number' ? drawn : Array.from(drawn, (i) => items[i]);
  }

  /** Normals with mean 0 and variance 1 (polar method, in pairs). */
  standardNormal(): number;
  standardNormal(size: number): Float64Array;
  standardNormal(size?: number): number | Float64Array {
    return this.#draw(size, () => this.#gauss());
  }

  /** Normals with a mean and a standard deviation. */
  normal(mean?: number, deviation?: number): number;
  normal(mean: number, deviation: number, size: number): Float64Array;
  normal(mean = 0, deviation = 1, size?: number): number | Float64Array {
    return this.#draw(size, () => mean + deviation * this.#gauss());
  }

  /** Exponentials with a mean. */
  exponential(mean?: number): number;
  exponential(mean: number, size: number): Float64Array;
  exponential(mean = 1, size?: number): number | Float64Array {
    return this.#draw(size, () => mean * standardExponential(() => this.#bits.double()));
  }

  /** Gammas with a shape and a scale. */
  gamma(shape: number, scale?: number): number;
  gamma(shape: number, scale: number, size: number): Float64Array;
  gamma(shape: number, scale = 1, size?: number): number | Float64Array {
    return this.#draw(size, () => scale * this.#standardGamma(shape));
  }

  /** Poisson counts with a mean. */
  poisson(mean: number): number;
  poisson(mean: number, size: number): Float64Array;
  poisson(mean: number, size?: number): number | Float64Array {
    return this.#draw(size, () => poisson(mean, () => this.#bits.double()));
  }

  /** How often each of the outcomes with probabilities `p` occurs in `n` trials. */
  multinomial(n: number, p: ArrayLike<number>): Int32Array {
    const counts = new Int32Array(p.length);
    let left = n;
    let mass = 1;
    for (let j = 0; j < p.length - 1 && left > 0; j++) {
      counts[j] = binomial(left, p[j] / mass, () => this.#bits.double());
      left -= counts[j];
      mass -= p[j];
    }
    if (left > 0) counts[p.length - 1] = left;
    return counts;
  }

  /** One draw of probabilities from a Dirichlet distribution. */
  dirichlet(alpha: ArrayLike<number>): Float64Array {
    const draws = Float64Array.from(alpha, (shape) => this.#standardGamma(shape));
    const total = draws.reduce((sum, value) => sum + value, 0);
    return draws.map((value) => value * (1 / total));
  }

  /** Where the generator stands. */
  getState(): RandomSnapshot {
    return { ...this.#bits.snapshot(), cachedGauss: this.#cachedGauss };
  }

  /** Puts the generator back to where it stood. */
  setState(state: RandomSnapshot): void {
    this.#bits.restore(state.key, state.position);
    this.#cachedGauss = state.cachedGauss;
  }

  #draw(size: number | undefined, one: () => number): number | Float64Array {
    if (size === undefined) return one();
    const result = new Float64Array(size);
    for (let i = 0; i < size; i++) result[i] = one();
    return result;
  }

  /** An integer in [0, max] by masked rejection. */
  #interval(max: number): number {
    if (max === 0) return 0;
    const bits = this.#bits;
    if (max === 0xffffffff) return bits.next();
    if (max < 0xffffffff) {
      const mask = 0xffffffff >>> Math.clz32(max);
      let value: number;
      do value = (bits.next() & mask) >>> 0;
      while (value > max);
      return value;
    }
    const highMask = 0xffffffff >>> Math.clz32(Math.floor(max / 2 ** 32));
    let value: number;
    do {
      const high = (bits.next() & highMask) >>> 0;
      value = high * 2 ** 32 + bits.next();
    } while (value > max);
    return value;
  }

  #gauss(): number {
    if (this.#cachedGauss !== undefined) {
      const cached = this.#cachedGauss;
      this.#cachedGauss = undefined;
      return cached;
    }
    let x1: number;
    let x2: number;
    let r2: number;
    do {
      x1 = 2 * this.#bits.double() - 1;
      x2 = 2 * this.#bits.double() - 1;
      r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1 || r2 === 0);
    const f = Math.sqrt((-2 * Math.log(r2)) / r2);
    this.#cachedGauss = f * x1;
    return f * x2;
  }

  #standardGamma(shape: number): number {
    return standardGamma(
      shape,
      () => this.#bits.double(),
      () => this.#gauss(),
    );
  }

  #weighted(p: ArrayLike<number>, size: number): Int32Array {
    const cdf = cumulative(p);
    return Int32Array.from(this.randomSample(size), (u) => searchRight(cdf, u));
  }

  #weightedDistinct(p: ArrayLike<number>, size: number): Int32Array {
    const left = Float64Array.from(p);
    const found: number[] = [];
    while (found.length < size) {
      const draws = this.randomSample(size - found.length);
      for (const i of found) left[i] = 0;
      const cdf = cumulative(left);
      const fresh = new Set(Array.from(draws, (u) => searchRight(cdf, u)));
      found.push(...fresh);
    }
    return Int32Array.from(found);
  }
}

/** Options of `choice`. */
export interface ChoiceOptions {
  /** Number of draws. */
  readonly size: number;
  /** Draw with replacement; default true. */
  readonly replace?: boolean;
  /** Probability of each item; default equal. */
  readonly p?: ArrayLike<number>;
}

function checkChoice(n: number, size: number, replace: boolean, p: ArrayLike<number> | undefined): void {
  const refuse = (what: string): never => {
    throw new InvalidParameterError(`RandomState.choice: ${what}`, {
      estimator: 'RandomState',
      parameter: 'choice',
    });
  };
  if (n <= 0 && size > 0) refuse('there is nothing to choose from.');
  if (!replace && size > n)
    refuse(`cannot take ${size} of ${n} without replacement. Lower size or set replace.`);
  if (!p) return;
  if (p.length !== n) refuse(`p must hold ${n} probabilities. Got ${p.length}.`);
  let sum = 0;
  let positive = 0;
  for (let i = 0; i < n; i++) {
    if (!(p[i] >= 0)) refuse(`p must hold numbers >= 0. Got ${p[i]} at ${i}.`);
    sum += p[i];
    if (p[i] > 0) positive++;
  }
  if (Math.abs(sum - 1) > 1e-7) refuse(`p must sum to 1. Got ${sum}.`);
  if (!replace && positive < size) refuse(`only ${positive} items have p > 0, fewer than size ${size}.`);
}

function cumulative(p: ArrayLike<number>): Float64Array {
  const result = new Float64Array(p.length);
  let sum = 0;
  for (let i = 0; i < p.length; i++) result[i] = sum += p[i];
  for (let i = 0; i < p.length; i++) result[i] /= sum;
  return result;
}

/** The first position whose value is greater than `value`. */
function searchRight(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value < sorted[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

function freshSeed(): Uint32Array {
  return crypto.getRandomValues(new Uint32Array(4));
}
