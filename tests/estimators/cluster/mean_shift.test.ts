import { describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { RandomState } from '../../../src/core/random.js';
import { collectWarnings } from '../../../src/core/warnings.js';
import { estimateBandwidth, getBinSeeds, MeanShift } from '../../../src/estimators/cluster/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

const { sets, cases, bandwidths, seeds } = loadFixture<{
  sets: Record<string, number[][]>;
  cases: {
    data: string;
    params: {
      bandwidth?: number;
      bin_seeding?: boolean;
      min_bin_freq?: number;
      cluster_all?: boolean;
      max_iter?: number;
      seeds?: number[][];
    };
    centers: number[][];
    labels: number[];
    nIter: number;
    predict: number[];
  }[];
  bandwidths: { data: string; quantile: number; all: number; some: number }[];
  seeds: { data: string; size: number; least: number; seeds: number[][] }[];
}>('cluster/mean_shift');

describe('MeanShift equals scikit-learn', () => {
  it.each(cases)('$data $params', async ({ data, params, ...golden }) => {
    const X = sets[data];
    const { bandwidth, seeds: from } = params;
    const { value: model } = await collectWarnings(() =>
      new MeanShift({
        bandwidth,
        seeds: from,
        binSeeding: params.bin_seeding,
        minBinFreq: params.min_bin_freq,
        clusterAll: params.cluster_all,
        maxIter: params.max_iter,
      }).fit(X),
    );
    expect(Array.from(model.labels)).toEqual(golden.labels);
    expect(model.nIter).toBe(golden.nIter);
    // Means of the same rows, summed in another order.
    expectClose(model.clusterCenters, golden.centers, { rtol: 1e-12, atol: 1e-12 });
    const queries = X.filter((_, i) => i % 7 === 0).map((row) => row.map((v) => v * 1.1));
    expect(Array.from(await model.predict(queries))).toEqual(golden.predict);
  });

  it.each(bandwidths)('estimateBandwidth $data $quantile', async ({ data, quantile, all, some }) => {
    // In many columns scikit-learn's distance of a row to itself is the root of a rounding error.
    const close = { rtol: 1e-13, atol: quantile === 0 ? 1e-6 : 0 };
    expectClose(await estimateBandwidth(sets[data], { quantile }), all, close);
    const drawn = await estimateBandwidth(sets[data], { quantile, nSamples: 25, randomState: 3 });
    expectClose(drawn, some, close);
  });

  it.each(seeds)('getBinSeeds $data $size $least', async ({ data, size, least, seeds: golden }) => {
    const { value } = await collectWarnings(() => getBinSeeds(sets[data], size, least));
    expectClose(golden.length === 0 ? [] : value, golden, { rtol: 1e-12, atol: 1e-12 });
    expect(value.rows).toBe(golden.length);
  });
});

describe('MeanShift', () => {
  it('handles duplicates, one row, large means and extreme scales', async () => {
    const same = await new MeanShift().fit(Array.from({ length: 9 }, () => [2, 3]));
    expect([Array.from(same.labels), same.clusterCenters.to2DArray()]).toEqual([
      new Array(9).fill(0),
      [[2, 3]],
    ]);
    const one = await new MeanShift({ bandwidth: 1 }).fit([[7]]);
    expect(Array.from(one.labels)).toEqual([0]);
    const X = sets.two;
    const plain = await new MeanShift({ bandwidth: 2 }).fit(X);
    const far = await new MeanShift({ bandwidth: 2 }).fit(X.map((row) => row.map((v) => v + 1e8)));
    expect(far.labels).toEqual(plain.labels);
    for (const scale of [1e-140, 1e140]) {
      const scaled = await new MeanShift({ bandwidth: 2 * scale }).fit(
        X.map((row) => row.map((v) => v * scale)),
      );
      expect(scaled.labels).toEqual(plain.labels);
    }
  });

  it('gives the bits of one worker on two', async () => {
    const X = Matrix.of(new RandomState(0).standardNormal(900), 3);
    const alone = await new MeanShift({ bandwidth: 0.8 }).fit(X);
    const pair = await new MeanShift({ bandwidth: 0.8, nJobs: 2 }).fit(X);
    expect(pair.clusterCenters).toEqual(alone.clusterCenters);
    expect(pair.labels).toEqual(alone.labels);
  });

  it('says what is wrong', async () => {
    const seeded = new MeanShift({ bandwidth: 1, seeds: [[99]] });
    await expect(seeded.fit([[0], [1]])).rejects.toThrow(/no row lies within the bandwidth/);
    await expect(seeded.fit([[0, 1]])).rejects.toThrow(/seeds must have the 2 columns/);
    await expect(estimateBandwidth([[1]], { quantile: 2 })).rejects.toThrow(/'quantile'/);
    expect(() => getBinSeeds([[1]], -1)).toThrow(/'binSize'/);
    const { value, warnings } = await collectWarnings(() => getBinSeeds([[0], [9]], 1));
    expect(value.to2DArray()).toEqual([[0], [9]]);
    expect(warnings[0].message).toMatch(/a bin of its own/);
  });
});
