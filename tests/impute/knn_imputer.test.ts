import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { KNNImputer } from '../../src/impute/index.js';
import { distanceFunction } from '../../src/kernels/distances.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

const {
  train,
  new: fresh,
  knn,
} = loadFixture<{
  train: Record<string, number[][]>;
  new: Record<string, number[][]>;
  knn: {
    data: string;
    params: { n_neighbors?: number; weights?: 'distance'; add_indicator?: boolean };
    own: number[][];
    new: number[][];
  }[];
}>('impute/neighbors');

const nan = Number.NaN;

describe('KNNImputer', () => {
  it.each(knn)('equals scikit-learn: $data $params', async ({ data, params, ...golden }) => {
    const { n_neighbors: nNeighbors, weights, add_indicator: addIndicator } = params;
    const imputer = await new KNNImputer({ nNeighbors, weights, addIndicator }).fit(train[data]);
    // Means of the same cells; scikit-learn's distances go through a product of matrices.
    expectClose(await imputer.transform(train[data]), golden.own, { rtol: 1e-10, atol: 1e-12 });
    expectClose(await imputer.transform(fresh[data]), golden.new, { rtol: 1e-10, atol: 1e-12 });
  });

  it('gives the same with the distance as a function, and takes weights from one', async () => {
    const random = new RandomState(4);
    const X = Matrix.of(random.standardNormal(70 * 5), 5);
    const gone = random.uniform(0, 1, 350);
    X.data.forEach((_, i) => {
      if (gone[i] < 0.25) X.data[i] = nan;
    });
    const distance = distanceFunction('nan_euclidean');
    const metric = (a: Float64Array, b: Float64Array) => distance(a, 0, b, 0, a.length);
    const plain = await new KNNImputer({ weights: 'distance' }).fitTransform(X);
    expectClose(await new KNNImputer({ weights: 'distance', metric }).fitTransform(X), plain, {
      rtol: 1e-12,
    });
    const weights = (distances: Float64Array) => distances.map((d) => 1 / d);
    expectClose(await new KNNImputer({ weights }).fitTransform(X), plain, { rtol: 1e-12 });
    const wrong = new KNNImputer({ weights: () => [1] });
    await expect(wrong.fitTransform(X)).rejects.toThrow(/finite numbers >= 0/);
  });

  it('drops or keeps empty columns, marks missing cells and names what comes out', async () => {
    const X = { a: [1, nan, 3], b: [nan, nan, nan], c: [4, 5, nan] };
    const { value: dropped, warnings } = await collectWarnings(() => new KNNImputer().fit(X));
    expect(warnings[0].message).toMatch(/"b" hold no observed cell/);
    expect(dropped.getFeatureNamesOut()).toEqual(['a', 'c']);
    // Rows 1 and 2 share no column: only row 0 gives.
    expect((await dropped.transform(X)).to2DArray()).toEqual([
      [1, 4],
      [1, 5],
      [3, 4],
    ]);
    const kept = await new KNNImputer({ keepEmptyFeatures: true, addIndicator: true }).fit(X);
    expect(kept.getFeatureNamesOut()).toEqual([
      'a',
      'b',
      'c',
      'missingindicator_a',
      'missingindicator_b',
      'missingindicator_c',
    ]);
    expect((await kept.transform(X)).to2DArray()[1]).toEqual([1, 0, 5, 1, 1, 0]);
  });

  it('takes a number as the mark, and column means where rows share no column', async () => {
    const marked = new KNNImputer({ missingValues: -1, nNeighbors: 1 });
    expect(
      (
        await marked.fitTransform([
          [1, -1],
          [2, 7],
          [9, 8],
        ])
      ).to2DArray(),
    ).toEqual([
      [1, 7],
      [2, 7],
      [9, 8],
    ]);
    await expect(marked.transform([[nan, 1]])).rejects.toThrow(/NaN|missing/);
    const apart = await new KNNImputer().fitTransform([
      [1, nan],
      [3, nan],
      [nan, 8],
    ]);
    expect(apart.to2DArray()).toEqual([
      [1, 8],
      [3, 8],
      [2, 8],
    ]);
    expect(
      (
        await new KNNImputer().fitTransform([
          [1, nan],
          [1, 2],
          [1, 4],
        ])
      ).get(0, 1),
    ).toBe(3);
    const exact = await new KNNImputer({ weights: 'distance' }).fitTransform([
      [1, nan],
      [1, 2],
      [1.5, 4],
    ]);
    expect(exact.get(0, 1)).toBe(2);
  });
});
