import fc from 'fast-check';
import { Matrix as MlMatrix } from 'ml-matrix';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { Table } from '../../src/core/table.js';
import {
  KFold,
  resample,
  shuffle,
  trainTestSplit,
  trainValTestSplit,
} from '../../src/model_selection/index.js';
import { loadFixture } from '../support/fixtures.js';

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

interface Recent {
  pairs: number[][];
  pairSplit: [number[], number[]];
  weights: number[];
  weighted: number[];
  chain: [number[][][], number[][], number[]];
}

const golden = loadFixture<Splits>('model_selection/splits');
const recent = loadFixture<Recent>('model_selection/splitters_1_9');
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const rows = upTo(47);

// All comparisons of rows are exact.
describe('trainTestSplit and resample give the rows of scikit-learn', () => {
  it.each(golden.splits)('seed $seed $options', ({ seed, options, stratify, train, test }) => {
    const given = { testSize: options.test_size, trainSize: options.train_size, randomState: seed, stratify };
    expect(trainTestSplit(rows, given)).toEqual([train, test]);
  });

  it('without shuffling', () => {
    expect(trainTestSplit(rows, { shuffle: false, testSize: 0.2 })).toEqual(golden.plain);
  });

  it('stratified by rows of labels', () => {
    const options = { testSize: 10, randomState: 4 };
    expect(trainTestSplit(upTo(30), { ...options, stratify: recent.pairs })).toEqual(recent.pairSplit);
    const matrix = Matrix.from2DArray(recent.pairs);
    expect(trainTestSplit(upTo(30), { ...options, stratify: matrix })).toEqual(recent.pairSplit);
  });

  it.each(golden.resample)('resample $options $stratify', ({ options, stratify, rows: expected }) => {
    const given = {
      replace: options.replace,
      nSamples: options.n_samples,
      randomState: 3,
      stratify: stratify ? golden.words : null,
    };
    expect(resample(rows, given)).toEqual([expected]);
  });

  it('resample in proportion to weights', () => {
    const given = { sampleWeight: recent.weights, nSamples: 40, randomState: 6 };
    expect(resample(upTo(20), given)).toEqual([recent.weighted]);
  });

  it('shuffle', () => {
    expect(shuffle(rows, { randomState: 5 })).toEqual([golden.shuffle]);
    expect(shuffle(rows, { randomState: 5, nSamples: 4 })).toEqual([golden.shuffle.slice(0, 4)]);
  });

  it('one generator through several calls', () => {
    const randomState = new RandomState(8);
    const folds = [...new KFold({ nSplits: 3, shuffle: true, randomState }).split({ rows: 7 })];
    expect([
      folds.map(({ train, test }) => [[...train], [...test]]),
      trainTestSplit(upTo(7), { randomState }),
      resample(upTo(7), { randomState })[0],
    ]).toEqual(recent.chain);
  });
});

describe('trainTestSplit and its kin', () => {
  it('keep the type of what they are given, at run time and for the compiler', () => {
    const matrix = Matrix.from2DArray(rows.map((i) => [i, -i])).withColumnNames(['u', 'g']);
    const table = Table.from({ a: rows, b: rows.map(String) });
    const parts = trainTestSplit(matrix, table, Float32Array.from(rows), { x: rows }, { randomState: 0 });
    expectTypeOf(parts[0]).toEqualTypeOf<Matrix>();
    expectTypeOf(parts[2]).toEqualTypeOf<Table>();
    expectTypeOf(parts[6]).toEqualTypeOf<{ x: number[] }>();
    expect(parts[0]).toBeInstanceOf(Matrix);
    expect(parts[0].columnNames).toEqual(['u', 'g']);
    expect(parts[2]).toBeInstanceOf(Table);
    expect(parts[4]).toBeInstanceOf(Float32Array);
    expect(parts[6].x).toEqual(Array.from(parts[4]));
    expect(parts[0].column(0)).toEqual(Float64Array.from(parts[4]));
  });

  it('give a Matrix for a foreign matrix and for an array with a shape', () => {
    const foreign = new MlMatrix(rows.map((i) => [i, 2 * i]));
    const shaped = { data: Float32Array.from(rows), shape: [47, 1] as const };
    const [train, , shapedTrain] = trainTestSplit(foreign, shaped, { randomState: 0 });
    expectTypeOf(train).toEqualTypeOf<Matrix>();
    expectTypeOf(shapedTrain).toEqualTypeOf<Matrix>();
    expect(train).toBeInstanceOf(Matrix);
    expect(train.column(1)).toEqual(shapedTrain.column(0).map((value) => 2 * value));
  });

  it('infer every array, however many there are', () => {
    const y = rows.map(String);
    const two = trainTestSplit(
      [
        [1, 2],
        [3, 4],
      ],
      ['a', 'b'],
      { testSize: 1 },
    );
    expectTypeOf(two).toEqualTypeOf<[number[][], number[][], string[], string[]]>();
    const many = trainTestSplit(rows, y, rows, y, rows, y);
    expect(many).toHaveLength(12);
    expectTypeOf(many[11]).toEqualTypeOf<string[]>();
    expectTypeOf(trainValTestSplit(y, rows)).toEqualTypeOf<
      [string[], string[], string[], number[], number[], number[]]
    >();
    expectTypeOf(resample(rows, y)).toEqualTypeOf<[number[], string[]]>();
    // @ts-expect-error a misspelt option
    expect(() => trainTestSplit(rows, { testsize: 0.3 })).toThrow("Did you mean 'testSize'");
  });

  it('part all rows, each once, and keep the shares of classes', () => {
    const labels = fc.array(fc.constantFrom('star', 'qso', 'galaxy'), { minLength: 30, maxLength: 90 });
    fc.assert(
      fc.property(labels, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (y, randomState) => {
        const count = (label: string): number => y.filter((other) => other === label).length;
        fc.pre(['star', 'qso', 'galaxy'].every((label) => count(label) !== 1));
        const given = { testSize: 0.3, stratify: y, randomState };
        const [train, test, yTrain, yTest] = trainTestSplit(upTo(y.length), y, given);
        expect([...train, ...test].sort((a, b) => a - b)).toEqual(upTo(y.length));
        expect(yTrain).toEqual(train.map((row) => y[row]));
        for (const label of new Set(y)) {
          const tested = yTest.filter((other) => other === label).length;
          expect(Math.abs(tested - (count(label) * test.length) / y.length)).toBeLessThan(1);
        }
      }),
    );
  });

  it('part three ways as two calls in a row do', () => {
    const y = rows.map((i) => (i % 3 === 0 ? 'a' : 'b'));
    const options = { valSize: 0.2, testSize: 0.3, randomState: 1 };
    for (const stratify of [y, null]) {
      const [train, val, test, , , yTest] = trainValTestSplit(rows, y, { ...options, stratify });
      expect([...train, ...val, ...test].sort((a, b) => a - b)).toEqual(rows);
      expect([train.length, val.length, test.length]).toEqual([22, 10, 15]);
      const [rest, last, yRest] = trainTestSplit(rows, y, { testSize: 0.3, stratify, randomState: 1 });
      expect(test).toEqual(last);
      expect(yTest).toEqual(test.map((row) => y[row]));
      expect([train, val]).toEqual(
        trainTestSplit(rest, { testSize: 10, stratify: stratify && yRest, randomState: 1 }),
      );
    }
    expect(trainValTestSplit(upTo(10), { shuffle: false }).map((part) => part.join())).toEqual([
      '0,1,2,3,4,5',
      '6,7',
      '8,9',
    ]);
    const sizes = trainValTestSplit(rows, { trainSize: 5, valSize: 6, testSize: 7 });
    expect(sizes.map((part) => part.length)).toEqual([5, 6, 7]);
  });

  it('refuse misspelt options, other lengths, impossible sizes and excluded options', () => {
    const loose = (options: object): unknown => trainTestSplit(rows, options);
    expect(() => loose({ testsize: 0.3 })).toThrow("Did you mean 'testSize'");
    expect(() => loose({ shuffle: 'yes' })).toThrow('true or false');
    expect(() => loose({ testSize: -1 })).toThrow('a share above 0');
    expect(() => loose({ randomState: -1 })).toThrow('integer in [0, 2^32)');
    expect(() => loose({ stratify: rows.map((i) => i % 2), shuffle: false })).toThrow('needs shuffle: true');
    expect(() => loose({ stratify: ['a', 'b'] })).toThrow('one entry for each of the 47 rows');
    expect(() => loose({ stratify: rows })).toThrow('every class needs two rows');
    expect(() => trainTestSplit(rows, [1, 2])).toThrow('have 47, 2 rows');
    expect(() => trainTestSplit()).toThrow('at least one array');
    expect(() => trainTestSplit([])).toThrow('no rows');
    expect(() => trainTestSplit(rows, { testSize: 48 })).toThrow('do not fit 47');
    expect(() => trainTestSplit([1])).toThrow('do not fit 1 rows');
    expect(() => trainValTestSplit(rows, { testSize: 0.5, valSize: 0.5 })).toThrow('more than the 47 rows');
    expect(() => resample(rows, { replace: false, nSamples: 50 })).toThrow('at most the number of rows, 47');
    expect(() => shuffle(rows, { nSamples: 50 })).toThrow('at most the number of rows, 47');
    expect(() => shuffle(rows, { replace: true } as object)).toThrow("unknown parameter 'replace'");
    expect(() => resample(rows, { sampleWeight: rows, replace: false })).toThrow('does not go with');
    expect(() => resample(rows, { sampleWeight: [1] })).toThrow('one weight for each of the 47 rows');
  });

  it('take a record of columns for data, even last', () => {
    const [train, , columns] = trainTestSplit(rows, { a: rows, testing: rows });
    expect(columns.testing).toEqual(train);
  });
});
