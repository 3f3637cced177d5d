import { describe, InvalidParameterError } from '../core/errors.js';
import { RandomState, type RandomStateLike, sampleWithoutReplacement } from '../core/random.js';
import { DataWarning, warn } from '../core/warnings.js';

/** One combination of parameter values. */
export type ParamCombination = Readonly<Record<string, unknown>>;

/** Lists of values by parameter name. */
export type ValueLists = Readonly<Record<string, readonly unknown[]>>;

/**
 * All combinations of a grid, or of several grids, in scikit-learn's order: names sorted, the last one
 * varying fastest.
 *
 * @example
 * ```ts
 * [...new ParameterGrid({ C: [1, 10], kernel: ['linear', 'rbf'] })].length; // 4
 * ```
 */
export class ParameterGrid implements Iterable<ParamCombination> {
  readonly #grids: readonly ValueLists[];

  /** @throws InvalidParameterError when a value is not a non-empty list. */
  constructor(grid: object | readonly object[]) {
    this.#grids = (Array.isArray(grid) ? grid : [grid]) as ValueLists[];
    for (const lists of this.#grids) {
      if (lists === null || typeof lists !== 'object') {
        throw gridError('paramGrid', 'must be a record of lists, or a list of such records', lists);
      }
      for (const [name, values] of Object.entries(lists)) {
        const list = Array.isArray(values) || (ArrayBuffer.isView(values) && 'length' in values);
        if (!list || (values as ArrayLike<unknown>).length === 0) {
          throw gridError(name, 'must be a non-empty list of values to try', values);
        }
      }
    }
  }

  /** Number of combinations. */
  get length(): number {
    return this.#grids.reduce((sum, lists) => sum + size(lists), 0);
  }

  /** The combination at a position, without building those before it. */
  at(index: number): ParamCombination {
    let rest = index;
    for (const lists of this.#grids) {
      const count = size(lists);
      if (rest >= 0 && rest < count) return combination(lists, rest);
      rest -= count;
    }
    throw new RangeError(`ParameterGrid: no combination at ${index}; there are ${this.length}.`);
  }

  *[Symbol.iterator](): Iterator<ParamCombination> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }
}

function size(lists: ValueLists): number {
  return Object.values(lists).reduce((product, values) => product * values.length, 1);
}

function combination(lists: ValueLists, index: number): ParamCombination {
  const names = Object.keys(lists).sort();
  const result: Record<string, unknown> = {};
  let rest = index;
  for (const name of [...names].reverse()) {
    const values = lists[name];
    result[name] = values[rest % values.length];
    rest = Math.floor(rest / values.length);
  }
  return Object.fromEntries(names.map((name) => [name, result[name]]));
}

/** A distribution to draw parameter values from. */
export interface Distribution<T = number> {
  /** Draws one value. */
  sample(random: RandomState): T;
}

/** Uniform on [low, high). */
export function uniform(low = 0, high = 1): Distribution {
  return { sample: (random) => random.uniform(0, 1) * (high - low) + low };
}

/** Uniform in the logarithm on [low, high): for scales such as C, gamma or alpha. */
export function loguniform(low: number, high: number): Distribution {
  if (!(low > 0) || !(high > low)) {
    throw gridError('loguniform', 'needs 0 < low < high', `${low}, ${high}`);
  }
  return { sample: (random) => low * Math.exp(random.uniform(0, 1) * Math.log(high / low)) };
}

/** Integers from low (included) to high (excluded), equally likely. */
export function randint(low: number, high: number): Distribution {
  return { sample: (random) => random.randint(low, high) };
}

/** Options of ParameterSampler. */
export interface ParameterSamplerOptions {
  /** How many combinations to draw. */
  readonly nIter: number;
  /** Seed. */
  readonly randomState?: RandomStateLike | readonly number[] | null;
}

/**
 * Draws combinations from lists (without replacement when all are lists) and distributions, in
 * scikit-learn's order of draws.
 */
export class ParameterSampler implements Iterable<ParamCombination> {
  readonly #spaces: readonly Readonly<Record<string, unknown>>[];
  readonly #options: ParameterSamplerOptions;

  constructor(distributions: object | readonly object[], options: ParameterSamplerOptions) {
    this.#spaces = (Array.isArray(distributions) ? distributions : [distributions]) as Record<
      string,
      unknown
    >[];
    this.#options = options;
    for (const space of this.#spaces) {
      for (const [name, values] of Object.entries(space)) {
        if (!isDistribution(values) && !(Array.isArray(values) && values.length > 0)) {
          throw gridError(name, 'must be a non-empty list or a distribution with sample(random)', values);
        }
      }
    }
  }

  /** Number of combinations that come out. */
  get length(): number {
    return this.allLists ? Math.min(this.#options.nIter, this.grid.length) : this.#options.nIter;
  }

  *[Symbol.iterator](): Iterator<ParamCombination> {
    const random = RandomState.from(this.#options.randomState as RandomStateLike | undefined);
    if (this.allLists) {
      const { grid } = this;
      if (grid.length < this.#options.nIter) {
        warn(
          new DataWarning(
            `the space holds ${grid.length} combinations, fewer than nIter = ${this.#options.nIter}: all are tried.`,
            'ParameterSampler',
          ),
        );
      }
      for (const i of sampleWithoutReplacement(grid.length, this.length, { randomState: random }))
        yield grid.at(i);
      return;
    }
    for (let i = 0; i < this.#options.nIter; i++) {
      const space = this.#spaces[this.#spaces.length === 1 ? 0 : random.randint(0, this.#spaces.length)];
      const drawn: Record<string, unknown> = {};
      for (const name of Object.keys(space).sort()) {
        const values = space[name];
        drawn[name] = isDistribution(values)
          ? values.sample(random)
          : (values as unknown[])[random.randint(0, (values as unknown[]).length)];
      }
      yield drawn;
    }
  }

  private get allLists(): boolean {
    return this.#spaces.every((space) => Object.values(space).every((values) => !isDistribution(values)));
  }

  private get grid(): ParameterGrid {
    return new ParameterGrid(this.#spaces);
  }
}

function isDistribution(value: unknown): value is Distribution<unknown> {
  return (
    value !== null && typeof value === 'object' && 'sample' in value && typeof value.sample === 'function'
  );
}

function gridError(name: string, what: string, received: unknown): InvalidParameterError {
  return new InvalidParameterError(`Parameter grid: '${name}' ${what}. Got ${describe(received)}.`, {
    parameter: name,
    received: describe(received),
    remedy: 'pass a list of values',
  });
}
