import { describe, expect, it } from 'vitest';
import { collectWarnings } from '../../../src/core/warnings.js';
import { HDBSCAN } from '../../../src/estimators/cluster/index.js';
import { pairwiseDistances } from '../../../src/metrics/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

interface Case {
  readonly data: string;
  readonly options: Record<string, number | string | boolean | null>;
  readonly labels: number[];
  readonly probabilities: number[];
  readonly centroids: number[][] | null;
  readonly medoids: number[][] | null;
  readonly cuts: [number, number, number[]][];
}

const { sets, cases } = loadFixture<{ sets: Record<string, number[][]>; cases: Case[] }>('cluster/hdbscan');

const camel = (options: Case['options']) =>
  Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );

describe('HDBSCAN equals scikit-learn', () => {
  it.each(cases)('on $data $options', async ({ data, options, ...golden }) => {
    const rows = sets[data];
    const X = options.metric === 'precomputed' ? pairwiseDistances(rows) : rows;
    const model = new HDBSCAN({ ...camel(options), storeCenters: golden.centroids ? 'both' : null });
    await model.fit(X);
    // Labels identical, where the reference merges rows at equal distances in the order in which it found them.
    expect(Array.from(model.labels)).toEqual(golden.labels);
    // Distances may differ in the last bits, because some of scikit-learn's are not taken from differences.
    expectClose(Array.from(model.probabilities), golden.probabilities, { rtol: 1e-9, atol: 1e-9 });
    if (golden.centroids)
      expectClose(model.centroids?.to2DArray() ?? [], golden.centroids, { rtol: 1e-9, atol: 1e-9 });
    if (golden.medoids) expect(model.medoids?.to2DArray()).toEqual(golden.medoids);
    for (const [cut, minClusterSize, labels] of golden.cuts) {
      expect(Array.from(model.dbscanClustering(cut, { minClusterSize }))).toEqual(labels);
    }
  });
});

describe('HDBSCAN', () => {
  it('works on extreme scales, on rows that are all the same, and beside missing ones', async () => {
    const { labels } = cases[0];
    for (const scale of [1e-150, 1e150]) {
      const X = sets.blobs.map((row) => row.map((v) => v * scale));
      expect(Array.from((await new HDBSCAN().fit(X)).labels)).toEqual(labels);
    }
    const same = await new HDBSCAN({ allowSingleCluster: true }).fit(new Array(50).fill([3, 4]));
    expect(new Set(same.labels)).toEqual(new Set([0]));
    expect(new Set(same.probabilities)).toEqual(new Set([1]));
    const model = await new HDBSCAN({ storeCenters: 'both' }).fit(sets.holes);
    expect(model.centroids?.rows).toBe(Math.max(...model.labels) + 1);
    expect(model.labels[17]).toBe(-2);
    expect(Array.from(model.dbscanClustering(1)).slice(40, 42)).toEqual([-3, -3]);
  });

  it('takes a function as distance, as brute force does', async () => {
    const manhattan = (a: Float64Array, b: Float64Array): number =>
      a.reduce((sum, value, j) => sum + Math.abs(value - b[j]), 0);
    const own = await new HDBSCAN({ metric: manhattan }).fit(sets.moons);
    const named = await new HDBSCAN({ metric: 'manhattan', algorithm: 'brute' }).fit(sets.moons);
    expect(own.labels).toEqual(named.labels);
    expect(own.probabilities).toEqual(named.probabilities);
  });

  it('says when distances are missing', async () => {
    const far = pairwiseDistances(sets.blobs.slice(0, 60));
    for (let i = 0; i < 60; i++)
      for (let j = 0; j < 60; j++) if (i < 30 !== j < 30) far.set(i, j, Number.POSITIVE_INFINITY);
    const { value, warnings } = await collectWarnings(() => new HDBSCAN({ metric: 'precomputed' }).fit(far));
    expect(warnings[0].message).toMatch(/infinite length/);
    expect(value.labels.length).toBe(60);
  });

  it('refuses what it cannot do', async () => {
    await expect(new HDBSCAN().fit([[1, 2]])).rejects.toThrow(/at least 5 finite rows/);
    await expect(new HDBSCAN({ minSamples: 1 }).fit([[1, 2]])).rejects.toThrow(/at least 2 finite rows/);
    await expect(new HDBSCAN({ metric: 'precomputed' }).fit([[0, 1]])).rejects.toThrow(/symmetric.*1 x 2/);
    const skew = [
      [0, 1],
      [2, 0],
    ];
    await expect(new HDBSCAN({ metric: 'precomputed' }).fit(skew)).rejects.toThrow(
      /2 and 1 for rows 1 and 0/,
    );
    const centers = new HDBSCAN({ metric: 'precomputed', storeCenters: 'both' });
    await expect(centers.fit(skew)).rejects.toThrow(/'storeCenters' cannot be used/);
    await expect(new HDBSCAN({ metric: 'cosine', algorithm: 'kd_tree' }).fit(sets.moons)).rejects.toThrow(
      /'kd_tree' cannot search with metric 'cosine'/,
    );
  });
});
