import { describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { collectWarnings } from '../../../src/core/warnings.js';
import {
  AgglomerativeClustering,
  FeatureAgglomeration,
  linkageTree,
  wardTree,
} from '../../../src/estimators/cluster/index.js';
import { NearestNeighbors } from '../../../src/estimators/neighbors/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

interface Case {
  readonly data: string;
  readonly k: number | null;
  readonly params: {
    linkage: 'ward' | 'complete' | 'average' | 'single';
    metric?: 'euclidean';
    nClusters: number | null;
  };
  readonly children: number[][];
  readonly distances: number[];
  readonly labels: number[];
  readonly nClusters: number;
  readonly nConnectedComponents: number;
}

const fixture = loadFixture<{
  X: Record<string, number[][]>;
  F: number[][];
  cases: Case[];
  features: { params: object; labels: number[]; transformed: number[][]; restored: number[][] }[];
}>('cluster/hierarchy');

const graphOf = async (X: number[][], k: number) =>
  (await new NearestNeighbors({ nNeighbors: k }).fit(X)).kneighborsGraph();

function distancesOf(X: number[][]): number[][] {
  return X.map((a) => X.map((b) => Math.hypot(...a.map((value, j) => value - b[j]))));
}

describe('AgglomerativeClustering equals scikit-learn 1.9: the same children and labels, distances to 1e-12', () => {
  it.each(
    fixture.cases.map(
      (given, i) => [`${i}: ${given.data} k=${given.k} ${JSON.stringify(given.params)}`, given] as const,
    ),
  )(
    '%s',
    async (_name, { data, k, params, children, distances, labels, nClusters, nConnectedComponents }) => {
      const X = fixture.X[data];
      const near = (): Matrix =>
        Matrix.from2DArray(distancesOf(X).map((row) => row.map((gap) => Number(gap < 1.1))));
      const connectivity = k === null ? null : data === 'grid' ? near() : await graphOf(X, k);
      const model = new AgglomerativeClustering({ ...params, connectivity, computeDistances: true });
      const precomputed = (params.metric as string) === 'precomputed';
      await collectWarnings(() => model.fit(precomputed ? distancesOf(X) : X));
      expectClose(model.distances, distances, { rtol: 1e-12, atol: 1e-12 });
      // Pairs are named alike; a spanning tree of a graph may name a pair the other way round.
      const plain = (pairs: number[][]): number[][] =>
        params.linkage === 'single' && k !== null
          ? pairs.map((pair) => [...pair].sort((a, b) => a - b))
          : pairs;
      expect(plain(model.children.to2DArray())).toEqual(plain(children));
      expect(Array.from(model.labels)).toEqual(labels);
      expect(model.nClusters).toBe(nClusters);
      expect(model.nConnectedComponents).toBe(nConnectedComponents);
    },
  );
});

describe('FeatureAgglomeration equals scikit-learn 1.9 (1e-12)', () => {
  it.each(fixture.features)('$params', async ({ params, labels, transformed, restored }) => {
    const model = await new FeatureAgglomeration(params).fit(fixture.F);
    expect(Array.from(model.labels)).toEqual(labels);
    const reduced = await model.transform(fixture.F);
    expectClose(reduced, transformed, { rtol: 1e-12 });
    expectClose(await model.inverseTransform(reduced), restored, { rtol: 1e-12 });
  });

  it('pools by a function, and names its columns', async () => {
    const model = await new FeatureAgglomeration({ nClusters: 2, poolingFunc: (v) => Math.max(...v) }).fit(
      fixture.F,
    );
    const reduced = await model.transform(fixture.F);
    const members = Array.from(model.labels.keys()).filter((j) => model.labels[j] === 0);
    expect(reduced.get(0, 0)).toBe(Math.max(...members.map((j) => fixture.F[0][j])));
    expect(model.getFeatureNamesOut()).toEqual(['featureagglomeration0', 'featureagglomeration1']);
    await expect(model.inverseTransform([[1]])).rejects.toThrow(/2 columns/);
  });
});

describe('hierarchies', () => {
  const X = fixture.X['blobs'];

  it('trees as functions', async () => {
    const ward = await wardTree(X);
    const model = await new AgglomerativeClustering({ computeDistances: true }).fit(X);
    expect(ward.children).toEqual(Int32Array.from(model.children.data));
    const connectivity = await graphOf(X, 5);
    const part = await linkageTree(X, { linkage: 'average', connectivity, nClusters: 10 });
    expect(part.distances.length).toBe(X.length - 10);
    await expect(linkageTree(X, { nClusters: 3 })).rejects.toThrow(/needs connectivity/);
    await expect(wardTree(X, { linkage: 'single' } as object)).rejects.toThrow(/linkage/);
  });

  it('takes functions as metric and connectivity, and matrices as connectivity', async () => {
    const metric = (a: Float64Array, b: Float64Array): number =>
      Math.hypot(...a.map((value, j) => value - b[j]));
    const options = { nClusters: 3, linkage: 'average' } as const;
    const named = await new AgglomerativeClustering(options).fitPredict(X);
    expect(await new AgglomerativeClustering({ ...options, metric }).fitPredict(X)).toEqual(named);
    const graph = await graphOf(X, 5);
    const matrix = Matrix.zeros(X.length, X.length);
    for (let i = 0; i < X.length; i++)
      for (let at = graph.indptr[i]; at < graph.indptr[i + 1]; at++) matrix.set(i, graph.indices[at], 1);
    const sparse = await new AgglomerativeClustering({ connectivity: graph }).fitPredict(X);
    expect(await new AgglomerativeClustering({ connectivity: matrix }).fitPredict(X)).toEqual(sparse);
    expect(await new AgglomerativeClustering({ connectivity: () => matrix }).fitPredict(X)).toEqual(sparse);
  });

  it.each(['ward', 'complete', 'average', 'single'] as const)(
    'scales and shifts do not matter: %s',
    async (linkage) => {
      const labels = await new AgglomerativeClustering({ nClusters: 3, linkage }).fitPredict(X);
      for (const [scale, shift] of [
        [1e-150, 0],
        [1e150, 0],
        [2 ** 10, 2 ** 33],
      ]) {
        const moved = X.map((row) => row.map((value) => value * scale + shift));
        expect(await new AgglomerativeClustering({ nClusters: 3, linkage }).fitPredict(moved)).toEqual(
          labels,
        );
      }
    },
  );

  it('refuses what cannot be', async () => {
    const refused = (params: object, data: number[][] = X): Promise<unknown> =>
      new AgglomerativeClustering(params).fit(data);
    await expect(refused({ distanceThreshold: 1 })).rejects.toThrow(/exactly one/);
    await expect(refused({ nClusters: null })).rejects.toThrow(/exactly one/);
    await expect(refused({ metric: 'manhattan' })).rejects.toThrow(/euclidean/);
    await expect(refused({ nClusters: 3 }, [[1], [2]])).rejects.toThrow(/at least 3/);
    await expect(refused({ nClusters: 1 }, [[1]])).rejects.toThrow(/at least 2/);
    await expect(
      refused({ linkage: 'single', metric: 'cosine' }, [
        [0, 0],
        [1, 2],
      ]),
    ).rejects.toThrow(/zeros/);
    await expect(refused({ linkage: 'single', metric: 'precomputed' })).rejects.toThrow(/square/);
    await expect(refused({ connectivity: [[1]] })).rejects.toThrow(/75 x 75/);
    expect(() => new AgglomerativeClustering({ computeDistances: false }).distances).toThrow();
  });
});
