import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { normalCdf, normalQuantile } from '../../src/kernels/normal.js';
import { type QuantileMethod, quantileBy } from '../../src/preprocessing/bin_edges.js';
import {
  Binarizer,
  KBinsDiscretizer,
  MaxAbsScaler,
  MinMaxScaler,
  Normalizer,
  PolynomialFeatures,
  PowerTransformer,
  QuantileTransformer,
  RobustScaler,
  StandardScaler,
} from '../../src/preprocessing/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  estimator: string;
  params: Record<string, unknown>;
  data: string;
  weighted: boolean;
  attributes: Record<string, number[] | number[][]>;
  names: string[];
  transform: number[][];
  inverse?: number[][];
}

interface Fixture {
  data: Record<string, number[][]>;
  weights: number[];
  cases: Case[];
}

interface Fittable {
  fit(X: Matrix, y?: undefined, options?: { sampleWeight?: number[] }): Promise<unknown>;
  transform(X: Matrix): Promise<Matrix>;
  inverseTransform(X: Matrix): Promise<Matrix>;
  getFeatureNamesOut(): string[];
}

const classes = [
  Binarizer,
  KBinsDiscretizer,
  MaxAbsScaler,
  MinMaxScaler,
  Normalizer,
  PolynomialFeatures,
  PowerTransformer,
  QuantileTransformer,
  RobustScaler,
  StandardScaler,
];

/** Exponents come from a search that ends within about 1e-8 of a flat optimum, at different points. */
const tolerances: Record<string, { rtol: number; atol: number }> = {
  PowerTransformer: { rtol: 2e-6, atol: 2e-6 },
};

function toleranceOf({ estimator, data }: Case): { rtol: number; atol: number } {
  if (tolerances[estimator]) return tolerances[estimator];
  // Values of 1e8 keep 1e-8 of their deviation from the mean after the mean is taken off.
  if (data === 'made' || data === 'holes') return { rtol: 1e-8, atol: 2e-8 };
  return { rtol: 1e-10, atol: 1e-10 };
}

describe.each(['scalers', 'shapers'])('parity with scikit-learn: %s', (file) => {
  const { data, weights, cases } = loadFixture<Fixture>(`preprocessing/${file}`);

  it.each(
    cases.map(
      (c, i) => [`${i} ${c.estimator} ${JSON.stringify(c.params)} ${c.data} ${c.weighted}`, c] as const,
    ),
  )('%s', async (_, expected) => {
    const Class = classes.find((candidate) => candidate.declaration.name === expected.estimator);
    const estimator = new (Class as unknown as new (params: object) => Fittable)(expected.params);
    const X = Matrix.from2DArray(data[expected.data]);
    const tolerance = toleranceOf(expected);
    await collectWarnings(async () => {
      await estimator.fit(X, undefined, expected.weighted ? { sampleWeight: weights } : {});
      for (const [name, value] of Object.entries(expected.attributes)) {
        const got = (estimator as unknown as Record<string, number[]>)[name];
        expectClose(got, value, { ...tolerance, what: name });
      }
      const Z = await estimator.transform(X);
      expectClose(Z, expected.transform, { ...tolerance, what: 'transform' });
      expect(estimator.getFeatureNamesOut()).toEqual(expected.names);
      if (expected.inverse) {
        const back = await estimator.inverseTransform(Z);
        expectClose(back, expected.inverse, { rtol: Math.max(tolerance.rtol, 1e-9), atol: tolerance.atol });
      }
    });
  });
});

describe('quantiles and the normal distribution', () => {
  const fixture = loadFixture<{
    values: number[];
    levels: number[];
    quantiles: Record<QuantileMethod, number[]>;
    p: number[];
    ppf: number[];
    x: number[];
    cdf: number[];
  }>('preprocessing/quantiles');

  it.each(Object.keys(fixture.quantiles) as QuantileMethod[])('%s as in NumPy', (method) => {
    const sorted = Float64Array.from(fixture.values);
    const got = fixture.levels.map((level) => quantileBy(sorted, level / 100, method));
    expectClose(got, fixture.quantiles[method], { rtol: 1e-14 });
  });

  it('takes the value at an even rank for closest_observation half-way between two', () => {
    // Hyndman and Fan type 3, as NumPy 2 has it: n q = 2.5 is half-way between ranks 2 and 3, 3.5 between 3 and 4.
    const sorted = Float64Array.of(10, 20, 30, 40, 50);
    expect(quantileBy(sorted, 0.5, 'closest_observation')).toBe(20);
    expect(quantileBy(sorted, 0.7, 'closest_observation')).toBe(40);
  });

  it('has the normal quantiles of SciPy', () => {
    expectClose(fixture.p.map(normalQuantile), fixture.ppf, { rtol: 1e-14, atol: 1e-16 });
  });

  it('has the normal distribution function of SciPy', () => {
    expectClose(fixture.x.map(normalCdf), fixture.cdf, { rtol: 1e-12, atol: 0 });
  });
});
