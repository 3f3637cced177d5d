import { describe, expect, it } from 'vitest';
import { collectWarnings } from '../../src/core/warnings.js';
import { IsotonicRegression } from '../../src/estimators/isotonic/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  readonly options: ConstructorParameters<typeof IsotonicRegression>[0];
  readonly weighted: boolean;
  readonly predict: number[];
  readonly x: number[];
  readonly y: number[];
}

const { isotonic } = loadFixture<{
  isotonic: { x: number[]; y: number[]; weights: number[]; at: number[]; cases: Case[] };
}>('linear_model/cases');
const column = (values: readonly number[]): number[][] => values.map((value) => [value]);

describe('IsotonicRegression', () => {
  it.each(isotonic.cases)('equals scikit-learn with $options, weighted $weighted', async (given) => {
    const model = new IsotonicRegression(given.options);
    await model.fit(column(isotonic.x), isotonic.y, given.weighted ? { sampleWeight: isotonic.weights } : {});
    // Means in another order of sums.
    expectClose(model.xThresholds, given.x, { rtol: 1e-12 });
    expectClose(model.yThresholds, given.y, { rtol: 1e-12 });
    expectClose(await model.predict(column(isotonic.at)), given.predict, { rtol: 1e-11 });
  });

  it('raises beyond the x of fit when asked to, and is unsure of noise', async () => {
    const model = await new IsotonicRegression({ outOfBounds: 'raise' }).fit([[1], [2]], [1, 2]);
    await expect(model.predict([[3]])).rejects.toThrow(/between 1 and 2.*Got 3 in row 0/);
    await expect(model.fit([[1, 2]], [1])).rejects.toThrow(/one column/);
    const noise = Array.from({ length: 40 }, (_, i) => (i * 17) % 40);
    const { warnings } = await collectWarnings(() =>
      new IsotonicRegression({ increasing: 'auto' }).fit(column(noise.map((_, i) => i)), noise),
    );
    expect(warnings[0].message).toMatch(/direction is uncertain/);
  });
});
