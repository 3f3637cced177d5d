import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { loadIris } from '../../src/datasets/index.js';
import type { NeighborMetric } from '../../src/estimators/neighbors/index.js';
import {
  KNeighborsClassifier,
  KNeighborsRegressor,
  NearestNeighbors,
} from '../../src/estimators/neighbors/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  data: string;
  metric: NeighborMetric;
  metric_params: { w?: number[]; V?: number[]; VI?: number[][] };
  p: number;
  weights: 'uniform' | 'distance';
  distances: number[][];
  indices: number[][];
  proba: number[][];
  predict: number[];
  regression: number[][];
}

interface Radius {
  data: string;
  radius: number;
  distances: number[][];
  indices: number[][];
  own_distances: number[][];
  own_indices: number[][];
}

const data = loadFixture<{
  X: Record<string, number[][]>;
  y: Record<string, number[][]>;
  classes: Record<string, number[]>;
}>('estimators/neighbors_data');
const { cases, radius } = loadFixture<{ cases: Case[]; radius: Radius[] }>('estimators/neighbors');

function split(name: string) {
  const X = data.X[name];
  const cut = Math.floor((X.length * 2) / 3);
  return {
    train: X.slice(0, cut),
    test: X.slice(cut),
    y: data.y[name].slice(0, cut),
    classes: data.classes[name].slice(0, cut),
  };
}

// For braycurtis scikit-learn's searches divide by |a| + |b| where SciPy, its own pairwise_distances and learnkit
// divide by |a + b|: these differ on data of mixed sign, so that metric is compared in the pairwise tests.
const comparable = cases.filter(({ metric }) => metric !== 'braycurtis');

describe('nearest neighbours equal scikit-learn', () => {
  it.each(comparable)('$data $metric p=$p $weights', async ({ metric, p, weights, ...golden }) => {
    const { train, test, y, classes } = split(golden.data);
    const metricParams = Object.keys(golden.metric_params).length > 0 ? golden.metric_params : null;
    const params = { nNeighbors: 4, metric, p, weights, metricParams };
    const classifier = await new KNeighborsClassifier(params).fit(train, classes);
    const found = await classifier.kneighbors(test);
    expect(found.indices.to2DArray()).toEqual(golden.indices);
    expectClose(found.distances, golden.distances, { rtol: 1e-9, atol: 1e-9 });
    expect(await classifier.predict(test)).toEqual(golden.predict);
    expectClose(await classifier.predictProba(test), golden.proba, { rtol: 1e-8 });
    const regressor = await new KNeighborsRegressor(params).fit(train, y);
    expectClose(await regressor.predict<Matrix>(test), golden.regression, { rtol: 1e-8 });
  });

  it.each(radius)('within a radius: $data', async (golden) => {
    const { train, test } = split(golden.data);
    const search = await new NearestNeighbors({ nNeighbors: 3, radius: golden.radius }).fit(train);
    const results = await search.radiusNeighbors(test, { sortResults: true });
    results.forEach(({ distances, indices }, i) => {
      expect([...indices]).toEqual(golden.indices[i]);
      expectClose(distances, golden.distances[i], { rtol: 1e-9 });
    });
    const own = await search.kneighbors();
    expect(own.indices.to2DArray()).toEqual(golden.own_indices);
    expectClose(own.distances, golden.own_distances, { rtol: 1e-9, atol: 1e-12 });
  });
});

describe('the searches agree', () => {
  const metrics: NeighborMetric[] = ['euclidean', 'manhattan', 'chebyshev', 'minkowski'];

  it('trees and brute force give the same rows, ties by row number', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          rows: fc.integer({ min: 2, max: 80 }),
          columns: fc.integer({ min: 1, max: 4 }),
          levels: fc.integer({ min: 2, max: 50 }),
          leafSize: fc.integer({ min: 1, max: 9 }),
          seed: fc.nat(1000),
          metric: fc.constantFrom(...metrics),
        }),
        async ({ rows, columns, levels, leafSize, seed, metric }) => {
          const random = new RandomState(seed);
          // Few levels make many ties and duplicates.
          const X = Matrix.of(random.randint(0, levels, rows * columns), columns);
          const nNeighbors = 1 + random.randint(0, rows);
          const results = [];
          for (const algorithm of ['brute', 'kd_tree', 'ball_tree'] as const) {
            const search = await new NearestNeighbors({ nNeighbors, algorithm, leafSize, metric, p: 3 }).fit(
              X,
            );
            results.push((await search.kneighbors(X)).indices.to2DArray());
          }
          expect(results[1]).toEqual(results[0]);
          // A ball tree measures true distances, whose roots may tie or differ in the last place.
          if (metric !== 'minkowski') expect(results[2]).toEqual(results[0]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('any number of workers gives identical results', async () => {
    const random = new RandomState(1);
    const X = Matrix.of(random.standardNormal(4000 * 3), 3);
    const y = Array.from({ length: 4000 }, (_, i) => i % 3);
    const expected = await (await new KNeighborsClassifier().fit(X, y)).predictProba(X);
    for (const nJobs of [1, 2, 4]) {
      const knn = await new KNeighborsClassifier({ nJobs }).fit(X, y);
      expect((await knn.predictProba(X)).data).toEqual(expected.data);
    }
  });
});

describe('nearest neighbours', () => {
  it('let an exact match decide alone under inverse distances', async () => {
    const knn = await new KNeighborsClassifier({ nNeighbors: 3, weights: 'distance' }).fit(
      [[0], [1], [2]],
      ['a', 'b', 'b'],
    );
    expect((await knn.predictProba([[0]])).to2DArray()).toEqual([[1, 0]]);
  });

  it('take a function as metric and as weights', async () => {
    const metric = (a: Float64Array, b: Float64Array): number => Math.abs(a[0] - b[0]);
    const weights = (d: Float64Array): number[] => Array.from(d, (x) => Math.exp(-x));
    const knn = await new KNeighborsRegressor({ nNeighbors: 2, metric, weights }).fit(
      [[0], [1], [5]],
      [0, 1, 9],
    );
    expectClose(await knn.predict([[0.5]]), [0.5]);
    const bad = await new KNeighborsRegressor({ nNeighbors: 2, weights: () => [1] }).fit([[0], [1]], [0, 1]);
    await expect(bad.predict([[0]])).rejects.toThrow('weights function');
  });

  it('take precomputed distances', async () => {
    const knn = await new KNeighborsClassifier({ nNeighbors: 1, metric: 'precomputed' }).fit(
      [
        [0, 3],
        [3, 0],
      ],
      ['a', 'b'],
    );
    expect(await knn.predict([[2, 1]])).toEqual(['b']);
    await expect(new KNeighborsClassifier({ metric: 'precomputed' }).fit([[0, 1]], ['a'])).rejects.toThrow(
      'square',
    );
  });

  it('refuse more neighbours than rows, and searches that the metric lacks', async () => {
    const knn = await new KNeighborsClassifier({ nNeighbors: 5 }).fit([[0], [1]], [0, 1]);
    await expect(knn.predict([[0]])).rejects.toThrow('nNeighbors must be at most the 2 rows');
    await expect(
      new KNeighborsClassifier({ algorithm: 'kd_tree', metric: 'cosine' }).fit([[0], [1]], [0, 1]),
    ).rejects.toThrow('cannot search');
  });
});

describe('KNeighborsClassifier of several outputs', () => {
  it('votes on each output as a classifier of that output alone does', async () => {
    const { data, target } = await loadIris();
    const second = Array.from(target, (label, i) => (i % 4 === 0 ? 'a' : String(label)));
    const rows = Array.from(target, (label, i) => [label, second[i]]);
    const options = { nNeighbors: 7, weights: 'distance' } as const;
    const both = await new KNeighborsClassifier(options).fit(data, rows);
    const alone = [
      await new KNeighborsClassifier(options).fit(data, target),
      await new KNeighborsClassifier(options).fit(data, second),
    ];
    const labels = await Promise.all(alone.map((model) => model.predict(data)));
    expect(await both.predict(data)).toEqual(labels[0].map((label, i) => [label, labels[1][i]]));
    const shares = await both.predictProbaPerOutput(data);
    for (const [k, model] of alone.entries()) {
      expectClose(shares[k].data, (await model.predictProba(data)).data, { rtol: 1e-12 });
    }
    expect(both.classesPerOutput).toEqual(alone.map((model) => model.classes));
    expect(() => both.classes).toThrow(/classesPerOutput/);
  });
});

describe('neighbours within a radius', () => {
  it('are the same by every search, and the graph holds them', async () => {
    const random = new RandomState(5);
    const X = Matrix.of(random.standardNormal(3 * 600), 3);
    const queries = Matrix.of(random.standardNormal(3 * 150), 3);
    for (const [metric, p] of [
      ['minkowski', 2],
      ['minkowski', 1],
      ['minkowski', 3],
      ['chebyshev', 2],
    ] as const) {
      const searches = await Promise.all(
        (['kd_tree', 'ball_tree', 'brute'] as const).map((algorithm) =>
          new NearestNeighbors({ radius: 0.7, algorithm, metric, p, leafSize: 10 }).fit(X),
        ),
      );
      const [kd, ball, brute] = await Promise.all(searches.map((search) => search.radiusNeighbors(queries)));
      expect(kd).toEqual(brute);
      expect(ball.map(({ indices }) => indices)).toEqual(brute.map(({ indices }) => indices));
      const graph = await searches[0].radiusNeighborsGraph(queries, { mode: 'distance', sortResults: true });
      const sorted = await searches[2].radiusNeighbors(queries, { sortResults: true });
      expect(graph.shape).toEqual([150, 600]);
      for (let i = 0; i < 150; i++) {
        const [from, to] = [graph.indptr[i], graph.indptr[i + 1]];
        expect(graph.indices.slice(from, to)).toEqual(sorted[i].indices);
        expect(graph.data.slice(from, to)).toEqual(sorted[i].distances);
      }
    }
  });

  it('of the fitted rows leave out each row, duplicates stay', async () => {
    const search = await new NearestNeighbors({ radius: 0.5 }).fit([[0], [0], [3]]);
    const found = await search.radiusNeighbors();
    expect(found.map(({ indices }) => Array.from(indices))).toEqual([[1], [0], []]);
    const graph = await search.radiusNeighborsGraph();
    expect([Array.from(graph.indices), Array.from(graph.indptr)]).toEqual([
      [1, 0],
      [0, 1, 2, 2],
    ]);
  });
});
