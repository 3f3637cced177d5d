import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import {
  AdditiveChi2Sampler,
  Nystroem,
  RBFSampler,
  SkewedChi2Sampler,
} from '../../src/estimators/kernel_approximation/index.js';
import {
  GaussianRandomProjection,
  johnsonLindenstraussMinDim,
  SparseRandomProjection,
} from '../../src/estimators/random_projection/index.js';
import { matmul } from '../../src/kernels/gemm.js';
import { rbfKernel } from '../../src/metrics/index.js';
import { expectClose } from '../support/fixtures.js';
import { compareCases, data } from './decomposition_support.js';

describe('random projections equal those of scikit-learn 1.2.1', () => {
  compareCases('random_projection', { GaussianRandomProjection, SparseRandomProjection });

  it('counts components as scikit-learn does', () => {
    expect([0.5, 0.1, 0.01].map((eps) => johnsonLindenstraussMinDim(1e6, { eps }))).toEqual([
      663, 11841, 1112658,
    ]);
    expect([1e4, 1e5, 1e6].map((n) => johnsonLindenstraussMinDim(n))).toEqual([7894, 9868, 11841]);
    expect(() => johnsonLindenstraussMinDim(10, { eps: 1 })).toThrow(/eps/);
  });

  it('comes back when nothing is compressed, and says when auto asks for too many', async () => {
    for (const Projection of [GaussianRandomProjection, SparseRandomProjection]) {
      for (const computeInverseComponents of [false, true]) {
        const params = { nComponents: 8, randomState: 2, computeInverseComponents };
        const projection =
          Projection === GaussianRandomProjection
            ? new GaussianRandomProjection(params)
            : new SparseRandomProjection({ ...params, density: 1 });
        const Z = await projection.fitTransform(data.X['low']);
        const back = await projection.transform(await projection.inverseTransform(Z));
        expectClose(back, Z, { rtol: 1e-8, atol: 1e-10 });
      }
      await expect(new Projection().fit(data.X['low'])).rejects.toThrow(/nComponents/);
    }
  });
});

describe('kernel approximations equal those of scikit-learn 1.2.1', () => {
  compareCases('kernel_approximation', { AdditiveChi2Sampler, Nystroem, RBFSampler, SkewedChi2Sampler });

  it('come close to the kernel', async () => {
    const X = Matrix.from2DArray(data.X['iris']);
    const K = rbfKernel(X, null, { gamma: 0.3 });
    const gap = (Z: Matrix) =>
      matmul(Z, Z, { transposeB: true }).data.reduce(
        (most, x, i) => Math.max(most, Math.abs(x - K.data[i])),
        0,
      );
    expect(
      gap(await new RBFSampler({ gamma: 0.3, nComponents: 5000, randomState: 0 }).fitTransform(X)),
    ).toBeLessThan(0.08);
    expect(
      gap(await new Nystroem({ gamma: 0.3, nComponents: X.rows, randomState: 0 }).fitTransform(X)),
    ).toBeLessThan(1e-5);
    const given = new Nystroem({ kernel: 'precomputed', nComponents: X.rows, randomState: 0 });
    expect(gap(await given.fitTransform(K))).toBeLessThan(1e-5);
  });

  it('refuse what they cannot take', async () => {
    await expect(new SkewedChi2Sampler({ randomState: 0 }).fitTransform([[1], [-2]])).rejects.toThrow(
      /skewedness/,
    );
    await expect(new AdditiveChi2Sampler({ sampleSteps: 4 }).fit([[1]])).rejects.toThrow(/sampleInterval/);
    const sampler = await new AdditiveChi2Sampler().fit([[1]]);
    await expect(sampler.transform([[-1]])).rejects.toThrow(/negative/);
  });
});
