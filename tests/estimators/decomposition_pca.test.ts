import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { PCA } from '../../src/estimators/decomposition/index.js';
import { expectClose } from '../support/fixtures.js';
import { compareCases, data } from './decomposition_support.js';

describe('PCA equals scikit-learn 1.2.1 up to signs', () => {
  compareCases('pca', { PCA });
});

describe('PCA', () => {
  it('turns components so that the value of largest size is positive, as scikit-learn does since 1.5', async () => {
    for (const svdSolver of ['full', 'covariance_eigh', 'randomized', 'arpack'] as const) {
      const { components } = await new PCA({ nComponents: 3, svdSolver, randomState: 0 }).fit(data.X['low']);
      for (const row of components.to2DArray()) {
        expect(row.reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most), 0)).toBeGreaterThan(0);
      }
    }
  });

  it('finds the same by every solver (1e-8)', async () => {
    const full = await new PCA({ nComponents: 3, svdSolver: 'full' }).fit(data.X['low']);
    for (const svdSolver of ['covariance_eigh', 'arpack', 'randomized'] as const) {
      const other = await new PCA({ nComponents: 3, svdSolver, randomState: 1 }).fit(data.X['low']);
      expectClose(other.components, full.components, { rtol: 1e-8, atol: 1e-8 });
      expectClose(other.explainedVariance, full.explainedVariance, { rtol: 1e-8 });
      expectClose([other.noiseVariance], [full.noiseVariance], { rtol: 1e-6 });
    }
  });

  it('comes back by inverseTransform, whitened or not', async () => {
    for (const whiten of [false, true]) {
      const pca = new PCA({ whiten });
      const Z = await pca.fitTransform(data.X['iris']);
      expectClose(await pca.inverseTransform(Z), data.X['iris'], { rtol: 1e-10 });
    }
  });

  it('handles constant columns, equal rows, and scales from 1e-150 to 1e150', async () => {
    const rows = data.X['low'].map((row) => [...row.slice(0, 3), 7]);
    const pca = await new PCA().fit(rows);
    expect(pca.explainedVariance[3]).toBeLessThan(1e-25);
    const same = await new PCA().fit([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expect(Array.from(same.explainedVarianceRatio)).toEqual([0, 0]);
    const usual = await new PCA({ svdSolver: 'full' }).fit(data.X['low']);
    for (const size of [1e-150, 1e150]) {
      for (const svdSolver of ['full', 'covariance_eigh'] as const) {
        const scaled = await new PCA({ svdSolver }).fit(data.X['low'].map((row) => row.map((x) => x * size)));
        expectClose(scaled.explainedVarianceRatio, usual.explainedVarianceRatio, { rtol: 1e-8, atol: 1e-10 });
      }
    }
  });

  it('keeps the digits of columns with means of 1e8', async () => {
    const far = data.X['low'].map((row) => row.map((x) => Math.round(x * 1024) / 1024 + 1e8));
    const near = data.X['low'].map((row) => row.map((x) => Math.round(x * 1024) / 1024));
    for (const svdSolver of ['full', 'covariance_eigh'] as const) {
      const a = await new PCA({ svdSolver }).fit(far);
      const b = await new PCA({ svdSolver }).fit(near);
      expectClose(a.explainedVariance, b.explainedVariance, { rtol: 1e-8 });
    }
  });

  it('refuses counts that the data cannot give', async () => {
    await expect(new PCA({ nComponents: 5 }).fit(data.X['iris'])).rejects.toThrow(/at most 4/);
    await expect(new PCA({ nComponents: 4, svdSolver: 'arpack' }).fit(data.X['iris'])).rejects.toThrow(
      /at most 3/,
    );
    await expect(new PCA({ nComponents: 'mle' }).fit(data.X['wide'])).rejects.toThrow(/as many rows/);
    await expect(new PCA({ nComponents: 0.5, svdSolver: 'randomized' }).fit(data.X['iris'])).rejects.toThrow(
      /count/,
    );
  });

  it('stops when aborted', async () => {
    const X = Matrix.of(RandomState.from(0).standardNormal(200_000 * 20), 20);
    const control = new AbortController();
    const onProgress = () => control.abort();
    await expect(new PCA().fit(X, undefined, { signal: control.signal, onProgress })).rejects.toThrow();
  });
});
