import { describe, expect, it } from 'vitest';
import { RandomState, type SamplingMethod, sampleWithoutReplacement } from '../../src/core/random.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  seed: number | number[];
  random_sample: number[];
  uniform: number[];
  randint: [number, number, number[]][];
  permutation: number[];
  shuffle: number[];
  choice_replace: number[];
  choice: number[];
  choice_p: number[];
  choice_p_distinct: number[];
  standard_normal: number[];
  normal: number[];
  exponential: number[];
  gamma: [number, number[]][];
  poisson: [number, number[]][];
  multinomial: [number, number[]][];
  binomial: [number, number, number[]][];
  beta: [number, number, number[]][];
  chisquare: number[];
  standard_exponential: number[];
  standard_gamma: number[];
  dirichlet: number[];
  without_replacement: [number, number, SamplingMethod, number[]][];
}

const { cases } = loadFixture<{ cases: Case[] }>('core/random');
// The logarithm may differ from NumPy's in the last place.
const LOG = { rtol: 4e-15, atol: 0 };
const P = [0.1, 0, 0.4, 0.3, 0.2];

describe.each(cases)('RandomState($seed) equals numpy.random.RandomState', (golden) => {
  const fresh = (): RandomState => new RandomState(golden.seed);

  it('integers and permutations, exactly', () => {
    expect([...fresh().randomSample(700)]).toEqual(golden.random_sample);
    expect([...fresh().uniform(-3, 5, 20)]).toEqual(golden.uniform);
    for (const [low, high, expected] of golden.randint) {
      expect([...fresh().randint(low, high, 20)], `randint(${low}, ${high})`).toEqual(expected);
    }
    expect([...fresh().permutation(50)]).toEqual(golden.permutation);
    expect(fresh().shuffle(Array.from({ length: 300 }, (_, i) => i))).toEqual(golden.shuffle);
  });

  it('choices, exactly', () => {
    expect([...fresh().choice(20, { size: 30 })]).toEqual(golden.choice_replace);
    expect([...fresh().choice(20, { size: 12, replace: false })]).toEqual(golden.choice);
    expect([...fresh().choice(5, { size: 30, p: P })]).toEqual(golden.choice_p);
    expect([...fresh().choice(5, { size: 4, replace: false, p: P })]).toEqual(golden.choice_p_distinct);
    for (const [n, k, method, expected] of golden.without_replacement) {
      const drawn = sampleWithoutReplacement(n, k, { method, randomState: fresh() });
      expect([...drawn], `${n} ${k} ${method}`).toEqual(expected);
    }
  });

  it('distributions, to the last place of the logarithm', () => {
    expectClose(fresh().standardNormal(31), golden.standard_normal, LOG);
    expectClose(fresh().normal(2, 3, 11), golden.normal, { rtol: 4e-15, atol: 1e-14 });
    expectClose(fresh().exponential(2.5, 11), golden.exponential, LOG);
    for (const [shape, expected] of golden.gamma)
      expectClose(fresh().gamma(shape, 2, 15), expected, { rtol: 1e-13 });
    for (const [mean, expected] of golden.poisson) expect([...fresh().poisson(mean, 30)]).toEqual(expected);
    for (const [n, expected] of golden.multinomial) {
      expect([...fresh().multinomial(n, [0.2, 0.3, 0.1, 0.4])], `multinomial ${n}`).toEqual(expected);
    }
    for (const [n, p, expected] of golden.binomial) {
      expect([...fresh().binomial(n, p, 20)], `binomial ${n} ${p}`).toEqual(expected);
    }
    for (const [a, b, expected] of golden.beta)
      expectClose(fresh().beta(a, b, 12), expected, { rtol: 1e-13, what: `beta ${a} ${b}` });
    expectClose(fresh().chisquare(3.5, 12), golden.chisquare, { rtol: 1e-13 });
    expectClose(fresh().standardExponential(12), golden.standard_exponential, LOG);
    expectClose(fresh().standardGamma(0.7, 12), golden.standard_gamma, { rtol: 1e-13 });
    expectClose(fresh().dirichlet([0.5, 2, 7]), golden.dirichlet, { rtol: 1e-13 });
  });
});

describe('RandomState', () => {
  it('goes on from a saved state', () => {
    const random = new RandomState(3);
    random.standardNormal();
    const state = random.getState();
    const first = [random.standardNormal(), random.random()];
    random.setState(state);
    expect([random.standardNormal(), random.random()]).toEqual(first);
  });

  it('seeds itself when no seed is given', () => {
    expect(RandomState.from(null).random()).not.toBe(RandomState.from().random());
  });

  it('refuses bad seeds, ranges and probabilities', () => {
    for (const seed of [-1, 1.5, 2 ** 32, Number.NaN])
      expect(() => new RandomState(seed)).toThrow('seed must be');
    expect(() => new RandomState([])).toThrow('seed must be');
    const random = new RandomState(0);
    expect(() => random.randint(5, 5)).toThrow('low < high');
    expect(() => random.choice(3, { size: 4, replace: false })).toThrow('without replacement');
    expect(() => random.choice(3, { size: 1, p: [0.5, 0.2, 0.2] })).toThrow('sum to 1');
    expect(() => random.choice(3, { size: 3, replace: false, p: [0.5, 0.5, 0] })).toThrow('only 2 items');
    expect(() => random.choice(2, { size: 1, p: [Number.NaN, 1] })).toThrow('numbers >= 0');
    expect(() => random.normal(0, -1)).toThrow('must be >= 0');
    expect(() => random.gamma(Number.NaN)).toThrow('shape must be >= 0');
    expect(() => random.binomial(3, 1.1)).toThrow('from 0 to 1');
    expect(() => random.multinomial(3, [0.9, 0.4])).toThrow('sum is 1');
    expect(() => random.randomSample(-1)).toThrow('whole number');
    const misspelt = { method: 'pools' as SamplingMethod };
    expect(() => sampleWithoutReplacement(5, 2, misspelt)).toThrow("Did you mean 'pool'");
    expect(() => sampleWithoutReplacement(5, 6)).toThrow('from 0 to nPopulation');
  });
});
