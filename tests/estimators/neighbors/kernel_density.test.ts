import { describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { RandomState } from '../../../src/core/random.js';
import { KernelDensity } from '../../../src/estimators/neighbors/index.js';
import { DENSITY_KERNELS, type DensityKernel, logKernelNorm } from '../../../src/kernels/density_kernels.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';
import { sets } from './support.js';

interface Case {
  data: string;
  kernel: DensityKernel;
  bandwidth: number | 'scott' | 'silverman';
  weighted: boolean;
  used: number;
  scores: number[];
  total: number;
}

const { cases, samples } = loadFixture<{
  cases: Case[];
  samples: { kernel: 'gaussian' | 'tophat'; weighted: boolean; sample: number[][] }[];
}>('neighbors/kde');

/** What scikit-learn normalises the cosine kernel by: in an even number of columns its sum lacks the last term. */
function theirCosineNorm(h: number, d: number): number {
  let factor = 0;
  let term = 2 / Math.PI;
  for (let k = 1; k <= d; k += 2) {
    factor += term;
    term *= -(d - k) * (d - k - 1) * (2 / Math.PI) ** 2;
  }
  let last = (-1) ** (d / 2) * (2 / Math.PI) ** d;
  for (let k = 1; k < d; k++) last *= k;
  return logKernelNorm('cosine', h, d) + Math.log(factor + last) - Math.log(factor);
}

/** Logarithms of the density by the plain sum. */
function cosineSums(X: number[][], Q: number[][], h: number, weights = X.map(() => 1)): number[] {
  const total = weights.reduce((sum, w) => sum + w, 0);
  return Q.map((query) => {
    const terms = X.map((row, i) => {
      const r = Math.hypot(...row.map((v, j) => v - query[j])) / h;
      return r < 1 ? weights[i] * Math.cos((Math.PI / 2) * r) : 0;
    });
    return (
      Math.log(terms.reduce((sum, term) => sum + term, 0) / total) + logKernelNorm('cosine', h, query.length)
    );
  });
}

describe('KernelDensity equals scikit-learn', () => {
  it.each(cases)('$data $kernel $bandwidth weighted: $weighted', async (golden) => {
    const { X, Q } = sets[golden.data];
    const { kernel, bandwidth, weighted } = golden;
    const d = X[0].length;
    const sampleWeight = weighted ? X.map(([first]) => Math.abs(first) + 0.1) : undefined;
    const correction =
      kernel === 'cosine' ? theirCosineNorm(golden.used, d) - logKernelNorm('cosine', golden.used, d) : 0;
    // In four columns scikit-learn's norm is the logarithm of a negative number.
    const expected = Number.isNaN(golden.scores[0])
      ? cosineSums(X, Q, golden.used, sampleWeight)
      : golden.scores.map((score) => score - correction);
    const searches = [
      {},
      { breadthFirst: false },
      { algorithm: 'ball_tree' },
      { leafSize: 3 },
      { leafSize: 3, breadthFirst: false, algorithm: 'ball_tree' },
    ] as const;
    for (const search of searches) {
      const model = await new KernelDensity({ kernel, bandwidth, ...search }).fit(X, undefined, {
        sampleWeight,
      });
      expect(model.bandwidth).toBeCloseTo(golden.used, 14);
      // scikit-learn sums logarithms one by one; near the edge of the cosine it loses digits.
      expectClose(await model.scoreSamples(Q), expected, { rtol: 1e-10, atol: 1e-10 });
      if (correction === 0 && Number.isFinite(golden.total)) {
        expectClose(await model.score(Q), golden.total, { rtol: 1e-10 });
      }
    }
  });

  it.each(samples)(
    'draws the same rows: $kernel weighted: $weighted',
    async ({ kernel, weighted, sample }) => {
      const { X, y } = sets.three;
      const sampleWeight = weighted ? y.map((v) => v + 0.5) : undefined;
      const model = await new KernelDensity({ kernel, bandwidth: 0.7 }).fit(X, undefined, { sampleWeight });
      // The incomplete gamma function of SciPy has fifteen digits.
      expectClose(model.sample(12, { randomState: 3 }), sample, { rtol: 1e-12, atol: 1e-12 });
    },
  );
});

describe('KernelDensity', () => {
  it.each(DENSITY_KERNELS)('%s integrates to 1 in one, two and three columns', (kernel) => {
    for (const d of [1, 2, 3]) {
      // Radial integral by the midpoint rule: surface * r^(d - 1) * K(r).
      const surface = [2, 2 * Math.PI, 4 * Math.PI][d - 1];
      const end = kernel === 'gaussian' || kernel === 'exponential' ? 60 : 1;
      const steps = 200_000;
      let sum = 0;
      for (let i = 0; i < steps; i++) {
        const r = ((i + 0.5) * end) / steps;
        sum += r ** (d - 1) * Math.exp(values[kernel](r));
      }
      // The midpoint rule with this step has about seven digits.
      expect(((surface * sum * end) / steps) * Math.exp(logKernelNorm(kernel, 1, d))).toBeCloseTo(1, 6);
    }
  });

  const values: Record<DensityKernel, (r: number) => number> = {
    gaussian: (r) => -0.5 * r * r,
    tophat: () => 0,
    epanechnikov: (r) => Math.log(1 - r * r),
    exponential: (r) => -r,
    linear: (r) => Math.log(1 - r),
    cosine: (r) => Math.log(Math.cos((Math.PI / 2) * r)),
  };

  it.each(DENSITY_KERNELS)(
    'keeps the promised tolerance, and other distances agree with a plain sum: %s',
    async (kernel) => {
      const X = Matrix.of(new RandomState(1).standardNormal(2 * 800), 2);
      const Q = Matrix.of(
        new RandomState(2).standardNormal(2 * 40).map((v) => 2 * v),
        2,
      );
      const base = { kernel, bandwidth: 0.6, leafSize: 10 } as const;
      const exact = await (await new KernelDensity(base).fit(X)).scoreSamples(Q);
      for (const algorithm of ['kd_tree', 'ball_tree'] as const) {
        for (const breadthFirst of [true, false]) {
          const rough = await new KernelDensity({ ...base, algorithm, breadthFirst, rtol: 1e-3 }).fit(X);
          const scores = await rough.scoreSamples(Q);
          scores.forEach((score, i) => {
            if (score !== exact[i]) expect(Math.abs(Math.exp(score - exact[i]) - 1)).toBeLessThan(1.1e-3);
          });
          const within = await new KernelDensity({ ...base, algorithm, breadthFirst, atol: 1e-3 }).fit(X);
          const rougher = await within.scoreSamples(Q);
          rougher.forEach((score, i) => {
            expect(Math.abs(Math.exp(score) - Math.exp(exact[i]))).toBeLessThan(1.1e-3);
          });
        }
      }
      for (const metric of ['manhattan', 'chebyshev', 'minkowski', 'canberra'] as const) {
        const metricParams = metric === 'minkowski' ? { p: 3 } : null;
        const tree = await new KernelDensity({ ...base, metric, metricParams }).fit(X);
        const distance = {
          manhattan: (a: number, b: number, c: number, e: number) => Math.abs(a - c) + Math.abs(b - e),
          chebyshev: (a: number, b: number, c: number, e: number) =>
            Math.max(Math.abs(a - c), Math.abs(b - e)),
          minkowski: (a: number, b: number, c: number, e: number) =>
            (Math.abs(a - c) ** 3 + Math.abs(b - e) ** 3) ** (1 / 3),
          canberra: (a: number, b: number, c: number, e: number) =>
            Math.abs(a - c) / (Math.abs(a) + Math.abs(c)) + Math.abs(b - e) / (Math.abs(b) + Math.abs(e)),
        }[metric];
        const scores = await tree.scoreSamples(Q);
        for (let i = 0; i < Q.rows; i++) {
          let sum = 0;
          for (let j = 0; j < X.rows; j++) {
            const r = distance(Q.data[2 * i], Q.data[2 * i + 1], X.data[2 * j], X.data[2 * j + 1]) / 0.6;
            if (r < 1 || kernel === 'gaussian' || kernel === 'exponential')
              sum += Math.exp(values[kernel](r));
          }
          expectClose(Math.exp(scores[i]), (sum / X.rows) * Math.exp(logKernelNorm(kernel, 0.6, 2)), {
            rtol: 1e-9,
          });
        }
      }
    },
  );

  it('holds far from the data, at extreme scales and for rows of weight 0', async () => {
    const far = await new KernelDensity().fit([[0], [1]]);
    // log((exp(-1e6^2 / 2) + exp(-(1e6 - 1)^2 / 2)) / 2 / sqrt(2 pi)): the nearer point alone counts.
    expectClose(await far.scoreSamples([[1e6]]), [
      -0.5 * 999_999 ** 2 - Math.log(2) - 0.5 * Math.log(2 * Math.PI),
    ]);
    const plain = await new KernelDensity({ bandwidth: 0.5 }).fit([
      [0, 1],
      [1, 1],
      [3, 0],
    ]);
    const [value] = await plain.scoreSamples([[0.7, 0.6]]);
    for (const scale of [1e-150, 1e150]) {
      const X = [
        [0, 1],
        [1, 1],
        [3, 0],
      ].map((row) => row.map((v) => v * scale));
      const scaled = await new KernelDensity({ bandwidth: 0.5 * scale }).fit(X);
      const [score] = await scaled.scoreSamples([[0.7 * scale, 0.6 * scale]]);
      expectClose(score, value - 2 * Math.log(scale), { rtol: 1e-12 });
    }
    const weighted = await new KernelDensity().fit([[0], [5]], undefined, { sampleWeight: [1, 0] });
    const alone = await new KernelDensity().fit([[0]]);
    expectClose(await weighted.scoreSamples([[5]]), await alone.scoreSamples([[5]]));
  });

  it('says what it cannot do', async () => {
    const model = await new KernelDensity({ kernel: 'linear' }).fit([[0], [1]]);
    expect(() => model.sample()).toThrow(/'gaussian' or 'tophat'/);
    expect(await model.scoreSamples([[99]])).toEqual(new Float64Array([Number.NEGATIVE_INFINITY]));
    const gaussian = await new KernelDensity().fit([[0]]);
    expect(() => gaussian.sample(0)).toThrow(/nSamples/);
    await expect(new KernelDensity({ metric: 'canberra', algorithm: 'kd_tree' }).fit([[1]])).rejects.toThrow(
      /kd_tree/,
    );
  });
});
