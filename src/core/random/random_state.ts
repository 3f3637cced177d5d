import { describe, InvalidParameterError } from '../errors.js';
import { type ChoiceOptions, checkChoice, positionsOf } from './choice.js';
import { beta, binomial, poisson, standardExponential, standardGamma } from './distributions.js';
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
    if (size === undefined) return this.#bits.double();
    const result = new Float64Array(checkedSize(size));
    this.#bits.fillDoubles(result);
    return result;
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
    if (size === undefined || range >= 0xffffffff)
      return this.#draw(size, () => from + this.#interval(range));
    const result = new Float64Array(checkedSize(size));
    this.#bits.fillIntegers(result, from, range);
    return result;
  }

  /** A seed for a child generator, drawn as scikit-learn draws them. */
  nextSeed(): number {
    return this.randint(0, 2147483647);
  }

  /** 0..n-1 in random order, or a shuffled copy of an array. */
  permutation(n: number): Int32Array;
  permutation<T>(items: ArrayLike<T>): T[];
  permutation(items: number | ArrayLike<unknown>): Int32Array | unknown[] {
    if (typeof items !== 'number') return this.shuffle(Array.from(items));
    need(Number.isSafeInteger(items) && items >= 0, 'permutation', 'needs a whole number >= 0', items);
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
   * probabilities or `p`. Without replacement and without `p` it takes O(n), however few are drawn.
   * @throws InvalidParameterError for impossible sizes or probabilities.
   */
  choice(n: number, options: ChoiceOptions): Int32Array;
  choice<T>(items: ArrayLike<T>, options: ChoiceOptions): T[];
  choice(
    items: number | ArrayLike<unknown>,
    { size, replace = true, p }: ChoiceOptions,
  ): Int32Array | unknown[] {
    const n = typeof items === 'number' ? items : items.length;
    checkChoice(n, size, replace, p);
    let drawn: Int32Array;
    if (p && replace) drawn = positionsOf(this.randomSample(size), p);
    else if (p) drawn = this.#weightedDistinct(p, size);
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
    need(deviation >= 0, 'normal', 'the standard deviation must be >= 0', deviation);
    return this.#draw(size, () => mean + deviation * this.#gauss());
  }

  /** Exponentials with mean 1. */
  standardExponential(): number;
  standardExponential(size: number): Float64Array;
  standardExponential(size?: number): number | Float64Array {
    return this.#draw(size, () => standardExponential(() => this.#bits.double()));
  }

  /** Exponentials with a mean. */
  exponential(mean?: number): number;
  exponential(mean: number, size: number): Float64Array;
  exponential(mean = 1, size?: number): number | Float64Array {
    need(mean >= 0, 'exponential', 'the mean must be >= 0', mean);
    return this.#draw(size, () => mean * standardExponential(() => this.#bits.double()));
  }

  /** Gammas with a shape and a scale. */
  gamma(shape: number, scale?: number): number;
  gamma(shape: number, scale: number, size: number): Float64Array;
  gamma(shape: number, scale = 1, size?: number): number | Float64Array {
    need(shape >= 0, 'gamma', 'the shape must be >= 0', shape);
    need(scale >= 0, 'gamma', 'the scale must be >= 0', scale);
    return this.#draw(size, () => scale * this.#standardGamma(shape));
  }

  /** Gammas with a shape and scale 1. */
  standardGamma(shape: number): number;
  standardGamma(shape: number, size: number): Float64Array;
  standardGamma(shape: number, size?: number): number | Float64Array {
    need(shape >= 0, 'standardGamma', 'the shape must be >= 0', shape);
    return this.#draw(size, () => this.#standardGamma(shape));
  }

  /** Chi-square numbers with `degrees` of freedom. */
  chisquare(degrees: number): number;
  chisquare(degrees: number, size: number): Float64Array;
  chisquare(degrees: number, size?: number): number | Float64Array {
    need(degrees > 0, 'chisquare', 'the degrees of freedom must be > 0', degrees);
    return this.#draw(size, () => 2 * this.#standardGamma(degrees / 2));
  }

  /** Beta numbers on [0, 1] with the shapes `a` and `b`. */
  beta(a: number, b: number): number;
  beta(a: number, b: number, size: number): Float64Array;
  beta(a: number, b: number, size?: number): number | Float64Array {
    need(a > 0 && b > 0, 'beta', 'both shapes must be > 0', [a, b]);
    return this.#draw(size, () =>
      beta(
        a,
        b,
        () => this.#bits.double(),
        () => this.#gauss(),
      ),
    );
  }

  /** Successes in `n` trials that succeed with probability `p`. */
  binomial(n: number, p: number): number;
  binomial(n: number, p: number, size: number): Float64Array;
  binomial(n: number, p: number, size?: number): number | Float64Array {
    need(Number.isSafeInteger(n) && n >= 0, 'binomial', 'n must be a whole number >= 0', n);
    need(p >= 0 && p <= 1, 'binomial', 'p must be from 0 to 1', p);
    return this.#draw(size, () => binomial(n, p, () => this.#bits.double()));
  }

  /** Poisson counts with a mean. */
  poisson(mean: number): number;
  poisson(mean: number, size: number): Float64Array;
  poisson(mean: number, size?: number): number | Float64Array {
    need(mean >= 0 && mean <= 1e15, 'poisson', 'the mean must be from 0 to 1e15', mean);
    return this.#draw(size, () => poisson(mean, () => this.#bits.double()));
  }

  /** How often each of the outcomes with probabilities `p` occurs in `n` trials. */
  multinomial(n: number, p: ArrayLike<number>): Int32Array {
    need(Number.isSafeInteger(n) && n >= 0, 'multinomial', 'n must be a whole number >= 0', n);
    const sum = Array.from(p).reduce((total, share) => (share >= 0 ? total + share : Number.NaN), 0);
    need(sum <= 1 + 1e-9, 'multinomial', 'p must hold numbers >= 0 whose sum is 1', p);
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
    const shapes = Array.from(alpha);
    need(shapes.length > 0 && shapes.every((a) => a > 0), 'dirichlet', 'alpha must hold numbers > 0', shapes);
    const draws = Float64Array.from(shapes, (shape) => this.#standardGamma(shape));
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
    const result = new Float64Array(checkedSize(size));
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

  /** Draws until `size` distinct items are found; those found weigh nothing in the next round. */
  #weightedDistinct(p: ArrayLike<number>, size: number): Int32Array {
    const left = Float64Array.from(p);
    const found = new Set<number>();
    while (found.size < size) {
      const draws = this.randomSample(size - found.size);
      for (const i of found) left[i] = 0;
      for (const i of positionsOf(draws, left)) found.add(i);
    }
    return Int32Array.from(found);
  }
}

/** @throws InvalidParameterError unless a parameter of a distribution is in its range. */
function need(holds: boolean, method: string, what: string, received: unknown): void {
  if (holds) return;
  throw new InvalidParameterError(`RandomState.${method}: ${what}. Got ${describe(received)}.`, {
    estimator: `RandomState.${method}`,
    received: describe(received),
  });
}

function checkedSize(size: number): number {
  need(Number.isSafeInteger(size) && size >= 0, 'size', 'must be a whole number >= 0', size);
  return size;
}

function freshSeed(): Uint32Array {
  return crypto.getRandomValues(new Uint32Array(4));
}
