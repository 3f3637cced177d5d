import { describe, expect, it } from 'vitest';
import { collectWarnings } from '../../../src/core/warnings.js';
import { Birch, BisectingKMeans, KMeans } from '../../../src/estimators/cluster/index.js';
import { adjustedRandScore } from '../../../src/metrics/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

const { X, Xnew, weights, birch, bisecting } = loadFixture<{
  X: number[][];
  Xnew: number[][];
  weights: number[];
  birch: {
    params: object;
    centers: number[][];
    labels: number[];
    predicted: number[];
    partCenters: number[][];
  }[];
  bisecting: {
    params: object;
    weighted: boolean;
    labels: number[];
    centers: number[][];
    inertia: number;
    predicted: number[];
  }[];
}>('cluster/birch_bisecting');

// Which half of a split node comes first hangs on the last bit of a distance, so names and order may differ.
const sorted = (rows: number[][]): number[][] => [...rows].sort((a, b) => a[0] - b[0]);

describe('Birch equals scikit-learn 1.9: the same subclusters (1e-10), and labels up to their names', () => {
  it.each(birch)('$params', async ({ params, centers, labels, predicted, partCenters }) => {
    const model = await new Birch(params).fit(X);
    expectClose(sorted(model.subclusterCenters.to2DArray()), sorted(centers), { rtol: 1e-10, atol: 1e-10 });
    expect(adjustedRandScore(Array.from(model.labels), labels)).toBe(1);
    const all = [...model.labels, ...(await model.predict(Xnew))];
    expect(adjustedRandScore(all, [...labels, ...predicted])).toBe(1);
    const parts = await new Birch(params).fit(X.slice(0, 100));
    await parts.partialFit(X.slice(100));
    expectClose(sorted(parts.subclusterCenters.to2DArray()), sorted(partCenters), {
      rtol: 1e-10,
      atol: 1e-10,
    });
  });
});

describe('Birch', () => {
  it('keeps the radii of distant rows, and takes clusterers', async () => {
    const moved = X.map((row) => row.map((value) => value + 1e8));
    const near = await new Birch({ nClusters: 4 }).fit(X);
    const far = await new Birch({ nClusters: 4 }).fit(moved);
    expect(far.subclusterCenters.rows).toBe(near.subclusterCenters.rows);
    expect(far.labels).toEqual(near.labels);
    const own = await new Birch({ nClusters: new KMeans({ nClusters: 4, randomState: 0 }) }).fit(X);
    expect(adjustedRandScore(Array.from(own.labels), Array.from(near.labels))).toBeGreaterThan(0.9);
  });

  it('a failed partialFit leaves the model as it was; partialFit without rows clusters again', async () => {
    const model = await new Birch({ nClusters: 4 }).fit(X);
    const centers = model.subclusterCenters;
    const signal = AbortSignal.abort();
    await expect(model.partialFit(X, undefined, { signal })).rejects.toThrow();
    await expect(model.partialFit([[1, 2]])).rejects.toThrow();
    expect(model.subclusterCenters).toEqual(centers);
    const labels = model.subclusterLabels;
    expect((await model.partialFit()).subclusterLabels).toEqual(labels);
  });

  it('warns of too few subclusters, and makes no labels when told so', async () => {
    const { value, warnings } = await collectWarnings(() =>
      new Birch({ threshold: 100, computeLabels: false }).fit(X),
    );
    expect(warnings[0].name).toBe('ConvergenceWarning');
    expect(() => value.labels).toThrow(/computeLabels/);
    expect(value.subclusterCenters.rows).toBe(1);
  });
});

describe('BisectingKMeans equals scikit-learn 1.9: the same labels for the same seed, centres to 1e-10', () => {
  it.each(bisecting)(
    '$params weighted: $weighted',
    async ({ params, weighted, labels, centers, inertia, predicted }) => {
      const model = new BisectingKMeans({ ...params, randomState: 3 });
      await model.fit(X, undefined, weighted ? { sampleWeight: weights } : {});
      expect(Array.from(model.labels)).toEqual(labels);
      expectClose(model.clusterCenters, centers, { rtol: 1e-10, atol: 1e-10 });
      expectClose(model.inertia, inertia, { rtol: 1e-10 });
      expect(Array.from(await model.predict(Xnew))).toEqual(predicted);
    },
  );

  it('copes with repeated rows, and refuses fewer rows than clusters', async () => {
    const same = Array.from({ length: 10 }, (_, i) => [i % 2]);
    const { value, warnings } = await collectWarnings(() =>
      new BisectingKMeans({ nClusters: 4, randomState: 0 }).fit(same),
    );
    expect(value.inertia).toBe(0);
    expect(warnings[0].name).toBe('ConvergenceWarning');
    await expect(new BisectingKMeans().fit([[1], [2]])).rejects.toThrow(/at least as many rows/);
    const sampleWeight = [1, 0, 0];
    await expect(
      new BisectingKMeans({ nClusters: 2 }).fit([[1], [2], [3]], undefined, { sampleWeight }),
    ).rejects.toThrow(/weight/);
  });
});
