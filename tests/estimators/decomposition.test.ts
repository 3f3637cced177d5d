import { describe, expect, it } from 'vitest';
import { IncrementalPCA, KernelPCA, PCA, TruncatedSVD } from '../../src/estimators/decomposition/index.js';
import { rbfKernel } from '../../src/metrics/index.js';
import { expectClose } from '../support/fixtures.js';
import { compareCases, data } from './decomposition_support.js';

describe('TruncatedSVD equals scikit-learn 1.2.1 up to signs', () => {
  compareCases('truncated_svd', { TruncatedSVD });
});

describe('IncrementalPCA equals scikit-learn 1.2.1 up to signs', () => {
  compareCases('incremental_pca', { IncrementalPCA });
});

describe('KernelPCA equals scikit-learn 1.2.1 up to signs', () => {
  compareCases('kernel_pca', { KernelPCA });
});

describe('IncrementalPCA', () => {
  it('learns the same by partialFit as by fit, and what PCA learns when all rows come at once', async () => {
    const X = data.X['low'];
    const whole = await new IncrementalPCA({ nComponents: 3, batchSize: 20 }).fit(X);
    const pieces = new IncrementalPCA({ nComponents: 3 });
    for (let from = 0; from < X.length; from += 20) await pieces.partialFit(X.slice(from, from + 20));
    expectClose(pieces.components, whole.components, { rtol: 1e-12 });
    const once = await new IncrementalPCA({ nComponents: 3, batchSize: 100 }).fit(X);
    const pca = await new PCA({ nComponents: 3 }).fit(X);
    expectClose(once.components, pca.components, { rtol: 1e-9, atol: 1e-12 });
    expectClose(
      await once.inverseTransform(await once.transform(X)),
      await pca.inverseTransform(await pca.transform(X)),
      { rtol: 1e-9, atol: 1e-9 },
    );
  });

  it('refuses more components than the first piece has rows', async () => {
    await expect(
      new IncrementalPCA({ nComponents: 5 }).partialFit(data.X['low'].slice(0, 3)),
    ).rejects.toThrow(/at most 3/);
  });
});

describe('KernelPCA', () => {
  const X = data.X['iris'];

  it('takes precomputed values and functions, with the results of the named kernel', async () => {
    const named = new KernelPCA({ nComponents: 3, kernel: 'rbf', gamma: 0.2 });
    const expected = await named.fitTransform(X);
    const K = rbfKernel(X, null, { gamma: 0.2 });
    const given = new KernelPCA({ nComponents: 3, kernel: 'precomputed' });
    expectClose(await given.fitTransform(K), expected, { rtol: 1e-7, atol: 1e-9 });
    const kernel = (a: Float64Array, b: Float64Array) =>
      Math.exp(-0.2 * a.reduce((sum, x, j) => sum + (x - b[j]) ** 2, 0));
    const called = new KernelPCA({ nComponents: 3, kernel });
    expectClose(await called.fitTransform(X), expected, { rtol: 1e-7, atol: 1e-9 });
  });

  it('comes back to the data', async () => {
    const pca = new KernelPCA({
      nComponents: 20,
      kernel: 'rbf',
      gamma: 0.05,
      fitInverseTransform: true,
      alpha: 1e-3,
    });
    const back = await pca.inverseTransform(await pca.fitTransform(X));
    const worst = back.data.reduce(
      (most, x, i) => Math.max(most, Math.abs(x - X[Math.floor(i / 4)][i % 4])),
      0,
    );
    expect(worst).toBeLessThan(0.3);
    await expect((await new KernelPCA().fit(X)).inverseTransform(X)).rejects.toThrow(/fitInverseTransform/);
  });

  it('refuses kernels that are none', async () => {
    const kernel = (a: Float64Array, b: Float64Array) => -a.reduce((sum, x, j) => sum + x * b[j], 0);
    await expect(new KernelPCA({ kernel }).fit(X)).rejects.toThrow(/semi-definite/);
  });
});

describe('TruncatedSVD', () => {
  it('comes back by inverseTransform up to what was cut', async () => {
    const X = data.X['low'];
    const svd = new TruncatedSVD({ nComponents: 7, algorithm: 'arpack' });
    const back = await svd.inverseTransform(await svd.fitTransform(X));
    expect(back.data.every((x, i) => Math.abs(x - X[Math.floor(i / 8)][i % 8]) < 0.5)).toBe(true);
    await expect(new TruncatedSVD({ nComponents: 8, algorithm: 'arpack' }).fit(X)).rejects.toThrow(
      /at most 7/,
    );
  });
});
