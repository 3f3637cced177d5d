import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { loadIris } from '../../src/datasets/index.js';
import {
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  ExtraTreeClassifier,
} from '../../src/estimators/tree/index.js';
import { expectClose } from '../support/fixtures.js';

const { NaN: none } = Number;

function noisy(rows: number, columns: number, seed: number): { X: Matrix; y: Float64Array } {
  const random = new RandomState(seed);
  const X = Matrix.of(random.standardNormal(rows * columns), columns);
  const y = Float64Array.from({ length: rows }, (_, i) => 2 * X.get(i, 0) + random.standardNormal());
  return { X, y };
}

describe('weights', () => {
  it('whole weights equal repetition, node by node', async () => {
    const { X, y } = noisy(120, 3, 1);
    const labels = Array.from(y, (v) => Math.sign(Math.round(v)));
    const sampleWeight = labels.map((_, i) => i % 4);
    const rows = sampleWeight.flatMap((w, i) => new Array<number>(w).fill(i));
    for (const params of [
      { maxDepth: 4 },
      { maxLeafNodes: 9 },
      { criterion: 'entropy', maxDepth: 3 },
    ] as const) {
      const tree = new DecisionTreeClassifier({ ...params, randomState: 0 });
      const weighted = (await tree.fit(X, labels, { sampleWeight })).tree;
      const repeated = (
        await tree.with({}).fit(
          X.takeRows(rows),
          rows.map((i) => labels[i]),
        )
      ).tree;
      expect(weighted.feature).toEqual(repeated.feature);
      expect(weighted.threshold).toEqual(repeated.threshold);
      expect(weighted.value).toEqual(repeated.value);
    }
  });
});

describe('missing values', () => {
  it('are sent to the side that suits them, and to the larger side where training had none', async () => {
    const X = [[1], [2], [3], [4], [none], [none]];
    const left = await new DecisionTreeClassifier().fit(X, [0, 0, 1, 1, 0, 0]);
    expect(await left.predict([[none], [1], [4]])).toEqual([0, 0, 1]);
    const right = await new DecisionTreeClassifier().fit(X, [0, 0, 1, 1, 1, 1]);
    expect(await right.predict([[none], [1], [4]])).toEqual([1, 0, 1]);
    const apart = await new DecisionTreeClassifier().fit(X, [0, 0, 0, 0, 1, 1]);
    expect(Array.from(apart.tree.threshold)).toEqual([Number.POSITIVE_INFINITY, none, none]);
    expect(await apart.predict([[none], [1], [1e300]])).toEqual([1, 0, 0]);
    const unseen = await new DecisionTreeClassifier().fit([[1], [2], [3], [4], [5]], [0, 0, 0, 1, 1]);
    expect(await unseen.predict([[none]])).toEqual([0]);
  });

  it('may fill a whole column, which then splits nothing', async () => {
    const X = [
      [none, 1],
      [none, 2],
      [none, 3],
    ];
    const tree = await new DecisionTreeRegressor().fit(X, [1, 2, 3]);
    expect(Array.from(tree.featureImportances)).toEqual([0, 1]);
    expect(Array.from(await tree.predict(X))).toEqual([1, 2, 3]);
    const nothing = await new DecisionTreeRegressor().fit([[none], [none]], [1, 3]);
    expect(Array.from(await nothing.predict([[none], [7]]))).toEqual([2, 2]);
  });
});

describe('categories', () => {
  const colours = [3, 1, 4, 1, 5, 9, 2, 6];
  const X = Array.from({ length: 80 }, (_, i) => [colours[i % 8], i % 3]);
  const y = X.map(([colour]) => ([3, 4, 9].includes(colour) ? 'warm' : 'cold'));

  it('are split into subsets by one node', async () => {
    for (const categoricalFeatures of [[0], [true, false]] as const) {
      const tree = await new DecisionTreeClassifier({ categoricalFeatures }).fit(X, y);
      expect(tree.getNLeaves()).toBe(2);
      expect(await tree.score(X, y)).toBe(1);
      expect(tree.categories?.[0]).toEqual(Float64Array.from([1, 2, 3, 4, 5, 6, 9]));
    }
    const named = await new DecisionTreeClassifier({ categoricalFeatures: ['colour'] }).fit(
      { colour: X.map(([c]) => c), other: X.map(([, o]) => o) },
      y,
    );
    expect(named.getNLeaves()).toBe(2);
  });

  it('unknown and missing ones go to the larger side', async () => {
    const tree = await new DecisionTreeClassifier({ categoricalFeatures: [0] }).fit(X, y);
    expect(
      await tree.predict([
        [77, 0],
        [none, 0],
      ]),
    ).toEqual(['cold', 'cold']);
  });

  it('of many kinds: the split is the best of all subsets', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const random = new RandomState(seed);
      const codes = Array.from({ length: 60 }, () => [random.randint(0, 6)]);
      const values = codes.map(([c]) => Math.sin(7 * c) + 0.5 * random.standardNormal());
      const tree = await new DecisionTreeRegressor({ categoricalFeatures: [0], maxDepth: 1 }).fit(
        codes,
        values,
      );
      const leaf = await tree.predict(codes);
      const ours = values.reduce((sum, v, i) => sum + (v - leaf[i]) ** 2, 0);
      let best = Number.POSITIVE_INFINITY;
      for (let subset = 1; subset < 63; subset++) {
        const sides = [0, 1].map((side) => values.filter((_, i) => ((subset >> codes[i][0]) & 1) === side));
        if (sides.some((side) => side.length === 0)) continue;
        const cost = sides.reduce((sum, side) => {
          const mean = side.reduce((a, b) => a + b, 0) / side.length;
          return sum + side.reduce((a, v) => a + (v - mean) ** 2, 0);
        }, 0);
        best = Math.min(best, cost);
      }
      expectClose([ours], [best], { rtol: 1e-10 });
    }
  });

  it('work with more categories than bytes have bits, with the random splitter and best first', async () => {
    const random = new RandomState(0);
    const rows = Array.from({ length: 900 }, () => [random.randint(0, 300), random.standardNormal()]);
    const labels = rows.map(([c]) => (c * 7) % 3);
    for (const params of [{}, { maxLeafNodes: 40 }] as const) {
      const tree = await new DecisionTreeClassifier({ categoricalFeatures: [0], ...params }).fit(
        rows,
        labels,
      );
      expect(await tree.score(rows, labels)).toBe(1);
    }
    const extra = new ExtraTreeClassifier({ categoricalFeatures: [0], maxFeatures: null, randomState: 0 });
    expect(await (await extra.fit(rows, labels)).score(rows, labels)).toBe(1);
  });
});

describe('monotonic constraints', () => {
  it.each(['squared_error', 'absolute_error', 'friedman_mse', 'poisson'] as const)(
    'hold everywhere: %s',
    async (criterion) => {
      for (let seed = 0; seed < 6; seed++) {
        const { X, y } = noisy(150, 3, seed);
        const target = criterion === 'poisson' ? y.map((v) => Math.exp(v)) : y;
        const params = { criterion, monotonicCst: [1, -1, 0], randomState: seed };
        const limits = seed % 2 === 0 ? { minSamplesLeaf: 3 } : { maxLeafNodes: 25 };
        const tree = await new DecisionTreeRegressor({ ...params, ...limits }).fit(X, target);
        await expectMonotonic(async (rows) => tree.predict(rows));
      }
    },
  );

  it('hold for probabilities', async () => {
    const { X, y } = noisy(150, 3, 3);
    const labels = Array.from(y, (v) => (v > 0 ? 'yes' : 'no'));
    const tree = await new DecisionTreeClassifier({ monotonicCst: [1, -1, 0], randomState: 1 }).fit(
      X,
      labels,
    );
    await expectMonotonic(async (rows) => (await tree.predictProba(rows)).column(1));
    const sums = (await tree.predictProba(X)).to2DArray().map(([a, b]) => a + b);
    expectClose(sums, new Array(150).fill(1), { rtol: 1e-15 });
  });

  it('are refused where they have no meaning', async () => {
    const X = [
      [1, 2],
      [2, 1],
      [3, 3],
    ];
    const cases: [object, unknown, RegExp][] = [
      [{ monotonicCst: [1] }, [0, 1, 1], /an entry for each of the 2 columns/],
      [{ monotonicCst: [1, 0] }, ['a', 'b', 'c'], /at most two classes/],
      [{ monotonicCst: [1, 0], categoricalFeatures: [0] }, [0, 1, 1], /categorical/],
      [{ categoricalFeatures: [2] }, [0, 1, 1], /a column that X does not have/],
      [{ categoricalFeatures: ['a'] }, [0, 1, 1], /a column that X does not have/],
      [{ categoricalFeatures: [true] }, [0, 1, 1], /2 entries/],
    ];
    for (const [params, y, message] of cases) {
      await expect(new DecisionTreeClassifier(params).fit(X, y as number[])).rejects.toThrow(message);
    }
  });

  async function expectMonotonic(predict: (rows: number[][]) => Promise<Float64Array>): Promise<void> {
    const random = new RandomState(9);
    const steps = Array.from({ length: 40 }, (_, i) => -4 + i / 5);
    for (let k = 0; k < 20; k++) {
      const [a, b] = [random.standardNormal(), random.standardNormal()];
      const up = await predict(steps.map((s) => [s, a, b]));
      const down = await predict(steps.map((s) => [a, s, b]));
      for (let i = 1; i < steps.length; i++) {
        expect(up[i]).toBeGreaterThanOrEqual(up[i - 1]);
        expect(down[i]).toBeLessThanOrEqual(down[i - 1]);
      }
    }
  }
});

describe('several outputs', () => {
  it('of labels come back row by row, with their probabilities', async () => {
    const { data, target } = await loadIris();
    const y = Array.from(target, (c, i) => [['a', 'b', 'c'][c], i % 2 === 0 ? 'even' : 'odd']);
    const tree = await new DecisionTreeClassifier({ maxDepth: 3, randomState: 0 }).fit(data, y);
    expect(tree.classesPerOutput).toEqual([
      ['a', 'b', 'c'],
      ['even', 'odd'],
    ]);
    const first = (await tree.predict<string[]>(data))[0];
    expect(first[0]).toBe('a');
    const shares = await tree.predictProbaPerOutput(data);
    expect(shares.map(({ columns }) => columns)).toEqual([3, 2]);
    expect(await tree.score(data, y)).toBeGreaterThan(0.5);
    expect(() => tree.classes).toThrow(/classesPerOutput/);
    await expect(tree.predictProba(data)).rejects.toThrow(/predictProbaPerOutput/);
    const weights = [{ a: 2 }, 'balanced'] as const;
    await new DecisionTreeClassifier({ classWeight: weights }).fit(data, y);
    await expect(new DecisionTreeClassifier({ classWeight: [{ a: 2 }] }).fit(data, y)).rejects.toThrow(
      /per output/,
    );
  });
});

describe('odd input', () => {
  it('constant features and one class make a single leaf', async () => {
    const tree = await new DecisionTreeClassifier().fit([[1], [1], [1]], ['x', 'x', 'x']);
    expect([tree.getDepth(), tree.getNLeaves()]).toEqual([0, 1]);
    expect((await tree.predictProba([[5]])).to2DArray()).toEqual([[1]]);
    const flat = await new DecisionTreeRegressor().fit([[1], [1]], [1, 2]);
    expect(Array.from(await flat.predict([[9]]))).toEqual([1.5]);
  });

  it('minSamplesLeaf beyond the rows leaves the root alone', async () => {
    const tree = await new DecisionTreeRegressor({ minSamplesLeaf: 50 }).fit([[1], [2]], [1, 2]);
    expect(tree.getNLeaves()).toBe(1);
  });

  it('rows of weight 0 do not exist for the tree', async () => {
    const tree = await new DecisionTreeClassifier().fit([[1], [2], [3]], [0, 1, 1], {
      sampleWeight: [1, 0, 0],
    });
    expect(tree.getNLeaves()).toBe(1);
    expect(tree.tree.nNodeSamples[0]).toBe(1);
  });

  it('huge and tiny values split at finite thresholds', async () => {
    const big = Number.MAX_VALUE;
    const tree = await new DecisionTreeClassifier().fit([[-big], [big]], [0, 1]);
    expect(Array.from(tree.tree.threshold)[0]).toBe(0);
    const near = [1, 1 + Number.EPSILON];
    const close = await new DecisionTreeClassifier().fit(
      near.map((v) => [v]),
      [0, 1],
    );
    expect(await close.predict(near.map((v) => [v]))).toEqual([0, 1]);
    const tiny = await new DecisionTreeClassifier().fit([[0], [Number.MIN_VALUE]], [0, 1]);
    expect(await tiny.predict([[0], [Number.MIN_VALUE]])).toEqual([0, 1]);
  });

  it('targets that the criterion cannot use are refused', async () => {
    const poisson = new DecisionTreeRegressor({ criterion: 'poisson' });
    await expect(poisson.fit([[1], [2]], [1, -1])).rejects.toThrow(/must not be negative/);
    await expect(poisson.fit([[1], [2]], [0, 0])).rejects.toThrow(/all zeros/);
    await expect(poisson.fit([[1], [2]], [0, Number.POSITIVE_INFINITY])).rejects.toThrow(/finite/);
    await expect(new DecisionTreeClassifier().fit([[1], [2]], [['a'], ['b', 'c']])).rejects.toThrow(
      /equal length/,
    );
  });
});
