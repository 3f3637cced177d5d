import { describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { setWarningHandler } from '../../../src/core/warnings.js';
import { makeMoons } from '../../../src/datasets/index.js';
import { SpectralClustering } from '../../../src/estimators/cluster/index.js';
import { Isomap, SpectralEmbedding } from '../../../src/estimators/manifold/index.js';
import { rbfKernel } from '../../../src/metrics/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

type Rows = number[][];
interface Fixture {
  curve: Rows;
  new: Rows;
  apart: Rows;
  isomap: Record<string, { embedding: Rows; error: number; transformed: Rows; distances: number[] }>;
  blobs: Rows;
  moons: Rows;
  large: Rows;
  embedding: Record<string, Rows>;
  labels: Record<string, number[]>;
}
const fixture = loadFixture<Fixture>('manifold/spectral');

/** Values over the largest of all: what is compared are coordinates of a map. */
function expectMap(actual: Matrix, expected: Rows, tolerance: number): void {
  const size = Math.max(...expected.flat().map(Math.abs));
  expectClose(actual, expected, { rtol: 0, atol: tolerance * size });
}

/** Labels renumbered by first appearance. */
function renumbered(labels: ArrayLike<number>): number[] {
  const names = new Map<number, number>();
  return Array.from(labels, (label) => {
    if (!names.has(label)) names.set(label, names.size);
    return names.get(label) as number;
  });
}

describe('Isomap equals scikit-learn', () => {
  it.each([
    ['plain', 'curve', {}],
    ['three', 'curve', { nNeighbors: 8, nComponents: 3, eigenSolver: 'arpack' }],
    ['manhattan', 'curve', { metric: 'manhattan', pathMethod: 'FW' }],
    ['radius', 'curve', { nNeighbors: null, radius: 0.9 }],
    ['apart', 'apart', {}],
  ] as const)('%s', async (name, data, params) => {
    const expected = fixture.isomap[name];
    const model = await new Isomap(params).fit(fixture[data]);
    // Eigenvectors with the signs of scikit-learn.
    expectMap(model.embedding, expected.embedding, 1e-8);
    expectMap(await model.transform(fixture.new), expected.transformed, 1e-8);
    expectClose([model.reconstructionError()], [expected.error], { rtol: 1e-8 });
    expectClose(model.distMatrix.row(0), expected.distances, { rtol: 1e-12 });
  });

  it('places the rows of fit where they are, and refuses what cannot be', async () => {
    const model = await new Isomap().fit(fixture.curve);
    expectMap(await model.transform(fixture.curve), model.embedding.to2DArray(), 1e-10);
    await expect(new Isomap({ radius: 1 }).fit(fixture.curve)).rejects.toThrow(/nNeighbors: null/);
    await expect(new Isomap({ nNeighbors: 120 }).fit(fixture.curve)).rejects.toThrow(/nNeighbors/);
    const near = await new Isomap({ nNeighbors: null, radius: 0.9 }).fit(fixture.curve);
    await expect(near.transform([[50, 50, 50]])).rejects.toThrow(/radius/);
  });

  it('scales with the data, and takes duplicated rows', async () => {
    const X = Matrix.from2DArray(fixture.curve);
    for (const scale of [1e-100, 1e100]) {
      const scaled = Matrix.of(
        X.data.map((x) => x * scale),
        3,
      );
      const model = await new Isomap().fit(scaled);
      expectMap(
        Matrix.of(
          model.embedding.data.map((x) => x / scale),
          2,
        ),
        fixture.isomap['plain'].embedding,
        1e-7,
      );
    }
    const twice = Matrix.from2DArray([...fixture.curve, ...fixture.curve]);
    const model = await new Isomap({ nNeighbors: 9 }).fit(twice);
    expectMap(
      model.embedding.takeRows(Array.from({ length: 120 }, (_, i) => i)),
      model.embedding.to2DArray().slice(120),
      1e-8,
    );
  });
});

describe('SpectralEmbedding equals scikit-learn', () => {
  it.each([
    ['neighbors', 'moons', { nNeighbors: 10, nComponents: 3 }, 1e-7],
    ['rbf', 'blobs', { affinity: 'rbf', gamma: 0.05 }, 1e-7],
    // LOBPCG ends at its tolerance.
    ['lobpcg', 'moons', { nNeighbors: 12, eigenSolver: 'lobpcg' }, 1e-4],
    ['large', 'large', { nNeighbors: 15 }, 1e-7],
  ] as const)('%s', async (name, data, params, tolerance) => {
    const model = await new SpectralEmbedding({ ...params, randomState: 0 }).fit(fixture[data]);
    expectMap(model.embedding, fixture.embedding[name], tolerance);
  });

  it('takes a given affinity, or one by a function', async () => {
    const X = Matrix.from2DArray(fixture.blobs);
    const K = rbfKernel(X, X, { gamma: 0.05 });
    const given = await new SpectralEmbedding({ affinity: 'precomputed' }).fit(K);
    const called = await new SpectralEmbedding({
      affinity: (rows) => rbfKernel(rows, rows, { gamma: 0.05 }),
    }).fit(X);
    expectMap(given.embedding, fixture.embedding['rbf'], 1e-7);
    expectMap(called.embedding, fixture.embedding['rbf'], 1e-7);
  });
});

describe('SpectralClustering finds the clusters of scikit-learn', () => {
  it.each([
    ['rbf', 'blobs', { nClusters: 3, gamma: 0.1 }],
    ['discretize', 'blobs', { nClusters: 3, gamma: 0.1, assignLabels: 'discretize' }],
    ['cluster_qr', 'blobs', { nClusters: 3, gamma: 0.1, assignLabels: 'cluster_qr' }],
    ['moons', 'moons', { nClusters: 2, affinity: 'nearest_neighbors', nNeighbors: 8 }],
    ['large', 'large', { nClusters: 4, affinity: 'nearest_neighbors', assignLabels: 'discretize' }],
    ['poly', 'blobs', { nClusters: 3, affinity: 'poly', degree: 2, coef0: 2, assignLabels: 'cluster_qr' }],
  ] as const)('%s', async (name, data, params) => {
    const found = await new SpectralClustering({ ...params, randomState: 0 }).fitPredict(fixture[data]);
    // Identical up to the numbers of the clusters.
    expect(renumbered(found)).toEqual(renumbered(fixture.labels[name]));
  });

  it('keeps the graph of many rows sparse', async () => {
    const { data, target } = makeMoons({ nSamples: 5000, noise: 0.05, randomState: 0 });
    const model = await new SpectralClustering({
      nClusters: 2,
      affinity: 'nearest_neighbors',
      randomState: 0,
    }).fit(data);
    const { labels, affinityMatrix } = model;
    expect('indptr' in affinityMatrix && affinityMatrix.data.length < 5000 * 20).toBe(true);
    const agree = labels.filter((label, i) => label === target[i]).length / 5000;
    expect(Math.max(agree, 1 - agree)).toBeGreaterThan(0.99);
  });

  it('says when the graph falls apart, and still tells the parts', async () => {
    const rows = [...Array(20).keys()].map((i) => [i < 10 ? i * 0.1 : 100 + i * 0.1]);
    const seen: string[] = [];
    const before = setWarningHandler((warning) => seen.push(warning.message));
    try {
      const clusters = new SpectralClustering({
        nClusters: 2,
        affinity: 'nearest_neighbors',
        nNeighbors: 3,
        randomState: 0,
      });
      expect(renumbered(await clusters.fitPredict(rows))).toEqual(rows.map((_, i) => (i < 10 ? 0 : 1)));
    } finally {
      setWarningHandler(before);
    }
    expect(seen.join()).toMatch(/not connected/);
    await expect(new SpectralClustering({ nClusters: 30 }).fit(rows)).rejects.toThrow(/nClusters/);
  });
});
