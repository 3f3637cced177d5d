import { describe, expect, it } from 'vitest';
import { setWarningHandler } from '../../../src/core/warnings.js';
import { type Board, takePart } from '../../../src/estimators/neural_network/engine/batch_board.js';
import { spansOf } from '../../../src/estimators/neural_network/engine/batch_gradient.js';
import { MLPClassifier, MLPRegressor } from '../../../src/estimators/neural_network/index.js';
import type { MapOptions } from '../../../src/parallel/backend.js';
import { setParallelBackend } from '../../../src/parallel/index.js';
import type { Task } from '../../../src/parallel/task.js';
import { ensureBuilt } from '../../parallel/built.js';
import { clusters, rejection } from './support.js';

ensureBuilt();
setWarningHandler(() => {});
const { X, y } = clusters(3000);

describe('threads', () => {
  it.each(['float32', 'float64'] as const)('give the same bits as one thread, %s', async (precision) => {
    const params = {
      hiddenLayerSizes: [20, 10],
      batchSize: 1500,
      dropout: 0.1,
      maxIter: 4,
      randomState: 2,
      precision,
    };
    const weights = y.map((c) => 1 + c);
    const [one, two] = [new MLPClassifier(params), new MLPClassifier({ ...params, nJobs: 2 })];
    await one.fit(X, y, { sampleWeight: weights });
    await two.fit(X, y, { sampleWeight: weights });
    expect(two.coefs).toEqual(one.coefs);
    expect(two.lossCurve).toEqual(one.lossCurve);
  });

  it('serve lbfgs, several trainings in turn, and stop when asked', async () => {
    const params = { hiddenLayerSizes: [8], solver: 'lbfgs', maxIter: 5, randomState: 0 } as const;
    const [one, two] = [new MLPRegressor(params), new MLPRegressor({ ...params, nJobs: 2 })];
    await one.fit(X, y);
    await two.fit(X, y);
    expect(two.coefs).toEqual(one.coefs);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    const long = new MLPRegressor({
      hiddenLayerSizes: [50],
      batchSize: 3000,
      maxIter: 100_000,
      tol: 0,
      nIterNoChange: 1e9,
      nJobs: 2,
    });
    expect((await rejection(long.fit(X, y, { signal: stop.signal }))).name).toBe('AbortError');
  });

  it('that never come, or take a part and vanish, change nothing', async () => {
    const params = { hiddenLayerSizes: [10], batchSize: 1500, maxIter: 2, randomState: 3 };
    const one = await new MLPClassifier(params).fit(X, y);
    for (const greedy of [false, true]) {
      const close = async () => {};
      const map = async <I, S, R>(_task: Task<I, S, R>, _items: readonly I[], { shared }: MapOptions<S>) => {
        if (!greedy) throw new Error('no thread');
        await Promise.resolve();
        takePart((shared as unknown as { board: Board }).board);
        return new Promise<R[]>(() => {});
      };
      const before = setParallelBackend({ name: 'threads', maxWorkers: 2, map, close });
      try {
        const two = await new MLPClassifier({ ...params, nJobs: 2 }).fit(X, y);
        expect(two.coefs).toEqual(one.coefs);
      } finally {
        setParallelBackend(before);
      }
    }
  });

  it('take parts that depend on the batch alone', () => {
    for (const rows of [257, 1024, 1025, 4096, 65_536, 100_001]) {
      const spans = spansOf(rows, 256);
      expect(spans.length).toBeLessThanOrEqual(8);
      expect(spans[0].from).toBe(0);
      expect(spans[spans.length - 1].to).toBe(rows);
      for (let i = 1; i < spans.length; i++) expect(spans[i].from).toBe(spans[i - 1].to);
    }
  });
});
