import { describe, expect, it } from 'vitest';
import { SplineTransformer } from '../../src/preprocessing/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Fixture {
  readonly X: number[][];
  readonly new: number[][];
  readonly weight: number[];
  readonly gaps: number[][];
  readonly given: number[][];
  readonly cases: Record<string, { fit: number[][]; new?: number[][]; names: string[] }>;
}

type Options = NonNullable<ConstructorParameters<typeof SplineTransformer>[0]>;

const fixture = loadFixture<Fixture>('preprocessing/splines');

function optionsOf(name: string): Options {
  if (name === 'given') return { knots: fixture.given, extrapolation: 'linear', includeBias: false };
  if (name === 'weighted quantile') return { knots: 'quantile' };
  if (name === 'weighted uniform') return { nKnots: 3 };
  if (name === 'missing') return { handleMissing: 'zeros', knots: 'quantile' };
  const [extrapolation, degree, knots] = name.split(' ');
  return {
    extrapolation: extrapolation as 'linear',
    degree: Number(degree),
    knots: knots as 'uniform',
  };
}

describe('SplineTransformer', () => {
  it.each(Object.keys(fixture.cases))('%s equals scikit-learn', async (name) => {
    const expected = fixture.cases[name];
    const X = name === 'missing' ? fixture.gaps : fixture.X;
    const spline = new SplineTransformer(optionsOf(name));
    const sampleWeight = name.startsWith('weighted') ? fixture.weight : undefined;
    await spline.fit(X, undefined, sampleWeight ? { sampleWeight } : {});
    // scikit-learn counts the degree up while it goes over the columns, so that of degrees 0 and 1 with linear
    // extrapolation only its first column is right.
    const right = (rows: number[][]): number[][] =>
      /^linear [01]/.test(name) ? rows.map((row) => row.slice(0, row.length / 2)) : rows;
    const actual = (await spline.transform(X)).to2DArray();
    expectClose(right(actual), right(expected.fit), { rtol: 1e-10, atol: 1e-13 });
    if (expected.new) {
      const fresh = (await spline.transform(fixture.new)).to2DArray();
      // Beyond the knots the polynomials grow to 1e3 and cancel.
      expectClose(right(fresh), right(expected.new), { rtol: 1e-10, atol: 1e-9 });
    }
    expect(spline.getFeatureNamesOut(['a', 'b'])).toEqual(expected.names);
    expect(spline.nFeaturesOut).toBe(expected.names.length);
  });

  it('the splines add up to 1, also of degree 0 and beyond the knots', async () => {
    for (const degree of [0, 1, 4]) {
      const spline = await new SplineTransformer({ degree }).fit(fixture.X);
      for (const row of (await spline.transform(fixture.new)).to2DArray()) {
        expectClose([row.reduce((sum, value) => sum + value, 0)], [2], { rtol: 1e-12 });
      }
    }
  });

  it('constant columns give zeros, large means and small scales the same splines', async () => {
    const constant = await new SplineTransformer().fitTransform([[0.1], [0.1]]);
    expect(Array.from(constant.data).every((value) => value === 0)).toBe(true);
    const plain = await new SplineTransformer().fitTransform(fixture.X);
    for (const scale of [1e-150, 1e150]) {
      const scaled = await new SplineTransformer().fitTransform(
        fixture.X.map((row) => row.map((x) => x * scale)),
      );
      expectClose(scaled, plain, { rtol: 1e-9 });
    }
  });

  it('refuses what cannot be', async () => {
    const strict = await new SplineTransformer({ extrapolation: 'error' }).fit(fixture.X);
    await expect(strict.transform(fixture.new)).rejects.toThrow(/within the knots.*-6 in row 0/);
    expect(() => new SplineTransformer({ extrapolation: 'periodic', degree: 5 })).toThrow(/degree/);
    const given = new SplineTransformer({ knots: fixture.given });
    await expect(given.fit([[1], [2]])).rejects.toThrow(/1 columns/);
    await expect(new SplineTransformer().fit([[1, 2]])).rejects.toThrow(/two rows/);
  });
});
