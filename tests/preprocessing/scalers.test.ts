import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import {
  MaxAbsScaler,
  MinMaxScaler,
  maxabsScale,
  minmaxScale,
  RobustScaler,
  robustScale,
  StandardScaler,
  scale,
} from '../../src/preprocessing/index.js';
import { expectClose } from '../support/fixtures.js';

const column = (values: readonly number[]): Matrix => Matrix.of(Float64Array.from(values), 1);

describe('StandardScaler on constant columns (scikit-learn #17794, #19726)', () => {
  const sizes = [6, 8, 22, 1000];
  const values = [14.62, 0, 1, -3e-7, 1e-30, 1e-10, 1 / 3, 1e10, 1e30];

  it.each(sizes.flatMap((n) => values.map((value) => [n, value] as const)))(
    '%d times %d',
    async (n, value) => {
      const X = column(new Array<number>(n).fill(value));
      const scaler = await new StandardScaler().fit(X);
      expect(scaler.scale).toEqual(Float64Array.of(1));
      // The mean of n equal values may be off in the last digit; nothing must blow that up.
      expectClose(await scaler.transform(X), new Array(n).fill(0), { atol: 4e-16 * Math.abs(value) });
    },
  );

  it('takes rounding noise about a constant for constant', async () => {
    const X = column(Array.from({ length: 1000 }, (_, i) => 14.62 + (i % 2) * 1.8e-15));
    expect((await new StandardScaler().fit(X)).scale).toEqual(Float64Array.of(1));
  });

  it('subtracts the mean of a constant column from new data too (scholar #363)', async () => {
    const scaler = await new StandardScaler().fit([
      [7, 1],
      [7, 3],
    ]);
    expect((await scaler.transform([[9, 2]])).to2DArray()).toEqual([[2, 0]]);
    expect((await scaler.inverseTransform([[2, 0]])).to2DArray()).toEqual([[9, 2]]);
  });

  it('scales small but real spread', async () => {
    const Z = await new StandardScaler().fitTransform([[1e-20], [3e-20]]);
    expectClose(Z, [-1, 1], { rtol: 1e-12 });
  });
});

describe('StandardScaler far from zero', () => {
  const random = new RandomState(3);
  const offsets = Array.from({ length: 999 }, () => Math.round(1000 * random.standardNormal()) / 1024);
  const X = column(offsets.map((offset) => 1e8 + offset));

  it('keeps the digits of the variance at a mean of 1e8', async () => {
    const near = await new StandardScaler().fit(column(offsets));
    const far = await new StandardScaler().fit(X);
    // The offsets are exact at 1e8, so both variances are of the same numbers.
    expectClose(far.var as Float64Array, near.var as Float64Array, { rtol: 1e-13 });
  });

  it('gives the same in pieces as at once', async () => {
    const whole = await new StandardScaler().fit(X);
    const pieces = new StandardScaler();
    for (let from = 0; from < X.rows; from += 111) {
      await pieces.partialFit(X.takeRows(Array.from({ length: 111 }, (_, i) => from + i)));
    }
    expectClose(pieces.mean as Float64Array, whole.mean as Float64Array, { rtol: 1e-15 });
    expectClose(pieces.var as Float64Array, whole.var as Float64Array, { rtol: 1e-12 });
    expect(pieces.nSamplesSeen).toBe(999);
  });
});

describe('partialFit with NaN', () => {
  const first = [
    [Number.NaN, 1],
    [Number.NaN, 5],
  ];
  const second = [
    [2, Number.NaN],
    [6, 3],
  ];

  it.each([new StandardScaler(), new MinMaxScaler(), new MaxAbsScaler()])('%s', async (scaler) => {
    const pieces = scaler.with({});
    await pieces.partialFit(first);
    await pieces.partialFit(second);
    const whole = await scaler.with({}).fit([...first, ...second]);
    expectClose(await pieces.transform(second), await whole.transform(second), { rtol: 1e-14 });
  });

  it('counts per column where columns differ', async () => {
    const scaler = await new StandardScaler().fit([...first, ...second]);
    expect(scaler.nSamplesSeen).toEqual(Float64Array.of(2, 3));
  });

  it('refuses other columns than before and leaves the model', async () => {
    const scaler = await new MinMaxScaler().partialFit([[1, 2]]);
    await expect(scaler.partialFit([[1]])).rejects.toThrow(/1 columns, but fit saw 2/);
    expect(scaler.nSamplesSeen).toBe(1);
  });

  it('stops when aborted', async () => {
    await expect(
      new StandardScaler().partialFit([[1]], undefined, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('options', () => {
  it('clips new data', async () => {
    const range = await new MinMaxScaler({ clip: true, featureRange: [1, 2] }).fit([[0], [10]]);
    expect((await range.transform([[-5], [5], [50], [Number.NaN]])).data).toEqual(
      Float64Array.of(1, 1.5, 2, Number.NaN),
    );
    // MaxAbsScaler's clip is new in scikit-learn 1.8.
    const unit = await new MaxAbsScaler({ clip: true }).fit([[2], [-4]]);
    expect((await unit.transform([[-8], [1], [9]])).data).toEqual(Float64Array.of(-1, 0.25, 1));
  });

  it('has no mean or variance where none is used', async () => {
    const scaler = await new StandardScaler({ withMean: false, withStd: false }).fit([[1], [2]]);
    expect([scaler.mean, scaler.var, scaler.scale]).toEqual([null, null, null]);
    const robust = await new RobustScaler({ withCentering: false, withScaling: false }).fit([[1], [2]]);
    expect([robust.center, robust.scale]).toEqual([null, null]);
  });

  it('keeps names, and gives them back', async () => {
    const scaler = await new StandardScaler().fit({ u: [1, 2], g: [3, 5] });
    const Z = await scaler.transform({ u: [1], g: [3] });
    expect(Z.columnNames).toEqual(['u', 'g']);
    expect((await scaler.inverseTransform(Z)).columnNames).toEqual(['u', 'g']);
  });

  it('scales rows with axis 1', async () => {
    const X = [
      [1, 3],
      [10, 30],
    ];
    const rows = [
      [-1, 1],
      [-1, 1],
    ];
    expect((await scale(X, { axis: 1 })).to2DArray()).toEqual(rows);
    expect((await minmaxScale(X, { axis: 1, featureRange: [-1, 1] })).to2DArray()).toEqual(rows);
    expect((await robustScale(X, { axis: 1 })).to2DArray()).toEqual(rows);
    expectClose(await maxabsScale(X, { axis: 1 }), [1 / 3, 1, 1 / 3, 1], { rtol: 1e-15 });
    await expect(scale(X, { axis: 2 as 1 })).rejects.toThrow(/axis must be 0/);
  });
});

describe('properties', () => {
  const matrices = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 12 })).chain(([d, n]) =>
    fc
      .array(fc.double({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true }), {
        minLength: n * d,
        maxLength: n * d,
      })
      .map((cells) => Matrix.of(Float64Array.from(cells), d)),
  );

  it.each([new StandardScaler(), new MinMaxScaler(), new MaxAbsScaler(), new RobustScaler()])(
    '%s is undone by its inverse and does not change X',
    async (scaler) => {
      await fc.assert(
        fc.asyncProperty(matrices, async (X) => {
          const before = X.data.slice();
          const fitted = await scaler.with({}).fit(X);
          const back = await fitted.inverseTransform(await fitted.transform(X));
          expect(X.data).toEqual(before);
          const size = X.data.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
          expectClose(back, before, { rtol: 1e-9, atol: 1e-9 * size });
        }),
        { numRuns: 100 },
      );
    },
  );

  it('MinMaxScaler stays within its range', async () => {
    await fc.assert(
      fc.asyncProperty(matrices, async (X) => {
        const Z = await new MinMaxScaler({ featureRange: [2, 3] }).fitTransform(X);
        expect(Z.data.every((value) => value >= 2 - 1e-6 && value <= 3 + 1e-6)).toBe(true);
      }),
    );
  });
});
