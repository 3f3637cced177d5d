import { describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { collectWarnings } from '../../../src/core/warnings.js';
import { AffinityPropagation } from '../../../src/estimators/cluster/index.js';
import { pairwiseDistances } from '../../../src/metrics/index.js';
import { loadFixture } from '../../support/fixtures.js';

interface Case {
  readonly data: string;
  readonly options: Record<string, number | string | number[]>;
  readonly labels: number[];
  readonly centers: number[];
  readonly nIter: number;
}

const { sets, cases } = loadFixture<{ sets: Record<string, number[][]>; cases: Case[] }>(
  'cluster/affinity_propagation',
);

const camel = (options: Case['options']) =>
  Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );

const similarities = (rows: number[][]): Matrix => {
  const distances = pairwiseDistances(rows);
  return Matrix.of(
    distances.data.map((d) => -(d ** 2)),
    rows.length,
  );
};

describe('AffinityPropagation equals scikit-learn', () => {
  it.each(cases)('on $data $options', async ({ data, options, ...golden }) => {
    const rows = sets[data];
    const X = options.affinity === 'precomputed' ? similarities(rows) : rows;
    const make = () => new AffinityPropagation({ ...camel(options), randomState: 3 }).fit(X);
    const { value: model } = await collectWarnings(make);
    // Labels, exemplars and iterations identical.
    expect(Array.from(model.labels)).toEqual(golden.labels);
    expect(Array.from(model.clusterCentersIndices)).toEqual(golden.centers);
    expect(model.nIter).toBe(golden.nIter);
  });
});

describe('AffinityPropagation', () => {
  it('gives rows the exemplar that is nearest', async () => {
    const model = await new AffinityPropagation({ preference: -50, randomState: 0 }).fit(sets.blobs);
    expect(await model.predict(sets.blobs)).toEqual(model.labels);
    expect(model.clusterCenters?.rows).toBe(model.clusterCentersIndices.length);
    const given = await new AffinityPropagation({ affinity: 'precomputed', randomState: 0 }).fit(
      similarities(sets.moons),
    );
    expect(given.clusterCenters).toBe(null);
    await expect(given.predict(sets.moons)).rejects.toThrow(/'precomputed'/);
  });

  it('says when it cannot tell or does not converge, and refuses what it cannot do', async () => {
    const same = new Array(4).fill([1, 2]);
    for (const [preference, labels] of [
      [1, [0, 1, 2, 3]],
      [-1, [0, 0, 0, 0]],
    ] as const) {
      const { value, warnings } = await collectWarnings(() =>
        new AffinityPropagation({ preference }).fit(same),
      );
      expect(Array.from(value.labels)).toEqual(labels);
      expect(warnings[0].message).toMatch(/equally similar/);
    }
    const short = new AffinityPropagation({ maxIter: 2, randomState: 0 });
    const { value, warnings } = await collectWarnings(() => short.fit(sets.moons));
    expect(warnings[0].message).toMatch(/did not converge/);
    expect(value.nIter).toBe(2);
    await expect(new AffinityPropagation({ preference: [1, 2] }).fit(sets.moons)).rejects.toThrow(
      /one number for each/,
    );
    await expect(new AffinityPropagation({ affinity: 'precomputed' }).fit(sets.moons)).rejects.toThrow(
      /square/,
    );
  });
});
