import { describe, expect, it } from 'vitest';
import { makeClassification } from '../../../src/datasets/index.js';
import {
  HistGradientBoostingClassifier,
  HistGradientBoostingRegressor,
} from '../../../src/estimators/ensemble/index.js';
import { CONTROL_WORDS, claimPiece, closeBoard, openBoard } from '../../../src/parallel/work_board.js';

describe('threads', () => {
  // Large enough that histograms and gradients are shared out, small enough to be quick.
  const { data, target } = makeClassification({
    nSamples: 17_000,
    nFeatures: 9,
    nInformative: 5,
    nClasses: 3,
    randomState: 0,
  });

  it('any number of them gives the same bits', async () => {
    const fits = [null, 2, 4].map(async (nJobs) => {
      const params = { maxIter: 4, randomState: 1, maxFeatures: 0.7, earlyStopping: true, nJobs };
      const sorter = await new HistGradientBoostingClassifier(params).fit(data, target);
      const counter = new HistGradientBoostingRegressor({ ...params, loss: 'poisson' });
      const model = await counter.fit(data, target);
      return [sorter.fitted?.model, model.fitted?.model];
    });
    const [alone, two, four] = await Promise.all(fits);
    expect(two).toEqual(alone);
    expect(four).toEqual(alone);
  });

  it('an abort ends a shared fit, and the next one works', async () => {
    const controller = new AbortController();
    const model = new HistGradientBoostingClassifier({ maxIter: 500, earlyStopping: false, nJobs: 2 });
    const fitting = model.fit(data, target, {
      signal: controller.signal,
      onProgress: ({ done }) => done === 2 && controller.abort(),
    });
    await expect(fitting).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    const again = await model.with({ maxIter: 2 }).fit(data, target);
    expect(again.nIter).toBe(2);
  });
});

describe('the board of work', () => {
  it('gives each piece once, and none when closed', () => {
    const board = new Int32Array(new SharedArrayBuffer(4 * CONTROL_WORDS));
    expect(claimPiece(board)).toBe(-1);
    for (let round = 0; round < 5000; round++) {
      openBoard(board, 3);
      expect([0, 1, 2, 3].map(() => claimPiece(board))).toEqual([0, 1, 2, -1]);
    }
    openBoard(board, 1000);
    closeBoard(board);
    expect(claimPiece(board)).toBe(-1);
  });
});
