import { describe, expect, it } from 'vitest';
import { collectWarnings } from '../../../src/core/warnings.js';
import { LocalOutlierFactor } from '../../../src/estimators/neighbors/index.js';
import { pairwiseDistances } from '../../../src/metrics/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';
import { sets } from './support.js';

interface Case {
  data: string;
  params: {
    n_neighbors?: number;
    metric?: 'manhattan';
    contamination?: number;
    algorithm?: 'ball_tree';
    p?: number;
  };
  labels: number[];
  factor: number[];
  offset: number;
  nNeighbors: number;
  novelty: number[];
  scores: number[];
  decision: number[];
}

const { cases } = loadFixture<{ cases: Case[] }>('neighbors/lof');
// Distances differ in their last bits, and the mean of 1e-10 more.
const close = { rtol: 1e-12, atol: 1e-13 };

describe('LocalOutlierFactor equals scikit-learn', () => {
  it.each(cases)('$data $params', async ({ params: { n_neighbors: nNeighbors, ...rest }, ...golden }) => {
    const { X, Q } = sets[golden.data];
    const params = { ...rest, nNeighbors };
    await collectWarnings(async () => {
      const detector = new LocalOutlierFactor(params);
      expect(Array.from(await detector.fitPredict(X))).toEqual(golden.labels);
      expectClose(detector.negativeOutlierFactor, golden.factor, close);
      expectClose(detector.offset, golden.offset, close);
      expect(detector.nNeighbors).toBe(golden.nNeighbors);
      const novelty = await new LocalOutlierFactor({ ...params, novelty: true }).fit(X);
      expect(Array.from(await novelty.predict(Q))).toEqual(golden.novelty);
      expectClose(await novelty.scoreSamples(Q), golden.scores, close);
      expectClose(await novelty.decisionFunction(Q), golden.decision, { rtol: 1e-11, atol: 1e-12 });
    });
  });
});

describe('LocalOutlierFactor', () => {
  const { X } = sets.two;

  it('takes distances, and gives the same factors for every search', async () => {
    const detector = await new LocalOutlierFactor({ nNeighbors: 5 }).fit(X);
    const given = await new LocalOutlierFactor({ nNeighbors: 5, metric: 'precomputed' }).fit(
      pairwiseDistances(X),
    );
    expectClose(given.negativeOutlierFactor, detector.negativeOutlierFactor, close);
    for (const algorithm of ['brute', 'ball_tree'] as const) {
      const other = await new LocalOutlierFactor({ nNeighbors: 5, algorithm }).fit(X);
      expectClose(other.negativeOutlierFactor, detector.negativeOutlierFactor, close);
      expect(other.fitMethod).toBe(algorithm);
    }
    expect((await detector.kneighbors()).indices.columns).toBe(5);
    expect((await detector.kneighborsGraph(X, { nNeighbors: 2 })).indices.length).toBe(140);
  });

  it('judges rows of fit or new rows, as novelty says', async () => {
    const detector = await new LocalOutlierFactor().fit(X);
    await expect(detector.predict(X)).rejects.toThrow(/'predict' is not there with novelty false/);
    await expect(detector.scoreSamples(X)).rejects.toThrow(/novelty: true/);
    await expect(new LocalOutlierFactor({ novelty: true }).fitPredict(X)).rejects.toThrow(/novelty true/);
    expect(detector.supports('predict')).toBe(false);
    expect(detector.supports('fitPredict')).toBe(true);
  });

  it('warns of duplicates and of too many neighbours, and needs two rows', async () => {
    const copies = [...Array.from({ length: 8 }, () => [1]), [1.1], [1.2], [5]];
    const { value, warnings } = await collectWarnings(async () => {
      const detector = new LocalOutlierFactor({ nNeighbors: 3 });
      await detector.fit(copies);
      return detector.negativeOutlierFactor;
    });
    expect(value.every(Number.isFinite)).toBe(true);
    expect(warnings[0].message).toMatch(/Duplicate rows/);
    const many = await collectWarnings(() => new LocalOutlierFactor({ nNeighbors: 9 }).fit([[0], [1], [2]]));
    expect(many.value.nNeighbors).toBe(2);
    expect(many.warnings[0].message).toMatch(/2 neighbours are used/);
    await expect(new LocalOutlierFactor().fit([[1]])).rejects.toThrow(/at least 2 rows/);
  });

  it('does not depend on the place or the scale of the data', async () => {
    const plain = await new LocalOutlierFactor({ nNeighbors: 5 }).fit(X);
    const shifted = await new LocalOutlierFactor({ nNeighbors: 5 }).fit(
      X.map((row) => row.map((v) => v + 1e8)),
    );
    // Coordinates near 1e8 keep about eight digits behind the point.
    expectClose(shifted.negativeOutlierFactor, plain.negativeOutlierFactor, { rtol: 1e-5 });
    const large = await new LocalOutlierFactor({ nNeighbors: 5 }).fit(
      X.map((row) => row.map((v) => v * 1e150)),
    );
    expectClose(large.negativeOutlierFactor, plain.negativeOutlierFactor, { rtol: 1e-8 });
  });
});
