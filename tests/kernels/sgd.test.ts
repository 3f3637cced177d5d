import { afterEach, describe, it } from 'vitest';
import { Matrix, RandomState, Run } from '../../src/core/index.js';
import { referenceSgd } from '../../src/kernels/reference/sgd.js';
import { SGD_LOSSES, SgdData, type SgdProblem, type SgdSettings } from '../../src/kernels/sgd.js';
import { forceKernelBuild } from '../../src/kernels/wasm/runtime.js';
import { expectClose } from '../support/fixtures.js';
import { builds } from './support.js';

const settings: SgdSettings = {
  loss: 'hinge',
  epsilon: 0.1,
  penalty: 'l2',
  alpha: 0.01,
  l1Ratio: 0.3,
  fitIntercept: true,
  maxIter: 3,
  tol: null,
  shuffle: false,
  learningRate: 'invscaling',
  eta0: 0.05,
  powerT: 0.5,
  nIterNoChange: 5,
  average: 0,
  oneClass: false,
};

async function compare(seed: number, given: Partial<SgdSettings>): Promise<void> {
  const random = new RandomState(seed);
  const [n, d] = [40, 1 + (seed % 6)];
  const X = Matrix.of(random.standardNormal(n * d), d);
  const all = { ...settings, ...given };
  const zero = all.loss === 'log_loss' ? 0 : -1;
  const start = { w: random.standardNormal(d), intercept: 0.3, mean: new Float64Array(d), meanIntercept: 0 };
  const problem: SgdProblem = {
    y: random.standardNormal(n).map((v) => (v > 0 ? 1 : zero)),
    sampleWeight: seed % 2 === 0 ? random.uniform(0, 2, n) : undefined,
    positive: 1.5,
    negative: 0.5,
    seed: 1,
    start,
    t: 1,
  };
  const data = new SgdData(X);
  try {
    const result = await data.descend(problem, all, new Run('test'), async () => {});
    const expected = referenceSgd(X, problem, all);
    // The same steps, with the scale of the weights kept apart: rounding differs.
    const close = { rtol: 1e-9, atol: 1e-10 };
    expectClose(result.w, expected.w, { ...close, what: 'w' });
    expectClose(result.intercept, expected.intercept, { ...close, what: 'intercept' });
    // With an l1 penalty the mean holds what it took off at once, which the running form cannot know: not compared.
    if (all.penalty === 'l2' || all.penalty === null) {
      expectClose(result.mean, expected.mean, { ...close, what: 'mean' });
    }
  } finally {
    data.release();
  }
}

describe.each(builds)('descent equals its reference (%s)', (build) => {
  afterEach(() => forceKernelBuild(undefined));

  it.each(SGD_LOSSES)('%s', async (loss) => {
    forceKernelBuild(build);
    for (let seed = 0; seed < 12; seed++) {
      const penalty = (['l2', 'l1', 'elasticnet', null] as const)[seed % 4];
      const learningRate = (['constant', 'optimal', 'invscaling'] as const)[seed % 3];
      // The first steps of 'optimal' are huge: there rounding decides where the log loss goes.
      const alpha = learningRate === 'optimal' ? 1 : 0.01;
      await compare(seed, { loss, penalty, learningRate, alpha, average: seed % 5 });
    }
  });

  it('passive-aggressive steps and the one-class machine', async () => {
    forceKernelBuild(build);
    for (let seed = 0; seed < 8; seed++) {
      await compare(seed, { learningRate: 'pa1', penalty: null, eta0: 0.3 });
      await compare(seed, { learningRate: 'pa2', penalty: null, loss: 'epsilon_insensitive' });
      await compare(seed, { oneClass: true, average: 3, alpha: 0.5 });
    }
  });
});
