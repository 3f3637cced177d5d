import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../src/core/matrix.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { LinearRegression, LogisticRegression, Ridge } from '../../src/estimators/linear_model/index.js';
import { TransformedTargetRegressor } from '../../src/meta/index.js';
import { GridSearchCV } from '../../src/model_selection/index.js';
import { load, save } from '../../src/persistence/index.js';
import { Normalizer, PowerTransformer, StandardScaler } from '../../src/preprocessing/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

const { X, y, two, weights, U, cases } = loadFixture<{
  X: number[][];
  y: number[];
  two: number[][];
  weights: number[];
  U: number[][];
  cases: { name: string; predict: number[] | number[][]; score: number }[];
}>('compose/transformed_target');

const ridge = () => new Ridge({ alpha: 2 });
const models: Record<string, TransformedTargetRegressor<LinearRegression | Ridge>> = {
  plain: new TransformedTargetRegressor(),
  log: new TransformedTargetRegressor(new LinearRegression(), { func: Math.log, inverseFunc: Math.exp }),
  log10: new TransformedTargetRegressor(ridge(), { func: 'log10' }),
  'log10 two': new TransformedTargetRegressor(ridge(), { func: 'log10' }),
  weighted: new TransformedTargetRegressor(ridge(), { func: 'log10' }),
  scaler: new TransformedTargetRegressor(ridge(), { transformer: new StandardScaler() }),
  power: new TransformedTargetRegressor(new Ridge({ alpha: 0.5 }), { transformer: new PowerTransformer() }),
};

describe('TransformedTargetRegressor', () => {
  it.each(cases)('predicts as scikit-learn does: $name', async ({ name, predict, score }) => {
    const targets = Array.isArray(predict[0]) ? two : y;
    const options = name === 'weighted' ? { sampleWeight: weights } : {};
    const model = await models[name].fit(X, targets, options);
    // power's exponent is found by a search that stops near the optimum, on both sides
    const tolerance = name === 'power' ? { rtol: 1e-5 } : { rtol: 1e-9 };
    expectClose(await model.predict<Float64Array | Matrix>(U), predict, tolerance);
    expectClose(await model.score(X, targets), score, tolerance);
  });

  it('is searched through regressor__', async () => {
    const search = new GridSearchCV(new TransformedTargetRegressor(ridge(), { func: 'log' }), {
      regressor__alpha: [0.1, 1000],
    });
    await search.fit(X, y);
    expect(search.bestParams).toEqual({ regressor__alpha: 0.1 });
  });

  it('is saved with a function by name', async () => {
    const model = await new TransformedTargetRegressor(ridge(), { func: 'asinh' }).fit(X, y);
    const copy = (await load(await save(model))) as typeof model;
    expect(await copy.predict(U)).toEqual(await model.predict(U));
  });

  it('refuses what does not fit together', () => {
    const make = (regressor: unknown, options: object) => () =>
      new TransformedTargetRegressor(regressor as LinearRegression, options);
    const linear = new LinearRegression();
    expect(make(new LogisticRegression(), {})).toThrow(/'regressor' must be a regressor/);
    expect(make(linear, { func: Math.log })).toThrow(/go together/);
    expect(make(linear, { inverseFunc: Math.log })).toThrow(/Got no func/);
    expect(make(linear, { func: 'constructor' })).toThrow(/'func'/);
    expect(make(linear, { transformer: new Normalizer() })).toThrow(/inverseTransform/);
    expect(make(linear, { transformer: new StandardScaler(), func: 'log' })).toThrow(/together with func/);
  });

  it('names the target that a function is not defined at', async () => {
    const model = new TransformedTargetRegressor(new LinearRegression(), { func: 'log' });
    await expect(model.fit([[0], [1], [2]], [3, -1, 2])).rejects.toThrow(/Got -1 in row 1, which became NaN/);
  });

  it('warns when the inverse does not give back the targets', async () => {
    const wrong = new TransformedTargetRegressor(ridge(), { func: Math.log, inverseFunc: Math.log1p });
    const { warnings } = await collectWarnings(() => wrong.fit(X, y));
    expect(warnings.map((w) => w.message).join()).toMatch(/does not give back the targets/);
    const silent = await collectWarnings(() => wrong.with({ checkInverse: false }).fit(X, y));
    expect(silent.warnings).toEqual([]);
  });
});
