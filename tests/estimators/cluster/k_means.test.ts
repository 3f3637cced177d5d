import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { RandomState } from '../../../src/core/random.js';
import { collectWarnings } from '../../../src/core/warnings.js';
import { loadDigits, loadIris } from '../../../src/datasets/index.js';
import { KMeans, kmeansPlusplus, MiniBatchKMeans } from '../../../src/estimators/cluster/index.js';
import { forceKernelBuild, liveAllocations, liveSessions } from '../../../src/kernels/wasm/runtime.js';
import { adjustedRandScore } from '../../../src/metrics/index.js';
import { builds } from '../../kernels/support.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

afterEach(() => forceKernelBuild(undefined));

interface Case {
  readonly data: 'iris' | 'digits' | 'noise';
  readonly k: number;
  readonly options?: { n_init?: number; init?: 'random'; algorithm?: 'elkan'; tol?: number };
  readonly weighted: boolean;
  readonly labels: number[];
  readonly inertia: number;
  readonly nIter: number;
  readonly centers: number[][];
  readonly predicted: number[];
}

const given = loadFixture<{
  noise: number[][];
  cases: Case[];
  empty: { X: number[][]; init: number[][]; labels: number[]; inertia: number; centers: number[][] };
}>('cluster/k_means');
interface Batches extends Omit<Case, 'options'> {
  readonly options: Record<string, number | string>;
  readonly nSteps: number;
}

const drawn = loadFixture<{ cases: Case[]; plusplus: number[]; batches: Batches[] }>('cluster/k_means_1_9');

/** Rows moved a little, because whole numbers make equal distances, which rounding decides. */
const apart = (X: Matrix): Matrix =>
  Matrix.of(
    X.data.map((value, at) => value + 0.01 * Math.sin(at)),
    X.columns,
  );

async function dataOf(name: Case['data']): Promise<Matrix> {
  if (name === 'iris') return apart((await loadIris()).data);
  if (name === 'noise') return Matrix.from2DArray(given.noise);
  return apart((await loadDigits()).data.takeRows(Array.from({ length: 600 }, (_, i) => i)));
}

async function compare(model: KMeans, X: Matrix, golden: Case, weight: number[] | undefined): Promise<void> {
  await model.fit(X, undefined, weight ? { sampleWeight: weight } : {});
  // Labels identical; the rest differs by the rounding of sums in another order.
  expect(Array.from(model.labels)).toEqual(golden.labels);
  expect(model.nIter).toBe(golden.nIter);
  expectClose([model.inertia], [golden.inertia], { rtol: 1e-9 });
  const columns = Array.from({ length: Math.min(8, X.columns) }, (_, j) => j);
  expectClose(model.clusterCenters.takeColumns(columns).to2DArray(), golden.centers, {
    rtol: 1e-9,
    atol: 1e-9,
  });
  const some = X.takeRows(Array.from({ length: Math.ceil(X.rows / 5) }, (_, i) => 5 * i));
  const moved = Matrix.of(
    some.data.map((v) => v + 0.01),
    X.columns,
  );
  // Where a mean is 1e6, scikit-learn's expanded squares leave its own predictions to rounding.
  if (golden.data !== 'noise') expect(Array.from(await model.predict(moved))).toEqual(golden.predicted);
}

describe('KMeans equals scikit-learn', () => {
  it.each(given.cases)('from given centres on $data, weighted $weighted', async (golden) => {
    const X = await dataOf(golden.data);
    const init = X.takeRows(Array.from({ length: golden.k }, (_, i) => i));
    const weight = Array.from({ length: X.rows }, (_, i) => i % 3);
    await compare(new KMeans({ nClusters: golden.k, init }), X, golden, golden.weighted ? weight : undefined);
  });

  it.each(drawn.cases)('from the same seed on $data $k $options $weighted', async (golden) => {
    const X = await dataOf(golden.data);
    const { n_init: nInit, ...rest } = golden.options ?? {};
    const weight = Array.from({ length: X.rows }, (_, i) => 1 + (i % 4));
    const model = new KMeans({ nClusters: golden.k, randomState: 5, ...rest, ...(nInit && { nInit }) });
    await compare(model, X, golden, golden.weighted ? weight : undefined);
  });

  it('kmeansPlusplus draws the same rows', async () => {
    const { indices } = kmeansPlusplus(await dataOf('iris'), 6, { randomState: 2 });
    expect(Array.from(indices)).toEqual(drawn.plusplus);
  });

  it('gives empty clusters the farthest rows', async () => {
    const { X, init, labels, inertia, centers } = given.empty;
    const model = await new KMeans({ nClusters: 4, init }).fit(X);
    expect(adjustedRandScore(labels, Array.from(model.labels))).toBe(1);
    expectClose([model.inertia], [inertia], { rtol: 1e-12, atol: 1e-12 });
    const sorted = (rows: number[][]) => [...rows].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    expectClose(sorted(model.clusterCenters.to2DArray()), sorted(centers), { rtol: 1e-12, atol: 1e-12 });
  });
});

describe('MiniBatchKMeans equals scikit-learn', () => {
  it.each(drawn.batches)('from the same seed on $data $k $options $weighted', async (golden) => {
    const X = await dataOf(golden.data);
    const options = Object.fromEntries(
      Object.entries(golden.options).map(([key, value]) => [
        key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
        value,
      ]),
    );
    const model = new MiniBatchKMeans({ nClusters: golden.k, randomState: 3, ...options });
    const sampleWeight = Array.from({ length: X.rows }, (_, i) => 1 + (i % 4));
    await model.fit(X, undefined, golden.weighted ? { sampleWeight } : {});
    expect(model.nSteps).toBe(golden.nSteps);
    expect(model.nIter).toBe(golden.nIter);
    expect(Array.from(model.labels)).toEqual(golden.labels);
    // Sums in another order.
    expectClose([model.inertia], [golden.inertia], { rtol: 1e-9 });
  });

  it('learns in pieces', async () => {
    const { data, target } = await loadIris();
    const model = new MiniBatchKMeans({ nClusters: 3, randomState: 0 });
    for (let step = 0; step < 30; step++) await model.partialFit(data);
    expect(adjustedRandScore(target, Array.from(await model.predict(data)))).toBeGreaterThan(0.6);
    expect(model.nSteps).toBe(30);
  });
});

describe('KMeans', () => {
  it('gives the labels of plain Lloyd iterations, with either kind of bounds', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 10, max: 90 }),
      fc.integer({ min: 1, max: 6 }),
      fc.nat({ max: 1e6 }),
      fc.boolean(),
      async (k, n, d, seed, coarse) => {
        const random = new RandomState(seed);
        const values = random.standardNormal(n * d);
        const X = Matrix.of(coarse ? values.map(Math.round) : values, d);
        const init = X.takeRows(Array.from({ length: k }, (_, i) => i));
        const options = { nClusters: k, init, tol: 0, maxIter: 30 };
        const { value: models } = await collectWarnings(() =>
          Promise.all([new KMeans(options).fit(X), new KMeans({ ...options, algorithm: 'elkan' }).fit(X)]),
        );
        const [a, b] = models as KMeans[];
        expect(b.labels).toEqual(a.labels);
        // Every row is at its nearest centre.
        const distances = await a.transform(X);
        for (let i = 0; i < n; i++) {
          const own = distances.get(i, a.labels[i]);
          for (let j = 0; j < k; j++) expect(own).toBeLessThanOrEqual(distances.get(i, j) + 1e-12);
        }
      },
    );
    await fc.assert(property, { numRuns: 60 });
    expect([liveSessions(), liveAllocations()]).toEqual([0, 0]);
  });

  it('gives the same labels with bounds for all rows of many columns', async () => {
    const X = Matrix.of(new RandomState(4).standardNormal(400 * 60), 60);
    const options = { nClusters: 20, init: X.takeRows(Array.from({ length: 20 }, (_, i) => i)), tol: 0 };
    const a = await new KMeans(options).fit(X);
    const b = await new KMeans({ ...options, algorithm: 'elkan' }).fit(X);
    expect(a.labels).toEqual(b.labels);
    expect(a.nIter).toBe(b.nIter);
  });

  it.each(builds)(
    'settles near ties, far centres and outliers as direct distances do (%s)',
    async (build) => {
      forceKernelBuild(build);
      const random = new RandomState(2);
      const n = 1003;
      const cells = random
        .standardNormal(n * 3)
        .map((v, at) => (at % 97 === 0 ? 1e7 * v : Math.round(4 * v) / 4));
      for (const scale of [1, 1e-100, 1e100]) {
        const X = Matrix.of(
          cells.map((v) => v * scale),
          3,
        );
        // Centres mirrored at the rows make ties; one lies far out.
        const rows = [
          [0, 0, 0],
          [1, 0, 0],
          [0, 1, 0],
          [1, 1, 0],
          [1e12, 0, 0],
          [0.5, 0.5, 1e-9],
        ];
        const init = Matrix.from2DArray(rows.map((row) => row.map((v) => v * scale)));
        const options = { nClusters: rows.length, init, tol: 0, maxIter: 40 };
        const { value } = await collectWarnings(async () => [
          await new KMeans(options).fit(X),
          await new KMeans({ ...options, algorithm: 'elkan' }).fit(X),
        ]);
        const [a, b] = value as KMeans[];
        expect(a.labels).toEqual(b.labels);
        expect(a.clusterCenters.data).toEqual(b.clusterCenters.data);
        expect(a.nIter).toBe(b.nIter);
      }
    },
  );

  it('says when rows repeat too often, and refuses fewer rows than clusters', async () => {
    const same = [
      [1, 1],
      [1, 1],
      [2, 2],
    ];
    const { value, warnings } = await collectWarnings(() =>
      new KMeans({ nClusters: 3, randomState: 0 }).fit(same),
    );
    expect(new Set(value.labels).size).toBe(2);
    expect(warnings[0].message).toMatch(/found 2 distinct clusters of 3/);
    await expect(new KMeans({ nClusters: 4 }).fit(same)).rejects.toThrow(
      /at least as many rows as clusters \(4\)/,
    );
    await expect(new KMeans({ nClusters: 2, init: [[1]] }).fit(same)).rejects.toThrow(/init.*1 x 1/);
  });

  it('works on extreme scales', async () => {
    const { data, target } = await loadIris();
    for (const scale of [1e-100, 1e100]) {
      const X = Matrix.of(
        data.data.map((v) => v * scale),
        4,
      );
      const model = await new KMeans({ nClusters: 3, randomState: 0 }).fit(X);
      expect(adjustedRandScore(target, Array.from(model.labels))).toBeGreaterThan(0.7);
    }
  });
});
