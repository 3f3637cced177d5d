import { describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import {
  KNeighborsClassifier,
  kneighborsGraph,
  NeighborhoodComponentsAnalysis,
  radiusNeighborsGraph,
  type SparseRows,
  sortGraphByRowValues,
} from '../../../src/estimators/neighbors/index.js';
import { neighborhoodLoss } from '../../../src/estimators/neighbors/neighborhood_loss.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

const golden = loadFixture<{
  X: number[][];
  y: number[];
  nca: {
    n: number | null;
    init: 'auto' | 'pca' | 'lda' | 'identity' | 'random';
    value: number;
    components: number[][];
  }[];
  map: number[][];
  loss: number;
  gradient: number[];
  graphs: { mode: 'connectivity' | 'distance'; self: boolean | 'auto'; k: number[][]; r: number[][] }[];
}>('neighbors/nca');
const { X, y } = golden;

describe('NeighborhoodComponentsAnalysis', () => {
  it('has the loss and the gradient of scikit-learn', () => {
    const loss = neighborhoodLoss(Matrix.from2DArray(X), Int32Array.from(y), 2);
    const gradient = new Float64Array(8);
    expectClose(loss(Float64Array.from(golden.map.flat()), gradient), golden.loss, { rtol: 1e-12 });
    expectClose(gradient, golden.gradient, { rtol: 1e-11, atol: 1e-11 });
  });

  it('reaches optima as good, though not the same ones', async () => {
    // The loss counts rows as the map grows, with many local optima: steps that differ a little end in others.
    let [own, theirs] = [0, 0];
    for (const { n, init, value } of golden.nca) {
      const params = { nComponents: n, init, maxIter: 2000, tol: 1e-10, randomState: 0 };
      const nca = await new NeighborhoodComponentsAnalysis(params).fit(X, y);
      const loss = neighborhoodLoss(Matrix.from2DArray(X), Int32Array.from(y), nca.components.rows);
      const reached = -loss(nca.components.data, new Float64Array(nca.components.data.length));
      expect(reached).toBeGreaterThan(0.8 * value);
      own += reached;
      theirs += value;
    }
    expect(own).toBeGreaterThan(0.98 * theirs);
  });

  it('starts warm and from a matrix, and says what does not fit', async () => {
    const few = new NeighborhoodComponentsAnalysis({ nComponents: 2, maxIter: 3, warmStart: true });
    await few.fit(X, y);
    const first = few.components;
    await few.fit(X, y);
    expect(few.components).not.toEqual(first);
    const given = new NeighborhoodComponentsAnalysis({ init: first, maxIter: 3 });
    expectClose((await given.fit(X, y)).components, few.components, { rtol: 1e-12 });
    await expect(new NeighborhoodComponentsAnalysis({ nComponents: 5 }).fit(X, y)).rejects.toThrow(
      /at most the 4/,
    );
    await expect(new NeighborhoodComponentsAnalysis({ init: [[1]] }).fit(X, y)).rejects.toThrow(/'init'/);
    await expect(new NeighborhoodComponentsAnalysis().fit([[1]], [0])).rejects.toThrow(/at least 2 rows/);
    expect(few.getFeatureNamesOut()[0]).toBe('neighborhoodcomponentsanalysis0');
    const knn = await new KNeighborsClassifier().fit(await few.transform(X), y);
    expect(await knn.score(await few.transform(X), y)).toBeGreaterThan(0.6);
  });
});

function dense({ data, indices, indptr, shape }: SparseRows): number[][] {
  return Array.from({ length: shape[0] }, (_, i) => {
    const row = new Array<number>(shape[1]).fill(0);
    for (let at = indptr[i]; at < indptr[i + 1]; at++) row[indices[at]] = data[at];
    return row;
  });
}

describe('graphs of neighbours', () => {
  it.each(golden.graphs)('equal scikit-learn: $mode with self: $self', async ({ mode, self, k, r }) => {
    const options = { mode, includeSelf: self };
    expectClose(dense(await kneighborsGraph(X, 3, options)).slice(0, 15), k, { rtol: 1e-13 });
    expectClose(dense(await radiusNeighborsGraph(X, 1.2, options)).slice(0, 15), r, { rtol: 1e-13 });
  });

  it('are sorted by value on request, and refuse unknown options', async () => {
    const graph = await radiusNeighborsGraph(X, 2, { mode: 'distance' });
    const sorted = sortGraphByRowValues(graph);
    expect(dense(sorted)).toEqual(dense(graph));
    for (let i = 0; i < 60; i++) {
      const row = sorted.data.slice(sorted.indptr[i], sorted.indptr[i + 1]);
      expect(row).toEqual(row.slice().sort());
    }
    await expect(kneighborsGraph(X, 3, { metrik: 'l1' } as object)).rejects.toThrow(/metrik/);
    await expect(kneighborsGraph(X, 3, { mode: 'both' as 'distance' })).rejects.toThrow(/'mode'/);
    await expect(kneighborsGraph(X, 60)).rejects.toThrow();
  });
});
