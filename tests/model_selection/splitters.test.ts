import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, InvalidParameterError } from '../../src/core/errors.js';
import { RandomState } from '../../src/core/random.js';
import { collectWarnings } from '../../src/core/warnings.js';
import * as selection from '../../src/model_selection/index.js';
import { loadFixture } from '../support/fixtures.js';

interface Case {
  name: string;
  options: Record<string, unknown>;
  y: (string | number)[];
  groups: number[] | null;
  /** null where scikit-learn refuses. */
  folds: [number[], number[]][] | null;
}

const old = loadFixture<{ cases: Case[] }>('model_selection/splitters').cases;
const recent = loadFixture<{ cases: Case[]; series: [number[], number[]][] }>(
  'model_selection/splitters_1_9',
);

function make(name: string, options: Record<string, unknown>): selection.Splitter {
  const Class = (selection as unknown as Record<string, new (options: object) => selection.Splitter>)[name];
  return new Class(options);
}

function rows(folds: Iterable<selection.Fold>): number[][][] {
  return [...folds].map(({ train, test }) => [[...train], [...test]]);
}

// All comparisons of rows are exact. The first fixture is scikit-learn 1.2's; the second is 1.9's, where group
// splitters differ: equal groups are dealt in a fixed order, and shuffling keeps the classes even.
describe('splitters give the rows of scikit-learn', () => {
  const all = [...old, ...recent.cases].map((golden, i) => [i, golden] as const);

  it.each(all)('%i $name', async (_i, { name, options, y, groups, folds }) => {
    await collectWarnings(() => {
      const splitter = make(name, options);
      const given = groups ? { groups } : {};
      if (folds === null) {
        expect(() => splitter.split(y, y, given)).toThrow(/nSplits|class|Size|groups/);
        return;
      }
      const dealt = splitter.split(y, y, given);
      expect(rows(dealt)).toEqual(folds);
      expect(rows(dealt), 'a second run through the same folds').toEqual(folds);
      expect(splitter.getNSplits(y, y, given)).toBe(folds.length);
    });
  });

  it('TimeSeriesSplit with a gap', () => {
    expect(rows(new selection.TimeSeriesSplit({ nSplits: 3, gap: 1 }).split({ rows: 14 }))).toEqual(
      recent.series,
    );
  });
});

describe('splitters keep their laws', () => {
  const labels = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 12, maxLength: 60 });
  const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

  it('no group is in both parts, and every row is in one of the two', async () => {
    await collectWarnings(() =>
      fc.assert(
        fc.property(labels, labels, seeds, (groups, targets, randomState) => {
          fc.pre(new Set(groups).size >= 3);
          const y = groups.map((_, i) => targets[i % targets.length]);
          fc.pre(Math.max(...y.map((a) => y.filter((b) => a === b).length)) >= 2);
          for (const [splitter, covers] of [
            [new selection.GroupKFold({ nSplits: 2 }), true],
            [new selection.GroupKFold({ nSplits: 3, shuffle: true, randomState }), true],
            [new selection.StratifiedGroupKFold({ nSplits: 2, shuffle: true, randomState }), true],
            [new selection.LeaveOneGroupOut(), true],
            [new selection.LeavePGroupsOut({ nGroups: 2 }), true],
            [new selection.GroupShuffleSplit({ nSplits: 2, testSize: 0.4, randomState }), true],
            [new selection.GroupShuffleSplit({ testSize: 1, trainSize: 1, randomState }), false],
          ] as const) {
            for (const { train, test } of splitter.split(groups, y, { groups })) {
              const tested = new Set(Array.from(test, (row) => groups[row]));
              expect([...train].some((row) => tested.has(groups[row]))).toBe(false);
              if (covers) expect(new Set([...train, ...test]).size).toBe(groups.length);
              expect([...test]).toEqual([...test].sort((a, b) => a - b));
            }
          }
        }),
      ),
    );
  });

  it('k folds test every row once, and their sizes differ by one at most', async () => {
    await collectWarnings(() =>
      fc.assert(
        fc.property(labels, fc.integer({ min: 2, max: 6 }), seeds, (y, k, randomState) => {
          fc.pre(Math.max(...y.map((a) => y.filter((b) => a === b).length)) >= k);
          for (const splitter of [
            new selection.KFold({ nSplits: k }),
            new selection.KFold({ nSplits: k, shuffle: true, randomState }),
            new selection.StratifiedKFold({ nSplits: k, shuffle: true, randomState }),
          ]) {
            const folds = [...splitter.split(y, y)];
            const tested = folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b);
            expect(tested).toEqual(y.map((_, i) => i));
            const sizes = folds.map(({ test }) => test.length);
            expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
            for (const { train, test } of folds) expect(train.length + test.length).toBe(y.length);
          }
        }),
      ),
    );
  });

  it('stratified folds hold each class evenly, whatever its name', async () => {
    await collectWarnings(() =>
      fc.assert(
        fc.property(labels, seeds, (y, randomState) => {
          fc.pre(Math.max(...y.map((a) => y.filter((b) => a === b).length)) >= 3);
          const splitter = new selection.StratifiedKFold({ nSplits: 3, shuffle: true, randomState });
          const folds = rows(splitter.split(y, y));
          for (const label of new Set(y)) {
            const counts = folds.map(([, test]) => test.filter((row) => y[row] === label).length);
            expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
          }
          const renamed = y.map((label) => `class ${9 - label}`);
          expect(rows(splitter.split(renamed, renamed))).toEqual(folds);
        }),
      ),
    );
  });

  it('numbers are classes by value, not by spelling', () => {
    const y = [9, 10, 9, 10, 9, 10, 9, 10];
    const renamed = y.map((label) => (label === 9 ? 'a' : 'b'));
    const splitter = new selection.StratifiedShuffleSplit({ nSplits: 2, testSize: 3, randomState: 1 });
    expect(rows(splitter.split(y, y))).toEqual(rows(splitter.split(renamed, renamed)));
  });

  it('leave-out splitters count their folds without dealing them', () => {
    expect(rows(new selection.LeavePOut({ p: 2 }).split([1, 2, 3, 4])).length).toBe(6);
    expect(new selection.LeavePOut({ p: 2 }).getNSplits([1, 2, 3, 4])).toBe(6);
    expect(new selection.LeavePOut({ p: 6 }).getNSplits({ rows: 60 })).toBe(50063860);
    expect(rows(new selection.LeaveOneOut().split([1, 2, 3]))).toEqual([
      [[1, 2], [0]],
      [[0, 2], [1]],
      [[0, 1], [2]],
    ]);
  });

  it('a generator goes on from call to call; a seed does not', () => {
    const random = new RandomState(3);
    const going = new selection.KFold({ nSplits: 2, shuffle: true, randomState: random });
    const seeded = new selection.KFold({ nSplits: 2, shuffle: true, randomState: 3 });
    const first = rows(going.split({ rows: 30 }));
    expect(first).toEqual(rows(seeded.split({ rows: 30 })));
    expect(rows(going.split({ rows: 30 }))).not.toEqual(first);
    expect(rows(seeded.split({ rows: 30 }))).toEqual(first);
  });

  it('many classes and groups are no burden', () => {
    const n = 150_000;
    const each = Int32Array.from({ length: n }, (_, i) => i);
    const twice = each.map((i) => i >> 1);
    expect(() => new selection.StratifiedKFold().split(each, each)).toThrow('rows of some class, 1');
    const [fold] = new selection.StratifiedKFold({ nSplits: 2 }).split(twice, twice);
    expect(fold.test.length).toBe(n / 2);
    const [part] = new selection.StratifiedShuffleSplit({ testSize: 0.5, randomState: 0 }).split(
      twice,
      twice,
    );
    expect(part.test.length).toBe(n / 2);
    const [grouped] = new selection.GroupKFold({ nSplits: 3 }).split(each, each, { groups: each });
    expect(grouped.test.length).toBe(n / 3);
  });
});

describe('splitters refuse, at once and by name', () => {
  const y = ['a', 'a', 'a', 'b', 'b'];

  it('parameters', () => {
    expect(() => new selection.KFold({ randomState: 3 })).toThrow('no effect without shuffle');
    expect(() => new selection.KFold({ nSplit: 3 } as object)).toThrow("Did you mean 'nSplits'");
    expect(() => new selection.KFold({ nSplits: 1 })).toThrow(InvalidParameterError);
    expect(() => new selection.ShuffleSplit({ testSize: 1.5 })).toThrow('a share above 0');
    expect(() => new selection.LeavePOut({} as { p: number })).toThrow("'p' must be given");
    expect(() => new selection.LeavePGroupsOut(undefined as never)).toThrow("'nGroups' must be given");
    expect(() => new selection.PredefinedSplit({ testFold: [0.5] })).toThrow('integers >= -1');
    expect(() => new selection.PredefinedSplit({ testFold: [] })).toThrow('non-empty');
    expect(Object.isFrozen(new selection.KFold().params)).toBe(true);
  });

  it('too few rows, classes or groups', () => {
    expect(() => new selection.KFold().split([1, 2])).toThrow('at most the number of rows, 2');
    expect(() => new selection.StratifiedKFold().split(y, y)).toThrow('rows of some class, 3');
    expect(() => new selection.GroupKFold({ nSplits: 3 }).split(y, y, { groups: y })).toThrow('groups, 2');
    expect(() =>
      new selection.StratifiedGroupKFold({ nSplits: 3 }).split(
        y,
        y.map(() => 'a'),
        { groups: [1, 1, 1, 2, 2] },
      ),
    ).toThrow('groups, 2');
    expect(() => new selection.LeaveOneGroupOut().split(y, y, { groups: [1, 1, 1, 1, 1] })).toThrow(
      'at least two groups',
    );
    expect(() => new selection.LeavePGroupsOut({ nGroups: 2 }).split(y, y, { groups: y })).toThrow(
      'more than nGroups = 2',
    );
    expect(() => new selection.LeaveOneOut().split([1])).toThrow('two rows');
    expect(() => new selection.LeavePOut({ p: 2 }).split([1, 2])).toThrow('more than p = 2');
    expect(() => new selection.TimeSeriesSplit({ nSplits: 3 }).split([1, 2, 3])).toThrow('below the number');
    expect(() => new selection.TimeSeriesSplit({ nSplits: 2, testSize: 2 }).split(y)).not.toThrow();
    expect(() => new selection.TimeSeriesSplit({ nSplits: 2, testSize: 2, gap: 1 }).split(y)).toThrow(
      'do not fit 5 rows',
    );
    expect(() => new selection.PredefinedSplit({ testFold: [0, 1] }).split(y)).toThrow('folds of 2 rows');
    expect(() => new selection.KFold().split([])).toThrow('no rows');
  });

  it('parts that do not fit or cannot hold each class', () => {
    const split = (testSize: number, trainSize: number | null, classes = y): unknown =>
      new selection.StratifiedShuffleSplit({ testSize, trainSize }).split(classes, classes);
    expect(() => split(2, 4)).toThrow('do not fit 5 rows');
    expect(() => split(5, null)).toThrow('do not fit 5 rows');
    // 1 + 1 rows would fit, but the shares sum to more than the whole
    expect(() => new selection.ShuffleSplit({ testSize: 0.4, trainSize: 0.7 }).split([1, 2])).toThrow(
      'do not fit 2 rows',
    );
    expect(() => split(1, null)).toThrow('test part needs a row for each of the 2 classes');
    expect(() => split(4, null)).toThrow('training part needs a row');
    expect(() => split(2, null, ['a', 'a', 'a', 'a', 'b'])).toThrow('one row. Got the class "b"');
  });

  it('missing, mixed, continuous or short labels and groups', () => {
    const stratified = new selection.StratifiedKFold({ nSplits: 2 });
    expect(() => stratified.split(y)).toThrow('y is needed');
    expect(() => stratified.split(y, ['a'])).toThrow('y has 1 entries for 5 rows');
    expect(() => stratified.split(y, [0.5, 1, 2, 3, 4])).toThrow('continuous');
    expect(() => stratified.split(y, [1, 2, 'a', 3, 4] as number[])).toThrow(InvalidInputError);
    const grouped = new selection.GroupKFold({ nSplits: 2 });
    expect(() => grouped.split(y)).toThrow('groups is needed');
    expect(() => grouped.split(y, y, { group: y } as object)).toThrow("Did you mean 'groups'");
    expect(() => grouped.split(y, y, { groups: [1, 2] })).toThrow('groups has 2 entries');
    expect(() => grouped.split(y, y, { groups: [1, 1, Number.NaN, 2, 2] })).toThrow('row 2 does not fit');
    expect(() => grouped.split(y, y, { groups: [1, 1, null, 2, 2] as number[] })).toThrow('Got null');
    expect(() => grouped.getNSplits()).not.toThrow();
    expect(() => new selection.LeavePGroupsOut({ nGroups: 1 }).getNSplits(y)).toThrow('groups is needed');
  });

  it('warn of small classes, once, and of groups without effect', async () => {
    const small = ['a', 'a', 'a', 'a', 'b'];
    const warned = async (body: () => unknown): Promise<string[]> =>
      (await collectWarnings(body)).warnings.map((warning) => `${warning.name} ${warning.message}`);
    const folds = new selection.StratifiedKFold({ nSplits: 3 });
    expect(await warned(() => [...folds.split(small, small)])).toEqual([
      'DataWarning the smallest class has 1 rows, fewer than nSplits = 3: some folds do not test it',
    ]);
    const again = new selection.RepeatedStratifiedKFold({ nSplits: 3, nRepeats: 4 });
    expect(await warned(() => [...again.split(small, small)])).toHaveLength(1);
    expect(await warned(() => new selection.KFold().split(y, y, { groups: y }))).toEqual([
      'DataWarning groups are ignored: rows of one group can be in both parts',
    ]);
    expect(await warned(() => new selection.KFold().split(y, y, { groups: undefined }))).toEqual([]);
  });
});

describe('checkCv', () => {
  it('stratifies for classifiers whose y holds classes', () => {
    const { checkCv, KFold, StratifiedKFold } = selection;
    expect(checkCv(3, ['a', 'b'], { classifier: true })).toBeInstanceOf(StratifiedKFold);
    expect(checkCv(null, [true, false], { classifier: true }).getNSplits()).toBe(5);
    expect(checkCv(3, ['a', 'b'])).toBeInstanceOf(KFold);
    expect(checkCv(3, undefined, { classifier: true })).toBeInstanceOf(KFold);
    expect(checkCv(3, [0.5, 1.5], { classifier: true })).toBeInstanceOf(KFold);
    const shuffled = checkCv(3, [0, 1], { shuffle: true, randomState: 4 });
    const direct = new KFold({ nSplits: 3, shuffle: true, randomState: 4 });
    expect(rows(shuffled.split({ rows: 9 }))).toEqual(rows(direct.split({ rows: 9 })));
  });

  it('passes splitters on and checks lists of folds', () => {
    const splitter = new selection.LeaveOneOut();
    expect(selection.checkCv(splitter, undefined)).toBe(splitter);
    const list = selection.checkCv(new Set([{ train: [0, 1], test: [2] }]), undefined);
    expect(rows(list.split([5, 6, 7]))).toEqual([[[0, 1], [2]]]);
    expect(() => list.split([5, 6])).toThrow('names row 2, but X has 2 rows');
  });

  it('refuses everything else', () => {
    for (const cv of [1, 2.5, Number.NaN, 'five', {}, [], [{ train: [0] }], [{ train: [0.5], test: [1] }]]) {
      expect(() => selection.checkCv(cv as number, undefined), String(cv)).toThrow(InvalidParameterError);
    }
    expect(() => selection.checkCv(5, undefined, { classfier: true } as object)).toThrow("'classifier'");
  });
});
