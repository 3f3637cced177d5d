import { describe, expect, it } from 'vitest';
import type { Label, Matrix } from '../../src/core/index.js';
import { loadDiabetes, loadIris } from '../../src/datasets/index.js';
import { DummyRegressor } from '../../src/estimators/dummy/index.js';
import { LogisticRegression } from '../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { KNeighborsClassifier, KNeighborsRegressor } from '../../src/estimators/neighbors/index.js';
import { VotingClassifier, VotingRegressor } from '../../src/meta/index.js';
import { crossValScore } from '../../src/model_selection/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Vote {
  predict: number[];
  transform: number[][];
  predictProba?: number[][];
}

const fixture = loadFixture<Record<string, Vote>>('ensembles/voting');
const members = () =>
  [
    ['lr', new LogisticRegression({ tol: 1e-10, maxIter: 10000 })],
    ['nb', new GaussianNB()],
    ['knn', new KNeighborsClassifier({ nNeighbors: 3 })],
  ] as const;
const some = (X: Matrix): Matrix =>
  X.takeRows(Array.from({ length: Math.ceil(X.rows / 7) }, (_, i) => 7 * i));

describe('voting as in scikit-learn', () => {
  it.each([
    ['hard', {}],
    ['hardWeighted', { weights: [1, 3, 1.5] }],
    ['soft', { voting: 'soft' }],
    ['softWeighted', { voting: 'soft', weights: [0.5, 2, 1] }],
  ] as const)('%s', async (name, options) => {
    const { data, target } = await loadIris();
    const vote = await new VotingClassifier(members(), options).fit(data, target);
    expect(await vote.predict(data)).toEqual(fixture[name].predict);
    // scikit-learn's lbfgs ends at its limit on the change of the loss, 1e-4 (relative) from the optimum.
    expectClose(await vote.transform(some(data)), fixture[name].transform, { rtol: 5e-4, atol: 1e-6 });
    const expected = fixture[name].predictProba;
    if (expected) expectClose(await vote.predictProba(some(data)), expected, { rtol: 5e-4, atol: 1e-6 });
  });

  it('of regressors: the weighted mean, to rounding', async () => {
    const { data, target } = await loadDiabetes();
    const vote = new VotingRegressor(
      [
        ['five', new KNeighborsRegressor()],
        ['two', new KNeighborsRegressor({ nNeighbors: 2 })],
        ['mean', new DummyRegressor()],
      ],
      { weights: [1, 2, 0.5] },
    );
    await vote.fit(data, target);
    expectClose(await vote.predict(some(data)), fixture['regressor'].predict, { rtol: 1e-12 });
  });
});

describe('voting', () => {
  it('teaches members the labels as given, so that their class weights may name them', async () => {
    const X = [[0], [1], [2], [3]];
    const y = ['qso', 'qso', 'star', 'star'];
    const vote = new VotingClassifier([['lr', new LogisticRegression({ classWeight: { star: 5 } })]]);
    await vote.fit(X, y);
    expect(vote.classes).toEqual(['qso', 'star']);
    const { lr } = vote.namedEstimators;
    expect((lr as unknown as { classes: Label[] }).classes).toEqual(['qso', 'star']);
  });

  it('drops and replaces members by name', async () => {
    const { data, target } = await loadIris();
    const vote = new VotingClassifier(members(), { weights: [1, 2, 3] });
    const two = vote.with({ lr: 'drop' });
    await two.fit(data, target);
    expect(two.estimators.map(({ type }) => type)).toEqual(['GaussianNB', 'KNeighborsClassifier']);
    expect((await two.transform(data)).columns).toBe(2);
    expect(two.getFeatureNamesOut()).toEqual(['votingclassifier_nb', 'votingclassifier_knn']);
    const back = two.with({ lr: new GaussianNB(), nb__varSmoothing: 1e-3 });
    expect(back.children.map(([name]) => name)).toEqual(['lr', 'nb', 'knn']);
  });

  it('gives one matrix per member when it should not flatten', async () => {
    const { data, target } = await loadIris();
    const vote = new VotingClassifier(members(), { voting: 'soft', flattenTransform: false });
    await vote.fit(data, target);
    const blocks = await vote.transform<Matrix[]>(data);
    expect(blocks.map((block) => [block.rows, block.columns])).toEqual([
      [150, 3],
      [150, 3],
      [150, 3],
    ]);
  });

  it('can be cross-validated, and is the same on any number of workers', async () => {
    const { data, target } = await loadIris();
    const one = await crossValScore(new VotingClassifier(members(), { voting: 'soft' }), data, target);
    const two = await crossValScore(
      new VotingClassifier(members(), { voting: 'soft', nJobs: 2 }),
      data,
      target,
    );
    expect([...two]).toEqual([...one]);
  });

  it('says what is wrong with members, weights and options', async () => {
    const nb = new GaussianNB();
    expect(() => new VotingClassifier([])).toThrow(/estimators/);
    expect(() => new VotingClassifier([['a', 'drop']])).toThrow(/not dropped/);
    expect(
      () =>
        new VotingClassifier([
          ['a', nb],
          ['a', nb],
        ]),
    ).toThrow(/twice/);
    expect(() => new VotingClassifier([['voting', nb]])).toThrow(/parameter/);
    expect(() => new VotingClassifier([['a', new DummyRegressor()]])).toThrow(/classifier/);
    expect(() => new VotingClassifier([['a', nb]], { weights: [1, 2] })).toThrow(/2 numbers/);
    expect(() => new VotingRegressor([['a', nb]])).toThrow(/regressor/);
    const vote = await new VotingClassifier([['a', nb]]).fit([[0], [1]], [0, 1]);
    await expect(vote.predictProba([[0]])).rejects.toThrow(/voting 'soft'/);
    const knn = new VotingClassifier([
      ['nb', nb],
      ['knn', new KNeighborsClassifier({ nNeighbors: 1 })],
    ]);
    await expect(knn.fit([[0], [1]], [0, 1], { sampleWeight: [1, 1] })).rejects.toThrow(
      /KNeighborsClassifier cannot use weights/,
    );
  });
});
