import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { RandomState } from '../../../src/core/random.js';
import { DBSCAN, dbscan } from '../../../src/estimators/cluster/index.js';
import { liveAllocations, liveSessions } from '../../../src/kernels/wasm/runtime.js';
import { pairwiseDistances } from '../../../src/metrics/index.js';
import { loadFixture } from '../../support/fixtures.js';

interface Case {
  readonly data: string;
  readonly options: Record<string, number | string | null>;
  readonly weighted: boolean;
  readonly labels: number[];
  readonly core: number[];
}

const { sets, cases } = loadFixture<{ sets: Record<string, number[][]>; cases: Case[] }>('cluster/dbscan');

const camel = (options: Case['options']) =>
  Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );

/** Labels by the definition: every pair compared, groups searched from the first core row on. */
function byDefinition(X: number[][], near: (a: number[], b: number[]) => boolean, need: number, w: number[]) {
  const neighbors = X.map((a) => X.flatMap((b, j) => (near(a, b) ? [j] : [])));
  const core = neighbors.map((list) => list.reduce((sum, j) => sum + w[j], 0) >= need);
  const labels = X.map(() => -1);
  let label = 0;
  for (let i = 0; i < X.length; i++) {
    if (!core[i] || labels[i] >= 0) continue;
    const stack = [i];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (labels[at] >= 0) continue;
      labels[at] = label;
      if (core[at]) stack.push(...neighbors[at]);
    }
    label++;
  }
  return { labels, core: [...core.keys()].filter((i) => core[i]) };
}

describe('DBSCAN equals scikit-learn', () => {
  it.each(cases)(
    'on $data $options weighted $weighted',
    async ({ data, options, weighted, labels, core }) => {
      const rows = sets[data];
      const X = options.metric === 'precomputed' ? pairwiseDistances(rows) : rows;
      const model = new DBSCAN(camel(options));
      await model.fit(X, undefined, weighted ? { sampleWeight: rows.map((_, i) => i % 4) } : {});
      // Labels and core rows identical.
      expect(Array.from(model.labels)).toEqual(labels);
      expect(Array.from(model.coreSampleIndices)).toEqual(core);
      expect(model.components.rows).toBe(core.length);
      const first = Matrix.from2DArray(X instanceof Matrix ? X.to2DArray() : X).row(core[0] ?? 0);
      if (core.length > 0) expect(Array.from(model.components.row(0))).toEqual(Array.from(first));
    },
  );
});

describe('DBSCAN', () => {
  it('gives the labels of the definition, with the tree and without', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 150 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom('euclidean', 'manhattan', 'chebyshev'),
      fc.nat({ max: 1e6 }),
      fc.boolean(),
      fc.boolean(),
      async (n, d, minSamples, leafSize, metric, seed, coarse, weighted) => {
        const random = new RandomState(seed);
        const values = random.standardNormal(n * d).map((v) => (coarse ? Math.round(2 * v) : v));
        const X = Matrix.of(values, d);
        const eps = coarse ? 1 : [0.3, 0.6, 1.2][seed % 3];
        const sampleWeight = Array.from({ length: n }, (_, i) => (weighted ? (i + 1) % 3 : 1));
        const near = (a: number[], b: number[]): boolean => {
          const gaps = a.map((v, j) => Math.abs(v - b[j]));
          if (metric === 'chebyshev') return Math.max(...gaps) <= eps;
          if (metric === 'manhattan') return gaps.reduce((s, g) => s + g, 0) <= eps;
          return gaps.reduce((s, g) => s + g * g, 0) <= eps * eps;
        };
        const expected = byDefinition(X.to2DArray(), near, minSamples, sampleWeight);
        for (const algorithm of ['kd_tree', 'ball_tree', 'brute'] as const) {
          const params = { eps, minSamples, leafSize, metric, algorithm } as const;
          const model = await new DBSCAN(params).fit(X, undefined, { sampleWeight });
          expect(Array.from(model.labels)).toEqual(expected.labels);
          expect(Array.from(model.coreSampleIndices)).toEqual(expected.core);
        }
      },
    );
    await fc.assert(property, { numRuns: 150 });
    expect([liveSessions(), liveAllocations()]).toEqual([0, 0]);
  });

  it('works on extreme scales, far from 0, and on rows that are all the same', async () => {
    const [data, { labels }] = [sets.blobs, cases[0]];
    for (const scale of [1e-150, 1e150]) {
      const X = data.map((row) => row.map((v) => v * scale));
      expect(Array.from((await new DBSCAN({ eps: scale }).fit(X)).labels)).toEqual(labels);
    }
    const far = data.map((row) => row.map((v) => v + 1e8));
    expect(Array.from((await new DBSCAN({ eps: 1 }).fit(far)).labels)).toEqual(labels);
    const same = await new DBSCAN().fit(new Array(500).fill([3, 4]));
    expect(new Set(same.labels)).toEqual(new Set([0]));
    expect(Array.from((await new DBSCAN().fit([[1, 2]])).labels)).toEqual([-1]);
  });

  it('as a function, and refuses what it cannot do', async () => {
    const { coreSamples, labels } = await dbscan(sets.grid, { eps: 1, sampleWeight: sets.grid.map(() => 1) });
    const golden = cases.find((c) => c.data === 'grid') as Case;
    expect(Array.from(labels)).toEqual(golden.labels);
    expect(Array.from(coreSamples)).toEqual(golden.core);
    await expect(new DBSCAN({ metric: 'precomputed' }).fit(sets.grid)).rejects.toThrow(/square/);
    await expect(new DBSCAN({ metric: 'cosine', algorithm: 'kd_tree' }).fit(sets.grid)).rejects.toThrow(
      /'kd_tree' cannot search with metric 'cosine'/,
    );
  });

  it('stops when asked to', async () => {
    const X = Matrix.of(new RandomState(0).standardNormal(600_000), 3);
    const abort = new AbortController();
    const done = new DBSCAN({ eps: 0.5, minSamples: 50_000 }).fit(X, undefined, { signal: abort.signal });
    setTimeout(() => abort.abort(), 30);
    await expect(done).rejects.toThrow(/abort/i);
  });
});
