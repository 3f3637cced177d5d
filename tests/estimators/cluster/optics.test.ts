import { describe, expect, it } from 'vitest';
import { collectWarnings } from '../../../src/core/warnings.js';
import {
  clusterOpticsDbscan,
  clusterOpticsXi,
  computeOpticsGraph,
  OPTICS,
} from '../../../src/estimators/cluster/index.js';
import { pairwiseDistances } from '../../../src/metrics/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

interface Case {
  readonly data: string;
  readonly options: Record<string, number | string | boolean | null>;
  readonly labels: number[];
  readonly ordering: number[];
  readonly reachability: number[];
  readonly core: number[];
  readonly predecessor: number[];
  readonly clusters: number[][] | null;
}

const { sets, cases } = loadFixture<{ sets: Record<string, number[][]>; cases: Case[] }>('cluster/optics');

const camel = (options: Case['options']) =>
  Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );

describe('OPTICS equals scikit-learn', () => {
  it.each(cases)('on $data $options', async ({ data, options, ...golden }) => {
    const rows = sets[data];
    const X = options.metric === 'precomputed' ? pairwiseDistances(rows) : rows;
    const { value: model } = await collectWarnings(() => new OPTICS(camel(options)).fit(X));
    // Order, labels, predecessors and hierarchy identical.
    expect(Array.from(model.ordering)).toEqual(golden.ordering);
    expect(Array.from(model.labels)).toEqual(golden.labels);
    expect(Array.from(model.predecessor)).toEqual(golden.predecessor);
    // to2DArray of no rows is []; scikit-learn gives no shape then.
    expect(model.clusterHierarchy?.to2DArray() ?? null).toEqual(golden.clusters);
    // Powers and roots differ in the last bits between libraries.
    expectClose(Array.from(model.reachability), golden.reachability, { rtol: 1e-12 });
    expectClose(Array.from(model.coreDistances.slice(0, 40)), golden.core, { rtol: 1e-12 });
  });
});

describe('OPTICS', () => {
  it('in steps gives what it gives at once', async () => {
    const graph = await computeOpticsGraph(sets.blobs, { minSamples: 0.05, maxEps: 3 });
    const model = await new OPTICS({ minSamples: 0.05, maxEps: 3, minClusterSize: 20 }).fit(sets.blobs);
    expect(graph.ordering).toEqual(model.ordering);
    const { labels, clusters } = clusterOpticsXi({ ...graph, minSamples: 0.05, minClusterSize: 20 });
    expect(labels).toEqual(model.labels);
    expect(clusters.data).toEqual(model.clusterHierarchy?.data);
    const cut = await new OPTICS({ minSamples: 0.05, maxEps: 3, eps: 1, clusterMethod: 'dbscan' }).fit(
      sets.blobs,
    );
    expect(clusterOpticsDbscan({ ...graph, eps: 1 })).toEqual(cut.labels);
  });

  it('works on large scales and on rows that are all the same', async () => {
    const { labels } = cases[0];
    const X = sets.blobs.map((row) => row.map((v) => v * 2 ** 500));
    expect(Array.from((await new OPTICS().fit(X)).labels)).toEqual(labels);
    const same = await new OPTICS().fit(new Array(30).fill([3, 4]));
    expect(same.reachability.slice(1)).toEqual(new Float64Array(29));
  });

  it('says when nothing can be reached, and refuses what it cannot do', async () => {
    const { warnings } = await collectWarnings(() => new OPTICS({ maxEps: 1e-9 }).fit(sets.moons));
    expect(warnings[0].message).toMatch(/no row can be reached/);
    await expect(new OPTICS().fit(sets.moons.slice(0, 3))).rejects.toThrow(/minSamples|minClusterSize/);
    await expect(new OPTICS({ minClusterSize: 999 }).fit(sets.moons)).rejects.toThrow(/minClusterSize.*999/);
    await expect(new OPTICS({ clusterMethod: 'dbscan', eps: 2, maxEps: 1 }).fit(sets.moons)).rejects.toThrow(
      /'eps' must be at most maxEps/,
    );
    const graph = await computeOpticsGraph(sets.moons);
    expect(() => clusterOpticsXi({ ...graph, minSamples: 2.5 })).toThrow(/minSamples must be/);
    expect(() => clusterOpticsXi({ ...graph, minSamples: 5, xi: 2 })).toThrow(/xi must be/);
    expect(() => clusterOpticsXi({ ...graph, ordering: [0], minSamples: 5 })).toThrow(/equally long/);
    expect(() => clusterOpticsDbscan({ ...graph, eps: -1 })).toThrow(/eps must be/);
  });
});
