import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { loadDigits, loadIris } from '../../src/datasets/index.js';
import { predictionSpans } from '../../src/estimators/ensemble/forest/forest_mean.js';
import {
  ExtraTreesClassifier,
  ExtraTreesRegressor,
  RandomForestClassifier,
  RandomForestRegressor,
} from '../../src/estimators/ensemble/index.js';
import { expectClose } from '../support/fixtures.js';

function noisy(rows: number, seed: number): { X: Matrix; y: Float64Array } {
  const random = new RandomState(seed);
  const X = Matrix.of(random.standardNormal(rows * 3), 3);
  const y = Float64Array.from({ length: rows }, (_, i) => 2 * X.get(i, 0) + random.standardNormal());
  return { X, y };
}

describe('workers', () => {
  it('change nothing: nJobs 1, 2 and 4 give the same bits', async () => {
    const { X, y } = noisy(200, 1);
    const results = [];
    for (const nJobs of [1, 2, 4]) {
      const forest = new RandomForestRegressor({ nEstimators: 10, oobScore: true, randomState: 2, nJobs });
      await forest.fit(X, y);
      results.push([
        Array.from(await forest.predict<Float64Array>(X)),
        forest.oobScore,
        Array.from(forest.featureImportances),
      ]);
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it('share the rows of a prediction: the same bits, categories and missing values among them', async () => {
    const { X, y } = noisy(5000, 4);
    const cells = X.data.map((x, i) => (i % 3 === 2 ? Math.floor(2 * x) : i % 17 === 0 ? Number.NaN : x));
    const mixed = Matrix.of(cells, 3);
    const codes = Array.from(y, (v) => Math.sign(Math.round(v)));
    for (const categoricalFeatures of [null, [2]]) {
      const params = { nEstimators: 6, maxDepth: 8, randomState: 1, categoricalFeatures };
      const one = new RandomForestClassifier(params);
      await one.fit(mixed, codes);
      const two = new RandomForestClassifier({ ...params, nJobs: 3 });
      await two.fit(mixed, codes);
      const [a, b] = [await one.predictProba(mixed), await two.predictProba(mixed)];
      expect(b.data).toEqual(a.data);
    }
    const stop = AbortSignal.abort();
    const forest = await new RandomForestRegressor({ nEstimators: 3, nJobs: 2 }).fit(X, y);
    await expect(forest.predict(X, { signal: stop })).rejects.toThrow();
  });

  it('cut predictions where memory asks for it, and then among threads', () => {
    for (const [rows, columns, threads] of [
      [5000, 3, 1],
      [5000, 3, 8],
      [100_001, 784, 2],
    ]) {
      const spans = predictionSpans(rows, columns, threads);
      expect([spans[0].from, spans[spans.length - 1].to]).toEqual([0, rows]);
      for (let i = 1; i < spans.length; i++) expect(spans[i].from).toBe(spans[i - 1].to);
    }
    expect(predictionSpans(5000, 3, 8).length).toBe(2);
  });

  it('report every tree, and stop between trees', async () => {
    const { data, target } = await loadIris();
    const seen: number[] = [];
    await new RandomForestClassifier({ nEstimators: 5, randomState: 0 }).fit(data, target, {
      onProgress: ({ done, total, what }) => {
        expect([what, total]).toEqual(['tree', 5]);
        seen.push(done);
      },
    });
    expect(seen).toEqual([0, 0, 1, 2, 3, 4, 5]);
    const controller = new AbortController();
    const fit = new ExtraTreesClassifier({ nEstimators: 5000, nJobs: 2 }).fit(data, target, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(fit).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('warm starts', () => {
  it('grow the trees that are missing and equal one larger forest', async () => {
    const { data, target } = await loadIris();
    const small = await new RandomForestClassifier({ nEstimators: 5, warmStart: true, randomState: 3 }).fit(
      data,
      target,
    );
    const more = small.with({ nEstimators: 12 }).restore(small.fitted);
    await more.fit(data, target);
    const whole = await new RandomForestClassifier({ nEstimators: 12, randomState: 3 }).fit(data, target);
    expect(await more.predictProba(data)).toEqual(await whole.predictProba(data));
    const { warnings } = await collectWarnings(() => more.fit(data, target));
    expect(warnings.map(({ message }) => message).join()).toMatch(/grows no new trees/);
    const fewer = small.with({ nEstimators: 2 }).restore(small.fitted);
    await expect(fewer.fit(data, target)).rejects.toThrow(/must not shrink/);
    const other = Array.from(target, (c) => c + 1);
    await expect(more.fit(data, other)).rejects.toThrow(/warm start needs/);
  });
});

describe('bootstrap samples', () => {
  it('can be looked at, and are what the trees were grown on', async () => {
    const { X, y } = noisy(80, 4);
    const forest = new RandomForestRegressor({ nEstimators: 4, maxSamples: 20, randomState: 1 });
    await forest.fit(X, y);
    const samples = forest.estimatorsSamples;
    expect(samples.map(({ length }) => length)).toEqual([20, 20, 20, 20]);
    forest.estimators.forEach(({ tree }, t) => {
      expect(tree.nNodeSamples[0]).toBe(new Set(samples[t]).size);
      expect(tree.weightedNNodeSamples[0]).toBe(20);
    });
    const all = await new ExtraTreesRegressor({ nEstimators: 2, randomState: 1 }).fit(X, y);
    expect(all.estimatorsSamples[1].length).toBe(80);
  });

  it('take rows of weight 0 never, and need bootstrap', async () => {
    const { X, y } = noisy(40, 4);
    const sampleWeight = Array.from(y, (_, i) => i % 3);
    const forest = await new RandomForestRegressor({ nEstimators: 6, randomState: 1 }).fit(X, y, {
      sampleWeight,
    });
    for (const rows of forest.estimatorsSamples) expect(Array.from(rows).every((i) => i % 3 > 0)).toBe(true);
    const bad = new ExtraTreesRegressor({ maxSamples: 0.5 });
    await expect(bad.fit(X, y)).rejects.toThrow(/'maxSamples' needs bootstrap/);
    await expect(new ExtraTreesRegressor({ oobScore: true }).fit(X, y)).rejects.toThrow(
      /'oobScore' needs bootstrap/,
    );
  });

  it('score themselves, also by a function, and warn of rows that no tree left out', async () => {
    const { data, target } = await loadIris();
    const forest = new RandomForestClassifier({
      nEstimators: 30,
      randomState: 0,
      oobScore: (truth: ArrayLike<unknown>, predicted: ArrayLike<unknown>) =>
        Array.from(truth).filter((label, i) => label !== predicted[i]).length,
    });
    await forest.fit(data, target);
    expect(forest.oobScore).toBeLessThan(15);
    const { warnings } = await collectWarnings(() =>
      new RandomForestClassifier({ nEstimators: 1, randomState: 0, oobScore: true }).fit(data, target),
    );
    expect(warnings.map(({ message }) => message).join()).toMatch(/no out-of-bag prediction/);
    const without = await new RandomForestClassifier({ nEstimators: 2 }).fit(data, target);
    expect(() => without.oobScore).toThrow(/oobScore: true/);
  });
});

describe('quantiles', () => {
  it('equal those of the weighted training rows in shared leaves', async () => {
    const { X, y } = noisy(60, 6);
    const params = { nEstimators: 7, minSamplesLeaf: 6, storeLeaves: true, randomState: 5 };
    for (const ccpAlpha of [0, 0.05]) {
      const forest = await new RandomForestRegressor({ ...params, ccpAlpha }).fit(X, y);
      const quantiles = [0, 0.1, 0.5, 0.9, 1];
      const ours = (await forest.predictQuantiles(X, quantiles)).to2DArray();
      const leaves = await forest.apply(X);
      const samples = forest.estimatorsSamples;
      for (let i = 0; i < 10; i++) {
        const shares = new Float64Array(60);
        samples.forEach((rows, t) => {
          const same = Array.from(rows).filter((r) => leaves.get(r, t) === leaves.get(i, t));
          for (const r of same) shares[r] += 1 / (7 * same.length);
        });
        const order = Array.from(y.keys()).sort((a, b) => y[a] - y[b]);
        const expected = quantiles.map((q) => {
          let sum = 0;
          return y[order.find((r) => shares[r] > 0 && (sum += shares[r]) >= q - 1e-9) as number];
        });
        expect(ours[i]).toEqual(expected);
      }
    }
  });

  it('cover about as much as they say', async () => {
    const train = noisy(1500, 7);
    const test = noisy(500, 8);
    const forest = new RandomForestRegressor({
      nEstimators: 60,
      minSamplesLeaf: 10,
      storeLeaves: true,
      randomState: 0,
    });
    await forest.fit(train.X, train.y);
    const [low, high] = (await forest.predictQuantiles(test.X, [0.05, 0.95])).transpose().to2DArray();
    const covered = test.y.filter((v, i) => v >= low[i] && v <= high[i]).length / 500;
    expect(covered).toBeGreaterThan(0.85);
    expect(covered).toBeLessThan(0.97);
  });

  it('need stored leaves, one target and shares', async () => {
    const { X, y } = noisy(30, 9);
    const plain = await new RandomForestRegressor({ nEstimators: 2 }).fit(X, y);
    await expect(plain.predictQuantiles(X)).rejects.toThrow(/storeLeaves: true/);
    const stored = await new RandomForestRegressor({ nEstimators: 2, storeLeaves: true }).fit(X, y);
    await expect(stored.predictQuantiles(X, [1.5])).rejects.toThrow(/from 0 to 1/);
    const both = Matrix.from2DArray(Array.from(y, (v) => [v, v]));
    await stored.fit(X, both);
    await expect(stored.predictQuantiles(X)).rejects.toThrow(/one target/);
  });
});

describe('forests', () => {
  it('with bins are as accurate as exact ones', async () => {
    const { data, target } = await loadDigits();
    const rows = (first: number): number[] => Array.from({ length: 898 }, (_, i) => first + 2 * i);
    const labels = rows(0).map((i) => target[i]);
    for (const maxBins of [null, 8]) {
      const forest = new RandomForestClassifier({ nEstimators: 40, randomState: 0, maxBins });
      await forest.fit(data.takeRows(rows(0)), labels);
      const score = await forest.score(
        data.takeRows(rows(1)),
        rows(1).map((i) => target[i]),
      );
      expect(score).toBeGreaterThan(0.94);
    }
  });

  it('average their trees, for one row as for many', async () => {
    const { X, y } = noisy(300, 10);
    for (const forest of [
      new RandomForestRegressor({ nEstimators: 9, randomState: 1 }),
      new RandomForestRegressor({ nEstimators: 9, randomState: 1, categoricalFeatures: [2] }),
    ]) {
      await forest.fit(X, y);
      const trees = await Promise.all(forest.estimators.map((tree) => tree.predict(X)));
      const mean = y.map((_, i) => trees.reduce((sum, values) => sum + values[i], 0) / 9);
      expect(Array.from(await forest.predict(X))).toEqual(Array.from(mean));
      const holes = X.takeRows([0, 1]).set(0, 0, Number.NaN);
      const many = Matrix.from2DArray(Array.from({ length: 300 }, (_, i) => Array.from(holes.row(i % 2))));
      expectClose((await forest.predict(many)).slice(0, 2), await forest.predict(holes), {
        rtol: 0,
        atol: 0,
      });
    }
  });

  it('give the ways of rows through all trees', async () => {
    const { data, target } = await loadIris();
    const forest = await new ExtraTreesClassifier({ nEstimators: 3, maxDepth: 2, randomState: 0 }).fit(
      data,
      target,
    );
    const { nNodes, nNodesPtr, indptr, indices } = await forest.decisionPath(data);
    const leaves = await forest.apply(data);
    expect(nNodesPtr[3]).toBe(nNodes);
    for (let i = 0; i < 150; i += 10) {
      const path = Array.from(indices.subarray(indptr[i], indptr[i + 1]));
      for (let t = 0; t < 3; t++) {
        expect(path).toContain(nNodesPtr[t]);
        expect(path).toContain(nNodesPtr[t] + leaves.get(i, t));
      }
    }
  });

  it('take several outputs and balanced samples', async () => {
    const { data, target } = await loadIris();
    const y = Array.from(target, (c) => [c, c === 2 ? 'yes' : 'no']);
    const forest = new RandomForestClassifier({
      nEstimators: 15,
      classWeight: 'balanced_subsample',
      oobScore: true,
      randomState: 0,
    });
    await forest.fit(data, y);
    expect(forest.oobScore).toBeGreaterThan(0.9);
    expect((await forest.predict<unknown[]>(data))[149]).toEqual([2, 'yes']);
  });
});
