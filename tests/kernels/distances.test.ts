import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, InvalidParameterError } from '../../src/core/errors.js';
import { distanceFunction, distanceMetrics, resolveMetric } from '../../src/kernels/distances.js';

const paramsOf = (name: string) =>
  name === 'seuclidean'
    ? { V: [0.5, 2, 3] }
    : name === 'mahalanobis'
      ? {
          VI: [
            [2, 0.5, 0],
            [0.5, 1, 0.1],
            [0, 0.1, 3],
          ],
        }
      : name === 'minkowski' || name === 'p'
        ? { p: 3 }
        : {};

const names = [...distanceMetrics.keys()];

/** Rows for a metric: of angles, of 0/1 or of any numbers. */
function rowFor(name: string): fc.Arbitrary<number[]> {
  const info = distanceMetrics.get(name)!;
  if (name === 'haversine')
    return fc.tuple(fc.double({ min: -1.5, max: 1.5 }), fc.double({ min: -3, max: 3 }));
  if (info.boolean) return fc.array(fc.constantFrom(0, 1), { minLength: 3, maxLength: 3 });
  return fc.array(
    fc.integer({ min: -1000, max: 1000 }).map((k) => k / 100 + 0.001),
    {
      minLength: 3,
      maxLength: 3,
    },
  );
}

describe('named distances', () => {
  it.each(names)('%s is symmetric and its scales convert', (name) => {
    const metric = resolveMetric(name, paramsOf(name));
    fc.assert(
      fc.property(rowFor(name), rowFor(name), (x, y) => {
        const rows = Float64Array.from([...x, ...y]);
        const d = x.length;
        const forth = metric.distance(rows, 0, rows, d, d);
        const back = metric.distance(rows, d, rows, 0, d);
        if (Number.isNaN(forth)) return Number.isNaN(back);
        expect(Math.abs(forth - back)).toBeLessThan(1e-12);
        const reduced = metric.reduced(rows, 0, rows, d, d);
        expect(Math.abs(metric.toDistance(reduced) - forth)).toBeLessThan(1e-9);
        expect(Math.abs(metric.toReduced(forth) - reduced)).toBeLessThan(1e-9 * Math.max(1, reduced));
        return true;
      }),
    );
  });

  it.each(names.filter((name) => distanceMetrics.get(name)!.isMetric))(
    '%s obeys the triangle inequality',
    (name) => {
      const metric = resolveMetric(name, paramsOf(name));
      fc.assert(
        fc.property(rowFor(name), rowFor(name), rowFor(name), (x, y, z) => {
          const rows = Float64Array.from([...x, ...y, ...z]);
          const d = x.length;
          const xy = metric.distance(rows, 0, rows, d, d);
          const yz = metric.distance(rows, d, rows, 2 * d, d);
          const xz = metric.distance(rows, 0, rows, 2 * d, d);
          // NaN (0 / 0 of all-false rows) claims nothing.
          expect(xz <= xy + yz + 1e-9 || Number.isNaN(xy + yz + xz)).toBe(true);
          expect(metric.distance(rows, 0, rows, 0, d) || 0).toBe(0);
        }),
      );
    },
  );

  it('keeps every digit for near points far from the origin', () => {
    const rows = Float64Array.of(1e8, 1e8 + 1e-3);
    const gap = rows[1] - rows[0];
    expect(distanceFunction('euclidean')(rows, 0, rows, 1, 1)).toBe(gap);
  });

  it('gives a cosine distance of exactly 0 between equal rows', () => {
    const rows = Float64Array.of(0.1, 0.7, 0.3, 0.1, 0.7, 0.3);
    expect(distanceFunction('cosine')(rows, 0, rows, 3, 3)).toBe(0);
    const huge = rows.map((x) => x * 1e100);
    expect(distanceFunction('cosine')(huge, 0, huge, 3, 3)).not.toBeNaN();
  });

  it('knows the special cases of minkowski', () => {
    const rows = Float64Array.of(0, 0, 3, 4);
    const at = (p: number) => distanceFunction('minkowski', { p })(rows, 0, rows, 2, 2);
    expect([at(1), at(2), at(Number.POSITIVE_INFINITY)]).toEqual([7, 5, 4]);
    expect(resolveMetric('minkowski', { p: 0.5 }).isMetric).toBe(false);
    expect(resolveMetric('minkowski', { p: 3, w: [1, 2] }).kdTree).toBe(false);
  });

  it('hands rows to a user function', () => {
    const rows = Float64Array.of(1, 2, 3, 4);
    const f = distanceFunction((a, b) => a[0] * 100 + b[1]);
    expect(f(rows, 0, rows, 2, 2)).toBe(104);
  });

  it('refuses what it does not know, with the nearest name', () => {
    expect(() => distanceFunction('euclidian')).toThrow(/Did you mean 'euclidean'/);
    expect(() => distanceFunction('__proto__')).toThrow(InvalidParameterError);
    expect(() => distanceFunction('cosine', { p: 3 })).toThrow(/'p' of metric 'cosine' does not exist/);
    expect(() => distanceFunction('minkowski', { p: 0 })).toThrow(InvalidParameterError);
    expect(() => distanceFunction('seuclidean')).toThrow(/'V'/);
    expect(() => resolveMetric('seuclidean', { V: [1] }, 2)).toThrow(/each of the 2 columns/);
    expect(() => resolveMetric('mahalanobis', { VI: [[1, 2]] }, 2)).toThrow(/2 x 2/);
    expect(() => resolveMetric('haversine', {}, 3)).toThrow(InvalidInputError);
  });
});
