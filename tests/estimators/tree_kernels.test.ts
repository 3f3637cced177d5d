import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { BatchPredictor } from '../../src/estimators/tree/batch_predictor.js';
import type { FlatTree } from '../../src/estimators/tree/flat_tree.js';
import { applyTree, predictTree } from '../../src/estimators/tree/predictor.js';
import { rankColumns } from '../../src/estimators/tree/ranking.js';
import {
  type Criterion,
  fullGrowth,
  type GrowthRules,
  growTree,
  TreeGrower,
} from '../../src/estimators/tree/tree_grower.js';
import { liveSessions } from '../../src/kernels/wasm/runtime.js';
import { expectClose } from '../support/fixtures.js';

type Rows = readonly number[];

/** The impurity of some rows by its definition. */
function impurity(criterion: Criterion, rows: Rows, y: ArrayLike<number>, w: ArrayLike<number>): number {
  const total = rows.reduce((sum, i) => sum + w[i], 0);
  if (criterion === 'gini' || criterion === 'entropy') {
    const shares = [...new Set(rows.map((i) => y[i]))].map(
      (c) => rows.filter((i) => y[i] === c).reduce((sum, i) => sum + w[i], 0) / total,
    );
    if (criterion === 'gini') return 1 - shares.reduce((sum, p) => sum + p * p, 0);
    return -shares.reduce((sum, p) => sum + (p > 0 ? p * Math.log2(p) : 0), 0);
  }
  const mean = rows.reduce((sum, i) => sum + w[i] * y[i], 0) / total;
  if (criterion === 'squared_error' || criterion === 'friedman_mse')
    return rows.reduce((sum, i) => sum + w[i] * (y[i] - mean) ** 2, 0) / total;
  if (criterion === 'poisson')
    return rows.reduce((sum, i) => sum + w[i] * (y[i] > 0 ? y[i] * Math.log(y[i] / mean) : 0), 0) / total;
  // Any median gives the least sum of absolute errors.
  const costs = rows.map((m) => rows.reduce((sum, i) => sum + w[i] * Math.abs(y[i] - y[m]), 0) / total);
  return Math.min(...costs);
}

/** The least weighted impurity that a split of one column can reach: every threshold, missing values on either side. */
function bestByDefinition(
  criterion: Criterion,
  X: Matrix,
  y: ArrayLike<number>,
  w: ArrayLike<number>,
  minLeaf: number,
): number {
  const all = Array.from({ length: X.rows }, (_, i) => i).filter((i) => w[i] > 0);
  const weight = (rows: Rows): number => rows.reduce((sum, i) => sum + w[i], 0);
  let best = Number.POSITIVE_INFINITY;
  for (let j = 0; j < X.columns; j++) {
    const values = [...new Set(all.map((i) => X.get(i, j)))].filter((v) => !Number.isNaN(v));
    for (const threshold of values) {
      for (const missingLeft of [false, true]) {
        const goesLeft = (i: number): boolean =>
          Number.isNaN(X.get(i, j)) ? missingLeft : X.get(i, j) <= threshold;
        const left = all.filter(goesLeft);
        const right = all.filter((i) => !goesLeft(i));
        if (left.length < minLeaf || right.length < minLeaf) continue;
        if (criterion === 'poisson' && [left, right].some((side) => side.every((i) => y[i] === 0))) continue;
        const cost =
          criterion === 'friedman_mse'
            ? -friedman(left, right, y, w)
            : weight(left) * impurity(criterion, left, y, w) +
              weight(right) * impurity(criterion, right, y, w);
        best = Math.min(best, cost);
      }
    }
  }
  return best;
}

function friedman(left: Rows, right: Rows, y: ArrayLike<number>, w: ArrayLike<number>): number {
  const sum = (rows: Rows): number => rows.reduce((total, i) => total + w[i], 0);
  const mean = (rows: Rows): number => rows.reduce((total, i) => total + w[i] * y[i], 0) / sum(rows);
  return ((sum(left) * sum(right)) / (sum(left) + sum(right))) * (mean(left) - mean(right)) ** 2;
}

const CRITERIA: Criterion[] = [
  'gini',
  'entropy',
  'squared_error',
  'friedman_mse',
  'poisson',
  'absolute_error',
];

interface Problem {
  readonly X: Matrix;
  readonly y: Int32Array | Float64Array;
  readonly w: Float64Array;
  readonly classes: number;
}

/** Small data of every kind: few or many values, missing or not, whole weights, real ones or none. */
function problem(seed: number, criterion: Criterion, rows = 40): Problem {
  const random = new RandomState(seed);
  const columns = 1 + (seed % 3);
  const X = Matrix.zeros(rows, columns);
  const few = seed % 2 === 0;
  const holes = seed % 4 >= 2 ? 0.2 : 0;
  for (let k = 0; k < X.data.length; k++) {
    const value = random.standardNormal();
    X.data[k] = random.random() < holes ? Number.NaN : few ? Math.round(value) : value;
  }
  const classes = 2 + (seed % 3);
  const isClass = criterion === 'gini' || criterion === 'entropy';
  const draw = (): number =>
    isClass
      ? random.randint(0, classes)
      : criterion === 'poisson'
        ? random.poisson(1.5)
        : random.standardNormal();
  const drawn = Array.from({ length: rows }, draw);
  const y = isClass ? Int32Array.from(drawn) : Float64Array.from(drawn);
  const kind = seed % 5;
  const w = Float64Array.from({ length: rows }, () =>
    kind < 2 ? 1 : kind < 4 ? random.randint(0, 4) : random.random(),
  );
  return { X, y, w, classes };
}

function stump(given: Problem, criterion: Criterion, rules: Partial<GrowthRules>): FlatTree {
  const isClass = criterion === 'gini' || criterion === 'entropy';
  return growTree(
    rankColumns(given.X),
    { criterion, ...(isClass && { nClasses: given.classes }) },
    { ...fullGrowth(given.X.columns), maxDepth: 1, ...rules },
    { y: given.y, weights: given.w, seed: 1 },
  );
}

describe('the search for the best split', () => {
  it.each(CRITERIA)('finds the least impurity of all splits: %s', (criterion) => {
    for (let seed = 0; seed < 60; seed++) {
      const given = problem(seed, criterion);
      const minLeaf = 1 + (seed % 4);
      const tree = stump(given, criterion, { minSamplesLeaf: minLeaf, minSamplesSplit: 2 });
      const expected = bestByDefinition(criterion, given.X, given.y, given.w, minLeaf);
      if (tree.feature[0] < 0) {
        expect(expected, `seed ${seed}`).toBe(Number.POSITIVE_INFINITY);
        continue;
      }
      const leaves = applyTree(tree, given.X);
      const rows = (leaf: number): number[] =>
        Array.from(leaves.keys()).filter((i) => leaves[i] === leaf && given.w[i] > 0);
      const [left, right] = [rows(1), rows(2)];
      expect([left.length, right.length]).toEqual([tree.nNodeSamples[1], tree.nNodeSamples[2]]);
      const cost =
        criterion === 'friedman_mse'
          ? -friedman(left, right, given.y, given.w)
          : [left, right].reduce(
              (sum, side) =>
                sum + side.reduce((w, i) => w + given.w[i], 0) * impurity(criterion, side, given.y, given.w),
              0,
            );
      // Both sides add up the same numbers in different orders.
      expectClose([cost], [expected], { rtol: 1e-9, atol: 1e-9, what: `seed ${seed}` });
      [left, right].forEach((side, k) => {
        expectClose([tree.impurity[k + 1]], [impurity(criterion, side, given.y, given.w)], {
          rtol: 1e-9,
          atol: 1e-9,
        });
      });
    }
  });

  it('is the same through histograms and through sorted keys', () => {
    for (let seed = 0; seed < 5; seed++) {
      for (const criterion of ['gini', 'squared_error'] as const) {
        const { X, y, w, classes } = problem(4 * seed, criterion, 300);
        const task = { criterion, ...(criterion === 'gini' && { nClasses: classes }) };
        // Stretching ranks apart leaves the order alone but makes histograms too wide to be used.
        const wide = rankColumns(X).list.map((column) => ({
          ...column,
          codes: Uint32Array.from(column.codes, (code) => code * 1000),
          nCodes: column.nCodes * 1000,
          low: stretched(column.low),
          high: stretched(column.high),
        }));
        const rules = { ...fullGrowth(X.columns), maxDepth: 6, minSamplesLeaf: 4, minSamplesSplit: 8 };
        const data = { y, weights: w.map(Math.round), seed: 3 };
        const byHistogram = growTree(rankColumns(X), task, rules, data);
        const bySorting = growTree({ rows: X.rows, list: wide }, task, rules, data);
        expect(bySorting.feature).toEqual(byHistogram.feature);
        expect(bySorting.threshold).toEqual(byHistogram.threshold);
      }
    }
    function stretched(values: Float64Array): Float64Array {
      const result = new Float64Array(values.length * 1000);
      for (let code = 0; code < values.length; code++) result[code * 1000] = values[code];
      return result;
    }
  });
});

describe('ranking', () => {
  it('gives each value its place among the distinct ones', () => {
    const random = new RandomState(5);
    for (const n of [1, 2, 30, 1500, 5000]) {
      const values = Float64Array.from({ length: n }, (_, i) => {
        const kind = i % 7;
        if (kind === 0) return Number.NaN;
        if (kind === 1) return i % 2 === 0 ? -0 : 0;
        if (kind === 2) return Math.round(random.standardNormal() * 3);
        // Equal in the upper half of their bits.
        if (kind === 3) return 1 + i * Number.EPSILON;
        return random.standardNormal() * 10 ** (random.randint(0, 600) - 300);
      });
      const { list } = rankColumns(Matrix.of(values, 1));
      const distinct = [...new Set(Array.from(values).filter((v) => !Number.isNaN(v)))].sort((a, b) => a - b);
      expect(Array.from(list[0].low, (v) => v + 0)).toEqual(distinct.map((v) => v + 0));
      const place = new Map(distinct.map((v, i) => [v, i]));
      expect(Array.from(list[0].codes)).toEqual(Array.from(values, (v) => place.get(v) ?? distinct.length));
      expect(list[0].missing).toBe(true);
    }
  });

  it('bins values into about equally many rows, and keeps few values apart', () => {
    const X = Matrix.of(new RandomState(1).standardNormal(10_000), 1);
    const { list } = rankColumns(X, { maxBins: 16 });
    expect(list[0].nCodes).toBe(16);
    const sizes = new Int32Array(16);
    for (const code of list[0].codes) sizes[code]++;
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    for (let b = 1; b < 16; b++) expect(list[0].low[b]).toBeGreaterThan(list[0].high[b - 1]);
    const few = rankColumns(Matrix.of(Float64Array.from([3, 1, 2, 1, Number.NaN]), 1), { maxBins: 3 });
    expect(Array.from(few.list[0].codes)).toEqual([2, 0, 1, 0, 3]);
  });
});

describe('prediction in batches', () => {
  it.each([false, true])('equals plain loops, missing values %s', (holes) => {
    const random = new RandomState(holes ? 3 : 2);
    const X = Matrix.of(random.standardNormal(1000 * 4), 4);
    if (holes) for (let k = 0; k < X.data.length; k += 5) X.data[k] = Number.NaN;
    const y = Float64Array.from(
      { length: 1000 },
      (_, i) => (X.get(i, 0) || 0.3) * 2 + random.standardNormal(),
    );
    const grower = new TreeGrower(rankColumns(X), { criterion: 'squared_error' }, fullGrowth(4));
    const trees = [1, 2, 3].map((seed) => grower.growNow({ y, seed }));
    const root: FlatTree = growTree(
      rankColumns(X),
      { criterion: 'squared_error' },
      { ...fullGrowth(4), minSamplesSplit: 2000 },
      { y, seed: 1 },
    );
    expect(Array.from(grower.trainingLeaves())).toEqual(Array.from(applyTree(trees[2], X)));
    grower.release();
    const predictor = new BatchPredictor(X, 1);
    const expected = new Float64Array(1000);
    for (const tree of [...trees, root]) {
      predictor.add(tree);
      predictTree(tree, X).data.forEach((value, i) => {
        expected[i] += value;
      });
      const leaves = new Int32Array(1000);
      predictor.apply(tree, leaves);
      expect(leaves).toEqual(applyTree(tree, X));
    }
    expect(Array.from(predictor.sums().data)).toEqual(Array.from(expected));
    predictor.release();
  });

  it('leaves no session open', () => {
    const before = liveSessions();
    const X = Matrix.of(new RandomState(1).standardNormal(400), 2);
    const grower = new TreeGrower(rankColumns(X), { criterion: 'squared_error' }, fullGrowth(2));
    grower.release();
    grower.release();
    expect(liveSessions()).toBe(before);
  });
});
