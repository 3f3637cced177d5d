import { describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { RandomState } from '../../../src/core/random.js';
import { Run } from '../../../src/core/run.js';
import { binIntoSession } from '../../../src/estimators/ensemble/hist_gradient_boosting/training_data.js';
import { binColumns, fitBins } from '../../../src/estimators/tree/binning.js';
import { boostingModule } from '../../../src/kernels/wasm/modules/boosting.js';
import { acquire } from '../../../src/kernels/wasm/runtime.js';
import { expectClose } from '../../support/fixtures.js';

describe('fitBins', () => {
  // scikit-learn 1.9.1 _BinMapper(n_bins=9, random_state=5) on RandomState(0).uniform(size=250000): 200,000 rows are
  // drawn with replacement, by weight where there are weights (here i mod 4).
  it('samples many rows as scikit-learn does', () => {
    const n = 250_000;
    const X = Matrix.of(new RandomState(0).uniform(0, 1, n), 1);
    const even = [
      0.12519791397248037, 0.2510708798420588, 0.3780152362324507, 0.5031053791862667, 0.6276775115904087,
      0.7525070694592655, 0.8767380350947317,
    ];
    const weighted = [
      0.12300279756519783, 0.24818458093165885, 0.374209893529409, 0.5002763447192577, 0.6246273129897693,
      0.7500796014024257, 0.8733497910367696,
    ];
    const sampleWeight = Float64Array.from({ length: n }, (_, i) => i % 4);
    const options = { maxBins: 8, randomState: 5 };
    expectClose(fitBins(X, options).thresholds[0], even, { rtol: 0, atol: 0 });
    expectClose(fitBins(X, { ...options, sampleWeight }).thresholds[0], weighted, { rtol: 0, atol: 0 });
  });
});

describe('bin codes', () => {
  it('are the same by columns and in the kernels, also for chosen rows', async () => {
    const random = new RandomState(3);
    for (const [n, d] of [
      [1, 1],
      [50, 3],
      [3000, 6],
    ]) {
      const cells = random.normal(0, 1, n * d);
      const X = Matrix.of(
        cells.map((value, i) =>
          i % 11 === 0 ? Number.NaN : i % d === 2 ? Math.floor(Math.abs(value)) : value,
        ),
        d,
      );
      const categories = Array.from({ length: d }, (_, j) => (j === 2 ? 6 : 0));
      const binning = fitBins(X, { maxBins: 40, categories });
      const columns = binColumns(X, binning);
      const rows = Int32Array.from({ length: Math.ceil(n / 2) }, (_, i) => n - 1 - 2 * i).filter(
        (i) => i >= 0,
      );
      for (const chosen of [undefined, rows]) {
        const session = acquire(boostingModule);
        const { codes, holdsMissing } = await binIntoSession(session, X, chosen, binning, new Run('test'));
        const view = codes.view();
        const length = chosen?.length ?? n;
        for (let i = 0; i < length; i++) {
          for (let j = 0; j < d; j++) {
            expect(view[i * d + j]).toBe(columns[j * n + (chosen ? chosen[i] : i)]);
          }
        }
        expect(holdsMissing).toHaveLength(d);
        session.release();
      }
    }
  });
});
