import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import {
  ConstantKernel,
  DotProduct,
  Exponentiation,
  ExpSineSquared,
  type Kernel,
  kernelFrom,
  Matern,
  Product,
  RationalQuadratic,
  RBF,
  Sum,
  WhiteKernel,
} from '../../src/estimators/gaussian_process/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Reference {
  readonly values: number[][];
  readonly cross: number[][];
  readonly diag: number[];
  readonly theta: number[];
  readonly gradients: number[][][];
}

const fixture = loadFixture<{ X: number[][]; Z: number[][]; kernels: Record<string, Reference> }>(
  'gaussian_process/cases',
);
const X = Matrix.from2DArray(fixture.X);
const Z = Matrix.from2DArray(fixture.Z);

const kernels: Record<string, Kernel> = {
  rbf: new RBF({ lengthScale: 1.3 }),
  rbf_each: new RBF({ lengthScale: [0.7, 1.5, 3] }),
  matern05: new Matern({ lengthScale: 0.9, nu: 0.5 }),
  matern15: new Matern({ lengthScale: [0.9, 1.2, 2], nu: 1.5 }),
  matern25: new Matern({ lengthScale: 1.4, nu: 2.5 }),
  matern_inf: new Matern({ lengthScale: 1.4, nu: Number.POSITIVE_INFINITY }),
  matern13: new Matern({ lengthScale: 1.4, nu: 1.3 }),
  quadratic: new RationalQuadratic({ lengthScale: 1.2, alpha: 0.7 }),
  periodic: new ExpSineSquared({ lengthScale: 1.1, periodicity: 2.3 }),
  dot: new DotProduct({ sigma0: 0.8 }),
  sum: new Sum(new Product(2, new RBF({ lengthScale: 0.9 })), new WhiteKernel({ noiseLevel: 0.3 })),
  fixed: new Product(
    new ConstantKernel({ constantValue: 2, constantValueBounds: 'fixed' }),
    new RBF({ lengthScale: 0.9 }),
  ),
  power: new Exponentiation(
    new Sum(new RationalQuadratic({ lengthScale: 1.2, alpha: 0.7 }), new DotProduct({ sigma0: 0.5 })),
    2,
  ),
};

describe.each(Object.entries(fixture.kernels))('kernel %s', (name, expected) => {
  const kernel = kernels[name];

  it("has scikit-learn's values, diagonal and theta", () => {
    expectClose(kernel.values(X), expected.values.flat(), { rtol: 1e-12, atol: 1e-14 });
    expectClose(kernel.values(X, Z), expected.cross.flat(), { rtol: 1e-12, atol: 1e-14 });
    expectClose(kernel.diag(X), expected.diag, { rtol: 1e-12 });
    expectClose(kernel.theta, expected.theta, { rtol: 1e-14, atol: 1e-15 });
  });

  it('has derivatives by theta, as scikit-learn and as differences', () => {
    const { values, gradients } = kernel.withGradient(X);
    expectClose(values, expected.values.flat(), { rtol: 1e-12, atol: 1e-14 });
    expectClose(
      gradients.slice(0, expected.gradients.length).flatMap((gradient) => Array.from(gradient)),
      expected.gradients.flat(2),
      { rtol: 1e-11, atol: 1e-13 },
    );
    gradients.forEach((gradient, t) => {
      const moved = (step: number): Float64Array =>
        kernel.withTheta(kernel.theta.map((value, k) => (k === t ? value + step : value))).values(X);
      const [up, down] = [moved(1e-5), moved(-1e-5)];
      const differences = up.map((value, i) => (value - down[i]) / 2e-5);
      // Central differences err by about 1e-10 here.
      expectClose(gradient, differences, { rtol: 1e-7, atol: 1e-8 });
    });
  });

  it('survives being a record', () => {
    const copy = kernelFrom(structuredClone(kernel.record));
    expect(String(copy)).toBe(String(kernel));
    expect(copy.values(X, Z)).toEqual(kernel.values(X, Z));
    expect(copy.bounds).toEqual(kernel.bounds);
  });
});

describe('kernels refuse', () => {
  it('values and bounds that cannot be', () => {
    expect(() => new RBF({ lengthScale: -1 })).toThrow(/lengthScale/);
    expect(() => new RBF({ lengthScaleBounds: [2, 1] })).toThrow(/lengthScaleBounds/);
    expect(() => new RBF({ lengthScale: [1, 2] }).values(X)).toThrow(/columns/);
    expect(() => kernelFrom({ kernel: 'NoSuchKernel' })).toThrow(/known/);
  });
});
