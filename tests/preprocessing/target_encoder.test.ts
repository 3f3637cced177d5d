import { describe, expect, it } from 'vitest';
import { makePipeline } from '../../src/compose/index.js';
import { Table } from '../../src/core/table.js';
import { Ridge } from '../../src/estimators/linear_model/index.js';
import { GroupKFold, ShuffleSplit } from '../../src/model_selection/index.js';
import { TargetEncoder } from '../../src/preprocessing/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  readonly through: number[][];
  readonly encodings: number[][];
  readonly mean: number | number[];
  readonly new: number[][];
  readonly names: string[];
}

interface Fixture {
  readonly town: string[];
  readonly size: number[];
  readonly targets: { number: number[]; binary: number[]; words: string[] };
  readonly groups: number[];
  readonly cases: Record<string, Case>;
}

const { town, size, targets, groups, cases } = loadFixture<Fixture>('preprocessing/target_encoder');
const X = Table.from([
  ['town', town],
  ['size', Float64Array.from(size)],
]);
const fresh = Table.from([
  ['town', ['aa', 'zz', 'e']],
  ['size', Float64Array.of(1, 2, 9)],
]);

type Options = ConstructorParameters<typeof TargetEncoder>[0];
const options: Record<string, [Options, keyof Fixture['targets']]> = {
  'number auto': [{ randomState: 0 }, 'number'],
  'number 7.5': [{ smooth: 7.5, randomState: 1, cv: 3 }, 'number'],
  'number 0': [{ smooth: 0, shuffle: false }, 'number'],
  'binary auto': [{ randomState: 3 }, 'binary'],
  'binary continuous': [{ targetType: 'continuous', randomState: 4 }, 'binary'],
  'words auto': [{ randomState: 5 }, 'words'],
  'words 2': [{ smooth: 2, randomState: 5 }, 'words'],
  'number groups': [{ cv: new GroupKFold({ nSplits: 3 }) }, 'number'],
};

describe('TargetEncoder', () => {
  // Sums in another order: a few units in the last place.
  const close = { rtol: 1e-12, atol: 1e-14 };

  it.each(Object.keys(cases))('%s equals scikit-learn, folds included', async (name) => {
    const [given, target] = options[name];
    const encoder = new TargetEncoder(given);
    const through = await encoder.fitTransform(X, targets[target], { groups });
    expectClose(through, cases[name].through, close);
    expectClose(encoder.encodings, cases[name].encodings, close);
    expectClose([encoder.targetMean], [cases[name].mean], close);
    expectClose(await encoder.transform(fresh), cases[name].new, close);
    expect(encoder.getFeatureNamesOut()).toEqual(cases[name].names);
    expect(through.columnNames).toEqual(cases[name].names);
  });

  it('a missing cell is a category, an unknown one becomes the mean', async () => {
    const encoder = new TargetEncoder({ smooth: 0 });
    await encoder.fit([['a'], [null], [null], ['b']], [1, 2.5, 3.5, 4]);
    expect(encoder.categories[0]).toEqual(['a', 'b', null]);
    expect(Array.from(encoder.encodings[0])).toEqual([1, 4, 3]);
    expect((await encoder.transform([['c'], [null]])).to2DArray()).toEqual([[2.75], [3]]);
  });

  it('given categories that do not occur become the mean; cells outside them are not counted', async () => {
    const encoder = new TargetEncoder({ categories: [['a', 'z']], smooth: 0 });
    await encoder.fit([['a'], ['a'], ['b']], [1, 2.5, 8.5]);
    expect(Array.from(encoder.encodings[0])).toEqual([1.75, 4]);
  });

  it('a constant target, and one of 1e8', async () => {
    const constant = await new TargetEncoder().fit([['a'], ['b']], [2.5, 2.5]);
    expect(Array.from(constant.encodings[0])).toEqual([2.5, 2.5]);
    const plain = await new TargetEncoder().fit(X, targets.number);
    const shifted = targets.number.map((value) => value + 1e8);
    const far = await new TargetEncoder().fit(X, shifted);
    // 1e8 + y holds y to 1e-8.
    expectClose(
      far.encodings.map((e) => e.map((value) => value - 1e8)),
      plain.encodings,
      { rtol: 0, atol: 1e-6 },
    );
  });

  it('is cross-fitted in a pipeline', async () => {
    const pipeline = makePipeline(new TargetEncoder({ randomState: 0 }), new Ridge());
    await pipeline.fit(X, targets.number);
    const through = await new TargetEncoder({ randomState: 0 }).fitTransform(X, targets.number);
    const direct = await new Ridge().fit(through, targets.number);
    const { ridge } = pipeline.namedSteps as unknown as { ridge: Ridge };
    expect(ridge.coef).toEqual(direct.coef);
  });

  it('refuses what cannot be', async () => {
    const encoder = new TargetEncoder({ targetType: 'binary' });
    await expect(encoder.fit(X, targets.words)).rejects.toThrow(/two classes/);
    await expect(encoder.fit(X)).rejects.toThrow(/fit\(X, y\)/);
    const overlapping = new TargetEncoder({ cv: new ShuffleSplit({ randomState: 0 }) });
    await expect(overlapping.fitTransform(X, targets.number)).rejects.toThrow(/each row once/);
  });
});
