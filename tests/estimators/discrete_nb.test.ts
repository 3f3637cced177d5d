import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import * as naiveBayes from '../../src/estimators/naive_bayes/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

type Name = 'BernoulliNB' | 'CategoricalNB' | 'ComplementNB' | 'MultinomialNB';

interface Case {
  readonly name: Name;
  readonly options: Record<string, unknown>;
  readonly weighted: boolean;
  readonly categories: boolean;
  readonly joint: number[][];
  readonly proba: number[][];
  readonly predicted: number[];
}

const golden = loadFixture<{ X: number[][]; y: number[]; cases: Case[] }>('naive_bayes/discrete');
const X = Matrix.from2DArray(golden.X);
const capped = Matrix.of(
  X.data.map((v) => Math.min(v, 5)),
  X.columns,
);
const sampleWeight = golden.y.map((_, i) => 0.5 + (i % 3));

function make(name: Name, given: Record<string, unknown>): naiveBayes.MultinomialNB {
  const options = Object.fromEntries(
    Object.entries(given).map(([key, value]) => [
      key.replace(/_(\w)/g, (_, c: string) => c.toUpperCase()),
      value,
    ]),
  );
  return new (naiveBayes[name] as typeof naiveBayes.MultinomialNB)(options);
}

describe('naive Bayes on counts and categories equals scikit-learn', () => {
  it.each(golden.cases)('$name $options weighted $weighted', async (given) => {
    const data = given.categories ? capped : X;
    const model = await make(given.name, given.options).fit(
      data,
      golden.y,
      given.weighted ? { sampleWeight } : {},
    );
    const some = data.takeRows(Array.from({ length: 20 }, (_, i) => i));
    // Sums of logarithms in another order.
    expectClose((await model.predictJointLogProba(some)).to2DArray(), given.joint, { rtol: 1e-11 });
    expectClose((await model.predictProba(some)).to2DArray(), given.proba, { rtol: 1e-9 });
    expect(await model.predict(data)).toEqual(given.predicted);
  });

  it.each(['BernoulliNB', 'CategoricalNB', 'ComplementNB', 'MultinomialNB'] as const)(
    '%s learns the same in pieces',
    async (name) => {
      const whole = await make(name, {}).fit(capped, golden.y);
      const pieces = make(name, {});
      for (let from = 0; from < 80; from += 20) {
        const rows = Array.from({ length: 20 }, (_, i) => from + i);
        const labels = rows.map((i) => golden.y[i]);
        await pieces.partialFit(capped.takeRows(rows), labels, from === 0 ? { classes: [0, 1, 2, 3] } : {});
      }
      expectClose((await pieces.predictProba(capped)).data, (await whole.predictProba(capped)).data, {
        rtol: 1e-10,
      });
    },
  );
});

describe('naive Bayes on counts', () => {
  it('gives no NaN without smoothing', async () => {
    const model = await new naiveBayes.MultinomialNB({ alpha: 0 }).fit(
      [
        [1, 0],
        [0, 1],
      ],
      ['a', 'b'],
    );
    expect((await model.predictProba([[2, 0]])).row(0)).toEqual(Float64Array.of(1, 0));
  });

  it('refuses what it cannot use', async () => {
    await expect(new naiveBayes.MultinomialNB().fit([[-1], [1]], [0, 1])).rejects.toThrow(/negative/);
    await expect(new naiveBayes.MultinomialNB({ alpha: [1, 2] }).fit([[1], [1]], [0, 1])).rejects.toThrow(
      /'alpha'.*one per column \(1\)/,
    );
    const nb = await new naiveBayes.CategoricalNB().fit([[0], [1]], [0, 1]);
    await expect(nb.predict([[2]])).rejects.toThrow(/categories 0 to 1 in fit. Got 2/);
    await expect(nb.predict([[0.5]])).rejects.toThrow(/OrdinalEncoder/);
  });
});
