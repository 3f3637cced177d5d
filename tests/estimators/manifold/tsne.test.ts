import { describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { Run } from '../../../src/core/run.js';
import { makeBlobs } from '../../../src/datasets/index.js';
import { TSNE, trustworthiness } from '../../../src/estimators/manifold/index.js';
import { exactMap } from '../../../src/estimators/manifold/tsne/exact_map.js';
import {
  conditionalSimilarities,
  jointDense,
  jointSimilarities,
} from '../../../src/estimators/manifold/tsne/similarities.js';
import { treeMap } from '../../../src/estimators/manifold/tsne/tree_map.js';
import { NearestNeighbors } from '../../../src/estimators/neighbors/index.js';
import { euclideanDistances } from '../../../src/metrics/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

interface Fixture {
  X: number[][];
  dense: number[];
  sparse: { data: number[]; indices: number[]; indptr: number[] };
  start: number[][];
  wide: number[][];
  after20: number[][];
  after50: number[][];
  after20wide: number[][];
  exact: { kl: number[]; trust: number[] };
  tree: { kl: number[]; trust: number[] };
  embedding: number[][];
  trustworthiness: number[];
  trustworthinessManhattan: number;
}
const fixture = loadFixture<Fixture>('manifold/tsne');
const X = Matrix.from2DArray(fixture.X);
const n = X.rows;

async function dense(): Promise<Float64Array> {
  const conditional = await conditionalSimilarities(euclideanDistances(X).data, n, 10, new Run('test'), true);
  return jointDense(conditional, n);
}

async function sparse() {
  const search = await new NearestNeighbors({ nNeighbors: 31 }).fit(X);
  const { distances, indices } = await search.kneighbors();
  const conditional = await conditionalSimilarities(distances.data, 31, 10, new Run('test'));
  return jointSimilarities(conditional, Int32Array.from(indices.data), 31);
}

describe('t-SNE, against scikit-learn', () => {
  it('similarities of all pairs', async () => {
    // The distances are cut to single precision on both sides, after sums in another order.
    expectClose((await dense()).subarray(0, n), fixture.dense, { rtol: 1e-5, atol: 1e-15 });
  });

  it('similarities of neighbours', async () => {
    const found = await sparse();
    expect(Array.from(found.starts)).toEqual(fixture.sparse.indptr);
    expect(Array.from(found.columns)).toEqual(fixture.sparse.indices);
    expectClose(found.values, fixture.sparse.data, { rtol: 1e-5 });
  });

  it.each([
    ['after20', 'start', 20, 1, 12, 50],
    ['after20wide', 'wide', 20, 1, 12, 50],
    ['after50', 'start', 50, 1e3, 1, 10],
  ] as const)('the exact map %s steps', async (key, start, steps, scale, exaggeration, learningRate) => {
    const first = Matrix.from2DArray(fixture[start]);
    const map = exactMap(
      await dense(),
      first.data.map((x) => x * scale),
      first.columns,
    );
    map.restart();
    for (let i = 0; i < steps; i++) {
      const step = { exaggeration, momentum: 0.5, learningRate, wantDivergence: false };
      await map.step(step, new Run('test'));
    }
    const expected = Matrix.from2DArray(fixture[key]).data;
    const size = Math.max(...expected.map(Math.abs));
    // Relative to the size of the map. Similarities agree to about 1e-7, and steps magnify differences.
    expectClose(map.places(), expected, { rtol: 0, atol: 1e-6 * size });
    map.release();
  });

  it.each(['exact', 'barnes_hut'] as const)(
    'final divergences of %s are within the spread',
    async (method) => {
      const reference = method === 'exact' ? fixture.exact : fixture.tree;
      const divergences = [];
      const trust = [];
      for (let randomState = 0; randomState < 9; randomState++) {
        const model = await new TSNE({ perplexity: 10, method, init: 'random', randomState }).fit(X);
        divergences.push(model.klDivergence);
        trust.push(trustworthiness(X, model.embedding));
      }
      const median = (values: number[]) => [...values].sort((a, b) => a - b)[4];
      // Descent from different starts ends in different minima.
      expect(median(divergences)).toBeLessThan(Math.max(...reference.kl));
      expect(median(divergences) / median(reference.kl)).toBeLessThan(1.1);
      expect(median(trust)).toBeGreaterThan(median(reference.trust) - 0.01);
    },
  );

  it('trustworthiness', () => {
    for (const [i, nNeighbors] of [3, 5, 12].entries()) {
      expectClose([trustworthiness(X, fixture.embedding, { nNeighbors })], [fixture.trustworthiness[i]], {
        rtol: 1e-12,
      });
    }
    expectClose(
      [trustworthiness(X, fixture.embedding, { metric: 'manhattan' })],
      [fixture.trustworthinessManhattan],
      { rtol: 1e-12 },
    );
  });
});

describe('the tree', () => {
  it.each([1, 2, 3])('with angle 0 gives the exact forces in %d columns', async (width) => {
    // All pairs as neighbours: both maps have the same similarities.
    const conditional = await conditionalSimilarities(
      euclideanDistances(X).data,
      n,
      10,
      new Run('test'),
      true,
    );
    const all = Int32Array.from({ length: n * n }, (_, i) => i % n);
    const similarities = jointSimilarities(conditional.slice(), all, n);
    const start = Float64Array.from({ length: n * width }, (_, i) => Math.sin(i * 7) * (1 + (i % 5)));
    const one = treeMap({ similarities, start, width, angle: 0, threads: 1 });
    const two = exactMap(jointDense(conditional, n), start, width);
    const step = { exaggeration: 4, momentum: 0.5, learningRate: 10, wantDivergence: true };
    one.restart();
    two.restart();
    const [a, b] = [await one.step(step, new Run('test')), await two.step(step, new Run('test'))];
    // Single precision.
    expectClose([a.divergence, a.gradientNorm], [b.divergence, b.gradientNorm], { rtol: 1e-5 });
    expectClose(one.places(), two.places(), { rtol: 1e-5, atol: 1e-5 });
    one.release();
    two.release();
  });

  it('with the usual angle comes near the exact forces, with coinciding points too', async () => {
    const similarities = await sparse();
    const start = Float64Array.from({ length: 2 * n }, (_, i) =>
      i < 60 ? 1 + (i % 2) : Math.sin(i * 7) * 20,
    );
    const maps = [0, 0.5].map((angle) => treeMap({ similarities, start, width: 2, angle, threads: 1 }));
    const step = { exaggeration: 1, momentum: 0, learningRate: 1000, wantDivergence: true };
    const found = [];
    for (const map of maps) {
      map.restart();
      found.push(await map.step(step, new Run('test')));
    }
    expectClose([found[1].divergence], [found[0].divergence], { rtol: 1e-3 });
    const [exact, near] = maps.map((map) => map.places());
    const moved = Math.max(...exact.map((x, i) => Math.abs(x - start[i])));
    expectClose(near, exact, { rtol: 0, atol: 0.02 * moved });
    for (const map of maps) map.release();
  });

  it('counts a crowd at one place as its points', async () => {
    const rows = Matrix.of(
      Float64Array.from({ length: 80 }, (_, i) => (i < 60 ? 3 : i)),
      1,
    );
    const model = await new TSNE({ perplexity: 5, maxIter: 250, init: 'random', randomState: 0 }).fit(rows);
    expect(model.embedding.data.every(Number.isFinite)).toBe(true);
    expect(Number.isFinite(model.klDivergence)).toBe(true);
  });
});

describe('TSNE', () => {
  const { data } = makeBlobs({ nSamples: 2500, nFeatures: 5, centers: 4, randomState: 1 });

  it('has the same bits for any number of threads', async () => {
    const mapWith = (nJobs: number | null) =>
      new TSNE({ maxIter: 250, perplexity: 8, randomState: 0, nJobs }).fit(data);
    const [one, three] = [await mapWith(null), await mapWith(3)];
    expect(three.embedding.data).toEqual(one.embedding.data);
    expect(three.klDivergence).toBe(one.klDivergence);
  });

  it('is aborted within about 100 ms', async () => {
    const controller = new AbortController();
    let asked = 0;
    const onProgress = ({ what }: { what: string }): void => {
      if (what !== 'iterations' || asked) return;
      setTimeout(() => {
        asked = performance.now();
        controller.abort();
      }, 30);
    };
    const fitting = new TSNE({ randomState: 0 }).fit(data, undefined, {
      signal: controller.signal,
      onProgress,
    });
    await expect(fitting).rejects.toThrow(/abort/i);
    expect(performance.now() - asked).toBeLessThan(400);
  });

  it('takes distances, places to start from, and data of any size', async () => {
    const distances = euclideanDistances(X);
    const a = await new TSNE({
      perplexity: 10,
      maxIter: 250,
      metric: 'precomputed',
      init: fixture.start,
    }).fit(distances);
    const b = await new TSNE({ perplexity: 10, maxIter: 250, init: fixture.start }).fit(X);
    expectClose(a.embedding, b.embedding, { rtol: 1e-3, atol: 1e-3 });
    for (const scale of [1e-150, 1e150]) {
      const scaled = Matrix.of(
        X.data.map((x) => x * scale),
        X.columns,
      );
      const model = await new TSNE({ perplexity: 10, init: fixture.start }).fit(scaled);
      expect(trustworthiness(X, model.embedding)).toBeGreaterThan(0.93);
    }
  });

  it('refuses what cannot be', async () => {
    await expect(new TSNE({ perplexity: 60 }).fit(X)).rejects.toThrow(/perplexity/);
    await expect(new TSNE({ nComponents: 4 }).fit(X)).rejects.toThrow(/at most 3/);
    await expect(new TSNE({ metric: 'precomputed' }).fit(euclideanDistances(X))).rejects.toThrow(/random/);
    await expect(new TSNE({ init: [[1, 2]] }).fit(X)).rejects.toThrow(/60 x 2/);
  });
});
