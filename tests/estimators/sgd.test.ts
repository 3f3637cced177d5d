import { describe, expect, it } from 'vitest';
import type { Estimator } from '../../src/core/index.js';
import { setWarningHandler } from '../../src/core/index.js';
import {
  PassiveAggressiveClassifier,
  PassiveAggressiveRegressor,
  Perceptron,
  SGDClassifier,
  SGDOneClassSVM,
  SGDRegressor,
} from '../../src/estimators/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  readonly name: string;
  readonly on: string;
  readonly weighted: boolean;
  readonly pieces: number;
  readonly params: Record<string, never>;
  readonly coef: number[][];
  readonly intercept: number[];
  readonly nIter: number;
  readonly t: number;
  readonly proba: number[][] | null;
}

const { data, cases } = loadFixture<{
  data: Record<string, { X: number[][]; y: number[]; weight: number[] }>;
  cases: Case[];
}>('linear_model/sgd');

const classes = {
  PassiveAggressiveClassifier,
  PassiveAggressiveRegressor,
  Perceptron,
  SGDClassifier,
  SGDOneClassSVM,
  SGDRegressor,
};

/** The parts of numpy.array_split. */
function parts(n: number, k: number): [number, number][] {
  const result: [number, number][] = [];
  for (let p = 0, from = 0; p < k; p++) {
    const to = from + Math.floor(n / k) + (p < n % k ? 1 : 0);
    result.push([from, to]);
    from = to;
  }
  return result;
}

async function fitted(given: Case) {
  const { X, y, weight } = data[given.on];
  const make = classes[given.name as keyof typeof classes] as unknown as new (
    params: object,
  ) => Estimator & {
    partialFit(X: number[][], y: number[], options: object): Promise<unknown>;
  };
  const model = new make(given.params);
  if (given.pieces > 0) {
    const known = given.on === 'line' || given.name === 'SGDOneClassSVM' ? {} : { classes: [...new Set(y)] };
    for (const [from, to] of parts(y.length, given.pieces)) {
      const sampleWeight = given.weighted ? weight.slice(from, to) : undefined;
      await model.partialFit(X.slice(from, to), y.slice(from, to), { sampleWeight, ...known });
    }
    return model;
  }
  const options = given.weighted ? { sampleWeight: weight } : {};
  await model.fit(X, y, options);
  if ((given.params as { warmStart?: boolean }).warmStart) await model.fit(X, y, options);
  return model;
}

describe('stochastic gradient descent, weight by weight as in scikit-learn', () => {
  setWarningHandler(() => {});
  it.each(
    cases.map((given) => [`${given.name} ${given.on} ${JSON.stringify(given.params)}`, given] as const),
  )('%s', async (_title, given) => {
    const model = (await fitted(given)) as unknown as Omit<SGDClassifier, 'type'> & { offset: number };
    expect(model.nIter).toBe(given.nIter);
    expect(model.t).toBe(given.t);
    // Same rows in the same order: only sums of squares and exponentials are rounded otherwise.
    expectClose(model.coef, given.coef, { rtol: 1e-10, atol: 1e-12, what: 'coef' });
    const intercept = given.name === 'SGDOneClassSVM' ? [-model.offset] : model.intercept;
    expectClose(intercept, given.intercept, { rtol: 1e-10, atol: 1e-12, what: 'intercept' });
    if (given.proba) {
      const proba = await model.predictProba(data[given.on].X.slice(0, 5));
      expectClose(proba, given.proba, { rtol: 1e-9, what: 'proba' });
    }
  });
});

describe('the sides of stochastic gradient descent that fixtures do not show', () => {
  const { X, y } = data['three'];

  it('gives the same weights for any nJobs', async () => {
    const one = await new SGDClassifier({ randomState: 0 }).fit(X, y);
    const two = await new SGDClassifier({ randomState: 0, nJobs: 2 }).fit(X, y);
    expect(Array.from(two.coef.data)).toEqual(Array.from(one.coef.data));
  });

  it('counts both classes in early stopping by the log loss', async () => {
    const params = {
      loss: 'log_loss',
      earlyStopping: true,
      penalty: null,
      alpha: 0.01,
      randomState: 0,
    } as const;
    const model = await new SGDClassifier(params).fit(data['two'].X, data['two'].y);
    expect(await model.score(data['two'].X, data['two'].y)).toBeGreaterThan(0.75);
  });

  it('goes on from the unaveraged weights and intercept in partialFit', async () => {
    const { X: rows, y: labels } = data['two'];
    const plain = new SGDClassifier({ randomState: 0, shuffle: false });
    const averaged = new SGDClassifier({ randomState: 0, shuffle: false, average: 1000 });
    for (let piece = 0; piece < 3; piece++) {
      await plain.partialFit(rows, labels, { classes: [0, 1] });
      await averaged.partialFit(rows, labels, { classes: [0, 1] });
    }
    // Averaging begins at step 1000, so that 240 steps are those without it.
    expectClose(averaged.coef, plain.coef, { rtol: 0, atol: 0 });
    expectClose(averaged.intercept, plain.intercept, { rtol: 0, atol: 0 });
  });

  it('refuses what does not go together', async () => {
    expect(() => new SGDClassifier({ alpha: 0 })).toThrow(/alpha/);
    expect(() => new SGDClassifier({ loss: 'log_loss', learningRate: 'pa1' })).toThrow(/hinge/);
    await expect(new SGDClassifier({ earlyStopping: true }).partialFit(X, y, { classes: y })).rejects.toThrow(
      /earlyStopping/,
    );
    await expect(
      new SGDClassifier({ classWeight: 'balanced' }).partialFit(X, y, { classes: y }),
    ).rejects.toThrow(/classWeight/);
    const model = await new SGDClassifier({ randomState: 0 }).fit(X, y);
    expect(model.supports('predictProba')).toBe(false);
    await expect(model.predictProba(X)).rejects.toThrow(/log_loss/);
  });

  it('says that weights overflow instead of returning them', async () => {
    const far = X.map((row) => row.map((value) => value * 1e150));
    const model = new SGDRegressor({ randomState: 0 });
    await expect(model.fit(far, data['three'].y)).rejects.toThrow(/range of numbers/);
  });
});
