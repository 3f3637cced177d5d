import { describe, expect, it } from 'vitest';
import { InvalidInputError, InvalidParameterError } from '../../src/core/errors.js';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { loadBreastCancer, loadDiabetes, loadIris } from '../../src/datasets/index.js';
import {
  type ColumnScores,
  chi2,
  fClassif,
  fOneway,
  fRegression,
  mutualInfoClassif,
  mutualInfoRegression,
  rRegression,
} from '../../src/feature_selection/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

type Scores = { readonly scores: number[]; readonly pValues: number[] };

interface Fixture {
  readonly scores: {
    readonly fClassif: Record<'iris' | 'cancer', Scores>;
    readonly chi2: Record<'iris' | 'cancer', Scores>;
    readonly fOneway: Scores;
    readonly fRegression: Record<'centered' | 'raw' | 'free', Scores>;
    readonly rRegression: Record<'centered' | 'raw', number[]>;
  };
  readonly mixed: number[][];
  readonly kinds: number[];
  readonly number: number[];
  readonly information: number[][];
}

const fixture = loadFixture<Fixture>('feature_selection/univariate');

// Probabilities are compared relatively, far out in the tail too.
function expectScores(actual: ColumnScores, expected: Scores): void {
  expectClose(actual.scores, expected.scores, { rtol: 1e-9, atol: 0, what: 'scores' });
  expectClose(actual.pValues, expected.pValues, { rtol: 1e-9, atol: 0, what: 'pValues' });
}

describe('scores of columns', () => {
  it('fClassif and chi2 equal scikit-learn', async () => {
    for (const [name, load] of [['iris', loadIris] as const, ['cancer', loadBreastCancer] as const]) {
      const { data, target } = await load();
      expectScores(fClassif(data, target), fixture.scores.fClassif[name]);
      expectScores(chi2(data, target), fixture.scores.chi2[name]);
    }
  });

  it('fOneway equals scikit-learn', async () => {
    const { data } = await loadIris();
    const groups = [0, 50, 100].map((from) => data.takeRows(Array.from({ length: 50 }, (_, i) => from + i)));
    expectScores(fOneway(...groups), fixture.scores.fOneway);
    expect(() => fOneway([[1], [2]])).toThrow(InvalidInputError);
    expect(() => fOneway([[1]], [[2]])).toThrow(InvalidInputError);
  });

  it('rRegression and fRegression equal scikit-learn', async () => {
    const { data, target } = await loadDiabetes();
    expectScores(fRegression(data, target), fixture.scores.fRegression.centered);
    expectScores(fRegression(data, target, { center: false }), fixture.scores.fRegression.raw);
    expectScores(fRegression(data, target, { forceFinite: false }), fixture.scores.fRegression.free);
    expectClose(rRegression(data, target), fixture.scores.rRegression.centered, { rtol: 1e-10 });
    expectClose(rRegression(data, target, { center: false }), fixture.scores.rRegression.raw, {
      rtol: 1e-10,
    });
  });

  it('an F test keeps its digits with means of 1e8 and at any scale', async () => {
    const { data, target } = await loadIris();
    const plain = fClassif(data, target);
    // 1e8 + x rounds x to 1e-8 of itself.
    const far = fClassif(
      Matrix.of(
        data.data.map((x) => x + 1e8),
        4,
      ),
      target,
    );
    expectClose(far.scores, plain.scores, { rtol: 1e-6 });
    for (const scale of [1e-140, 1e140]) {
      const scaled = fClassif(
        Matrix.of(
          data.data.map((x) => x * scale),
          4,
        ),
        target,
      );
      expectClose(scaled.scores, plain.scores, { rtol: 1e-9 });
      const line = fRegression(
        Matrix.of(
          data.data.map((x) => x * scale),
          4,
        ),
        target,
      );
      expectClose(line.scores, fRegression(data, target).scores, { rtol: 1e-9 });
    }
  });

  it('constant and perfectly separated columns', async () => {
    const X = [
      [0.1, 0.3, 1],
      [0.1, 0.3, 2],
      [0.1, 0.7, 1],
      [0.1, 0.7, 3],
    ];
    const { value, warnings } = await collectWarnings(async () => fClassif(X, [0, 0, 1, 1]));
    expect(value.scores[0]).toBeNaN();
    expect(value.pValues[0]).toBeNaN();
    expect(value.scores[1]).toBe(Number.POSITIVE_INFINITY);
    expect(value.pValues[1]).toBe(0);
    expect(warnings.length).toBe(1);
    const zeros = chi2(
      [
        [0, 1],
        [0, 2],
        [0, 5],
      ],
      [0, 1, 1],
    );
    expect(zeros.scores[0]).toBeNaN();
  });

  it('a perfect line has the largest number, a constant column 0', () => {
    const X = Array.from({ length: 20 }, (_, i) => [i, 0.1, -3 * i + 0.7, (i * 7) % 5]);
    const y = X.map(([x]) => 0.3 * x + 11);
    const forced = fRegression(X, y);
    expect(Array.from(forced.scores.subarray(0, 3))).toEqual([Number.MAX_VALUE, 0, Number.MAX_VALUE]);
    expect(Array.from(forced.pValues.subarray(0, 3))).toEqual([0, 1, 0]);
    const free = fRegression(X, y, { forceFinite: false });
    expect(free.scores[0]).toBe(Number.POSITIVE_INFINITY);
    expect(free.scores[1]).toBeNaN();
    expect(rRegression(X, y)[1]).toBe(0);
    expect(rRegression(X, y, { forceFinite: false })[1]).toBeNaN();
  });

  it('mutual information equals scikit-learn, noise included', async () => {
    const { mixed: X, kinds, number, information } = fixture;
    const last = X.map((row) => row.slice(3));
    const results = [
      await mutualInfoClassif(X, kinds, { randomState: 0 }),
      await mutualInfoClassif(X, kinds, { discreteFeatures: [3, 4], randomState: 1 }),
      await mutualInfoClassif(last, kinds, { discreteFeatures: true, randomState: 1 }),
      await mutualInfoClassif(X, kinds, { nNeighbors: 7, randomState: 2 }),
      await mutualInfoRegression(X, number, { randomState: 0 }),
      await mutualInfoRegression(X, number, {
        discreteFeatures: [false, false, false, true, true],
        nNeighbors: 5,
        randomState: 1,
      }),
    ];
    results.forEach((result, i) => {
      expectClose(result, information[i], { rtol: 1e-9, atol: 1e-12, what: `case ${i}` });
    });
  });

  it('mutual information does not depend on the number of workers', async () => {
    const { mixed: X, kinds, number } = fixture;
    const parallel = { randomState: 4, nJobs: 2 };
    expect(await mutualInfoClassif(X, kinds, parallel)).toEqual(
      await mutualInfoClassif(X, kinds, { randomState: 4 }),
    );
    expect(await mutualInfoRegression(X, number, parallel)).toEqual(
      await mutualInfoRegression(X, number, { randomState: 4 }),
    );
  });

  it('mutual information of kinds with few rows, duplicates and any scale', async () => {
    const X = new RandomState(0).standardNormal(60);
    const y = Array.from(X, (x, i) => (i < 3 ? i + 5 : x > 0 ? 1 : 0));
    const one = await mutualInfoClassif(Matrix.of(X, 1), y, { randomState: 0 });
    expect(one[0]).toBeGreaterThan(0.4);
    const tiny = await mutualInfoClassif(
      Matrix.of(
        X.map((x) => x * 1e-150),
        1,
      ),
      y,
      { randomState: 0 },
    );
    expectClose(tiny, one, { rtol: 1e-9 });
    const alone = await mutualInfoClassif([[1], [2], [3]], ['a', 'b', 'c']);
    expect(alone[0]).toBe(0);
    const same = await mutualInfoRegression(Matrix.zeros(50, 1), X.subarray(0, 50), { randomState: 0 });
    expect(same[0]).toBeLessThan(0.3);
  });

  it('refuses what cannot be scored', async () => {
    expect(() => fClassif([[1], [2]], [1, 1])).toThrow(/two classes/);
    expect(() => fClassif([[1], [2]], [0, 1])).toThrow(/more rows than classes/);
    expect(() => chi2([[1], [-2]], [0, 1])).toThrow(/negative.*-2 in row 1/);
    expect(() => fRegression([[1], [2]], [1, 2])).toThrow(InvalidInputError);
    expect(() =>
      rRegression(
        [[1], [2]],
        [
          [1, 2],
          [3, 4],
        ],
      ),
    ).toThrow(/one number per row/);
    await expect(mutualInfoRegression([[1], [2]], [1, 2])).rejects.toThrow(/more rows than neighbours/);
    const bad = { discreteFeatures: [9] };
    await expect(mutualInfoClassif([[1], [2]], [1, 2], bad)).rejects.toThrow(InvalidParameterError);
    await expect(mutualInfoClassif([[1], [2]], [1, 2], { nNeighbors: 0 })).rejects.toThrow(/nNeighbors/);
  });
});
