import { afterEach, describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { MixtureSteps, type NormalComponents } from '../../src/kernels/mixture_steps.js';
import { forceKernelBuild } from '../../src/kernels/wasm/runtime.js';
import { expectClose } from '../support/fixtures.js';
import { builds } from './support.js';

interface Problem {
  readonly X: Matrix;
  readonly origin: Float64Array;
  readonly k: number;
  readonly full: boolean;
  readonly components: NormalComponents;
  readonly centers: Float64Array;
}

function problem(n: number, d: number, k: number, full: boolean): Problem {
  const random = new RandomState(n + 31 * d + 7 * k);
  const size = full ? d * d : d;
  const factors = random.standardNormal(k * size);
  if (full) {
    for (let at = 0; at < factors.length; at++) {
      const [i, j] = [Math.floor((at % size) / d), at % d];
      if (i > j) factors[at] = 0;
      if (i === j) factors[at] = 0.5 + Math.abs(factors[at]);
    }
  }
  return {
    X: Matrix.of(random.standardNormal(n * d), d),
    origin: random.standardNormal(d),
    k,
    full,
    components: { means: random.standardNormal(k * d), factors, constants: random.standardNormal(k) },
    centers: random.standardNormal(k * d),
  };
}

/** Log densities as the definition says: constant - |(x - origin - mean) U|^2 / 2. */
function densities({ X, origin, k, full, components }: Problem, i: number): number[] {
  const d = X.columns;
  const { means, factors, constants } = components;
  return Array.from({ length: k }, (_, c) => {
    let square = 0;
    for (let j = 0; j < d; j++) {
      let y = 0;
      for (let p = full ? 0 : j; p <= j; p++) {
        const u = full ? factors[(c * d + p) * d + j] : factors[c * d + j];
        y += (X.get(i, p) - origin[p] - means[c * d + p]) * u;
      }
      square += y * y;
    }
    return constants[c] - square / 2;
  });
}

function logSum(values: number[]): number {
  const most = Math.max(...values);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}

afterEach(() => forceKernelBuild(undefined));

const sizes = [
  [1, 1, 1],
  [63, 2, 3],
  [64, 4, 2],
  [130, 5, 4],
  [200, 11, 3],
] as const;

describe.each(builds)('mixture kernels equal their definition (1e-12): %s', (build) => {
  it.each(sizes.flatMap(([n, d, k]) => [true, false].map((full) => [n, d, k, full] as const)))(
    '%i x %i, %i components, full: %s',
    (n, d, k, full) => {
      forceKernelBuild(build);
      const given = problem(n, d, k, full);
      const { X, origin, centers } = given;
      const steps = new MixtureSteps(X, origin, k, { full, shared: false });
      try {
        steps.place(given.components);
        const norms = new Float64Array(n);
        const logs = new Float64Array(n * k);
        steps.evaluate(0, steps.tiles, norms, logs);
        const shares: number[] = [];
        for (let i = 0; i < n; i++) {
          const row = densities(given, i);
          const norm = logSum(row);
          expectClose(norms[i], norm, { rtol: 1e-12, atol: 1e-12 });
          expectClose(
            logs.subarray(i * k, (i + 1) * k),
            row.map((value) => value - norm),
            { rtol: 1e-12, atol: 1e-12 },
          );
          shares.push(...row.map((value) => Math.exp(value - norm)));
        }
        steps.begin(centers);
        steps.expect(0, steps.tiles);
        const expected = steps.moments();
        steps.begin(centers);
        steps.weigh(0, steps.tiles, Float64Array.from(shares));
        const weighed = steps.moments();
        for (const found of [expected, weighed]) compareMoments(found, given, shares);
        expectClose(
          expected.logLikelihood,
          norms.reduce((a, b) => a + b, 0),
          { rtol: 1e-11 },
        );
        const entropy = shares.reduce((sum, share) => sum + (share > 0 ? share * Math.log(share) : 0), 0);
        expectClose(expected.negativeEntropy, entropy, { rtol: 1e-10, atol: 1e-12 });
      } finally {
        steps.release();
      }
    },
  );
});

function compareMoments(
  { counts, sums, second }: ReturnType<MixtureSteps['moments']>,
  { X, origin, centers, k, full }: Problem,
  shares: number[],
): void {
  const d = X.columns;
  for (let c = 0; c < k; c++) {
    const gap = (i: number, j: number): number => X.get(i, j) - origin[j] - centers[c * d + j];
    const total = (term: (i: number) => number): number => {
      let sum = 0;
      for (let i = 0; i < X.rows; i++) sum += shares[i * k + c] * term(i);
      return sum;
    };
    const close = (actual: number, wanted: number): void =>
      expectClose(actual, wanted, { rtol: 1e-10, atol: 1e-11 });
    close(
      counts[c],
      total(() => 1),
    );
    for (let a = 0; a < d; a++) {
      close(
        sums[c * d + a],
        total((i) => gap(i, a)),
      );
      if (!full)
        close(
          second[c * d + a],
          total((i) => gap(i, a) ** 2),
        );
      else
        for (let b = 0; b < d; b++)
          close(
            second[(c * d + a) * d + b],
            total((i) => gap(i, a) * gap(i, b)),
          );
    }
  }
}

it('one factor serves all components when it is shared', () => {
  const given = problem(70, 3, 3, true);
  const { means, constants, factors } = given.components;
  const one = factors.slice(0, 9);
  const steps = new MixtureSteps(given.X, given.origin, 3, { full: true, shared: true });
  const norms = new Float64Array(70);
  try {
    steps.place({ means, constants, factors: one });
    steps.evaluate(0, steps.tiles, norms);
    const repeated = { means, constants, factors: Float64Array.from([...one, ...one, ...one]) };
    for (let i = 0; i < 70; i++) {
      expectClose(norms[i], logSum(densities({ ...given, components: repeated }, i)), {
        rtol: 1e-12,
        atol: 1e-12,
      });
    }
    steps.begin(given.centers);
    steps.expect(0, steps.tiles);
    expect(steps.moments().second.length).toBe(0);
  } finally {
    steps.release();
  }
});
