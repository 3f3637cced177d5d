import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { Table } from '../../src/core/table.js';
import { collectWarnings } from '../../src/core/warnings.js';
import * as selection from '../../src/model_selection/index.js';
import { loadFixture } from '../support/fixtures.js';

interface Case {
  name: string;
  options: Record<string, unknown>;
  y: (string | number)[];
  groups: number[] | null;
  folds: [number[], number[]][];
}

const { cases } = loadFixture<{ cases: Case[] }>('model_selection/splitters');

function make(name: string, options: Record<string, unknown>): selection.Splitter {
  if (name === 'PredefinedSplit') return new selection.PredefinedSplit(options['testFold'] as number[]);
  const Class = (selection as unknown as Record<string, new (options: object) => selection.Splitter>)[name];
  return new Class(options);
}

describe('splitters give the rows of scikit-learn', () => {
  it.each(cases.map((golden, i) => [i, golden] as const))(
    '%i $name',
    (_i, { name, options, y, groups, folds }) => {
      const splitter = make(name, options);
      const given = groups ? { groups } : {};
      const got = [...splitter.split(y, y, given)].map(({ train, test }) => [[...train], [...test]]);
      expect(got).toEqual(folds);
      expect(splitter.getNSplits(y, y, given)).toBe(folds.length);
    },
  );
});

describe('splitters', () => {
  it('never put a row or a group in both parts', () => {
    const labels = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 12, maxLength: 60 });
    fc.assert(
      fc.property(labels, fc.integer({ min: 0, max: 1000 }), (groups, randomState) => {
        if (new Set(groups).size < 3) return;
        for (const splitter of [
          new selection.GroupKFold({ nSplits: 2 }),
          new selection.GroupKFold({ nSplits: 2, shuffle: true, randomState }),
          new selection.GroupShuffleSplit({ nSplits: 2, randomState }),
          new selection.LeaveOneGroupOut(),
        ]) {
          for (const { train, test } of splitter.split(groups, groups, { groups })) {
            const inTest = new Set([...test].map((row) => groups[row]));
            expect([...train].some((row) => inTest.has(groups[row]))).toBe(false);
          }
        }
      }),
    );
  });

  it('test every row once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 2, max: 6 }),
        fc.nat(99),
        (n, k, randomState) => {
          if (k > n) return;
          const folds = [
            ...new selection.KFold({ nSplits: k, shuffle: true, randomState }).split({ rows: n }),
          ];
          const rows = folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b);
          expect(rows).toEqual(Array.from({ length: n }, (_, i) => i));
          for (const { train, test } of folds) expect(train.length + test.length).toBe(n);
        },
      ),
    );
  });

  it('leave p out gives n over p folds', () => {
    expect([...new selection.LeavePOut({ p: 2 }).split([1, 2, 3, 4])].length).toBe(6);
    expect(new selection.LeavePOut({ p: 2 }).getNSplits([1, 2, 3, 4])).toBe(6);
    expect([...new selection.LeaveOneOut().split([1, 2, 3])].map(({ test }) => [...test])).toEqual([
      [0],
      [1],
      [2],
    ]);
  });

  it('refuse what cannot be parted, and warn of small classes', async () => {
    expect(() => [...new selection.KFold({ nSplits: 5 }).split([1, 2])]).toThrow(
      'at most the number of rows, 2',
    );
    expect(() => new selection.KFold({ randomState: 3 })).toThrow('no effect without shuffle');
    expect(() => new selection.KFold({ nSplit: 3 } as object)).toThrow("Did you mean 'nSplits'");
    expect(() => [...new selection.StratifiedKFold().split([1, 2])]).toThrow();
    expect(() => [...new selection.GroupKFold().split([1, 2, 3, 4, 5])]).toThrow('groups is needed');
    expect(() => [...new selection.StratifiedShuffleSplit().split([1, 2, 3], ['a', 'a', 'b'])]).toThrow(
      '"b" has one row',
    );
    const y = ['a', 'a', 'a', 'a', 'b'];
    const { warnings } = await collectWarnings(() => [
      ...new selection.StratifiedKFold({ nSplits: 3 }).split(y, y),
    ]);
    expect(warnings[0].message).toContain('smallest class');
  });
});

interface Splits {
  splits: {
    seed: number;
    options: { test_size?: number; train_size?: number };
    stratify: string[] | null;
    train: number[];
    test: number[];
  }[];
  plain: [number[], number[]];
  words: string[];
  resample: { options: { replace?: boolean; n_samples?: number }; stratify: boolean; rows: number[] }[];
  shuffle: number[];
}

describe('trainTestSplit and resample give the rows of scikit-learn', () => {
  const golden = loadFixture<Splits>('model_selection/splits');
  const rows = Array.from({ length: 47 }, (_, i) => i);

  it.each(golden.splits)('seed $seed $options', ({ seed, options, stratify, train, test }) => {
    const given = { testSize: options.test_size, trainSize: options.train_size, randomState: seed, stratify };
    expect(selection.trainTestSplit(rows, given)).toEqual([train, test]);
  });

  it('without shuffling', () => {
    expect(selection.trainTestSplit(rows, { shuffle: false, testSize: 0.2 })).toEqual(golden.plain);
  });

  it.each(golden.resample)('resample $options $stratify', ({ options, stratify, rows: expected }) => {
    const given = {
      replace: options.replace,
      nSamples: options.n_samples,
      randomState: 3,
      stratify: stratify ? golden.words : null,
    };
    expect(selection.resample(rows, given)).toEqual([expected]);
  });

  it('shuffle', () => {
    expect(selection.shuffle(rows, { randomState: 5 })).toEqual([golden.shuffle]);
  });

  it('keep the type of what they are given', () => {
    const matrix = Matrix.from2DArray(rows.map((i) => [i, -i])).withColumnNames(['u', 'g']);
    const table = Table.from({ a: rows, b: rows.map(String) });
    const parts = selection.trainTestSplit(
      matrix,
      table,
      Float32Array.from(rows),
      { x: rows },
      { randomState: 0 },
    );
    expect(parts[0]).toBeInstanceOf(Matrix);
    expect(parts[0].columnNames).toEqual(['u', 'g']);
    expect(parts[2]).toBeInstanceOf(Table);
    expect(parts[4]).toBeInstanceOf(Float32Array);
    expect(parts[6].x).toEqual(Array.from(parts[4]));
    expect(parts[0].column(0)).toEqual(Float64Array.from(parts[4]));
  });

  it('part three ways', () => {
    const y = rows.map((i) => (i % 3 === 0 ? 'a' : 'b'));
    const [train, val, test] = selection.trainValTestSplit(rows, {
      valSize: 0.2,
      testSize: 0.3,
      stratify: y,
      randomState: 1,
    });
    expect([...train, ...val, ...test].sort((a, b) => a - b)).toEqual(rows);
    expect([train.length, val.length, test.length]).toEqual([22, 10, 15]);
    expect(test).toEqual(selection.trainTestSplit(rows, { testSize: 0.3, stratify: y, randomState: 1 })[1]);
  });

  it('refuse misspelt options, other lengths and impossible sizes', () => {
    expect(() => selection.trainTestSplit(rows, { testsize: 0.3 } as object)).toThrow(
      "Did you mean 'testSize'",
    );
    expect(() => selection.trainTestSplit(rows, [1, 2])).toThrow('have 47, 2 rows');
    expect(() => selection.trainTestSplit(rows, { testSize: 48 })).toThrow('do not fit 47');
    expect(() => selection.resample(rows, { replace: false, nSamples: 50 })).toThrow('nSamples');
  });
});
