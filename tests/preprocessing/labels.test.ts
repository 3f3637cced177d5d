import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../src/core/matrix.js';
import { collectWarnings } from '../../src/core/warnings.js';
import {
  LabelBinarizer,
  LabelEncoder,
  labelBinarize,
  MultiLabelBinarizer,
} from '../../src/preprocessing/index.js';

describe('LabelEncoder', () => {
  it.each([
    [
      ['b', 'a', 'b'],
      ['a', 'b'],
      [1, 0, 1],
    ],
    [
      [10, 9, 1],
      [1, 9, 10],
      [2, 1, 0],
    ],
    [
      [true, false],
      [false, true],
      [1, 0],
    ],
    [
      [0.5, -1.5],
      [-1.5, 0.5],
      [1, 0],
    ],
  ])('numbers %j', async (y, classes, codes) => {
    const encoder = new LabelEncoder();
    expect(Array.from(await encoder.fitTransform(y))).toEqual(codes);
    expect(encoder.classes).toEqual(classes);
    expect(await encoder.inverseTransform(codes)).toEqual(y);
  });

  it('refuses unknown labels, wrong codes and unclean labels', async () => {
    const encoder = await new LabelEncoder().fit(['a', 'b']);
    await expect(encoder.transform(['a', 'c'])).rejects.toThrow(/entry 1 that fit did not see. Got "c"/);
    await expect(encoder.inverseTransform([2])).rejects.toThrow(/from 0 to 1/);
    for (const bad of [[], ['a', 1], [Number.NaN], [null]]) {
      await expect(new LabelEncoder().fit(bad as string[])).rejects.toThrow(/LabelEncoder: y/);
    }
    await expect(new LabelEncoder().transform(['a'])).rejects.toThrow(/fit/);
  });

  it('is left as it was by an aborted fit', async () => {
    const encoder = await new LabelEncoder().fit(['a']);
    const signal = AbortSignal.abort();
    await expect(encoder.fit(['b'], undefined, { signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(encoder.classes).toEqual(['a']);
  });
});

describe('LabelBinarizer', () => {
  it('gives two classes one column, and inverts by threshold', async () => {
    const binarizer = new LabelBinarizer({ negLabel: -1, posLabel: 2 });
    const Y = await binarizer.fitTransform(['no', 'yes', 'no']);
    expect(Y.to2DArray()).toEqual([[-1], [2], [-1]]);
    expect(binarizer.yType).toBe('binary');
    expect(await binarizer.inverseTransform(Y)).toEqual(['no', 'yes', 'no']);
    expect(await binarizer.inverseTransform([0.4, 0.6])).toEqual(['no', 'yes']);
    expect(await binarizer.inverseTransform([0.4], { threshold: 0.1 })).toEqual(['yes']);
  });

  it('marks one column per class, none for unknown labels', async () => {
    const binarizer = await new LabelBinarizer().fit([3, 1, 2]);
    const Y = await binarizer.transform([2, 9]);
    expect(Y.to2DArray()).toEqual([
      [0, 1, 0],
      [0, 0, 0],
    ]);
    expect(await binarizer.inverseTransform([[0.1, 0.2, 0.7]])).toEqual([3]);
    await expect(binarizer.inverseTransform([[1, 0]])).rejects.toThrow(/3 column/);
  });

  it('gives a single class a column of negLabel', async () => {
    const binarizer = new LabelBinarizer();
    const Y = await binarizer.fitTransform(['a', 'a']);
    expect(Y.to2DArray()).toEqual([[0], [0]]);
    expect(await binarizer.inverseTransform(Y)).toEqual(['a', 'a']);
  });

  it('passes indicators through', async () => {
    const binarizer = new LabelBinarizer({ negLabel: -1 });
    const Y = [
      [1, 0],
      [1, 1],
    ];
    const marks = await binarizer.fitTransform(Y);
    expect(marks.to2DArray()).toEqual([
      [1, -1],
      [1, 1],
    ]);
    expect(((await binarizer.inverseTransform(marks)) as Matrix).to2DArray()).toEqual(Y);
    await expect(binarizer.transform([1, 0])).rejects.toThrow(/form of fit/);
  });

  it('refuses marks in the wrong order', () => {
    expect(() => new LabelBinarizer({ negLabel: 1, posLabel: 1 })).toThrow(/'posLabel'/);
  });

  it('labelBinarize keeps the order of the classes', async () => {
    const Y = await labelBinarize(['b', 'z'], { classes: ['c', 'b', 'a'], negLabel: -1 });
    expect(Y.to2DArray()).toEqual([
      [-1, 1, -1],
      [-1, -1, -1],
    ]);
    await expect(labelBinarize(['a'], { classes: ['a', 'a'] })).rejects.toThrow(/distinct/);
  });
});

describe('MultiLabelBinarizer', () => {
  it('marks sets and gives them back', async () => {
    const binarizer = new MultiLabelBinarizer();
    const Y = await binarizer.fitTransform([new Set(['b', 'a']), [], ['c']]);
    expect(binarizer.classes).toEqual(['a', 'b', 'c']);
    expect(Y.to2DArray()).toEqual([
      [1, 1, 0],
      [0, 0, 0],
      [0, 0, 1],
    ]);
    expect(await binarizer.inverseTransform(Y)).toEqual([['a', 'b'], [], ['c']]);
    await expect(binarizer.inverseTransform([[0.5, 0, 1]])).rejects.toThrow(/0 and 1/);
  });

  it('keeps given classes in order and leaves unknown labels out with a warning', async () => {
    const binarizer = await new MultiLabelBinarizer({ classes: [3, 1] }).fit([]);
    const { value, warnings } = await collectWarnings(() => binarizer.transform([[1], [7, 3]]));
    expect(value.to2DArray()).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(warnings).toHaveLength(1);
  });

  it('refuses text, whose letters are not meant', async () => {
    await expect(new MultiLabelBinarizer().fit(['ab'])).rejects.toThrow(/row 0 is none/);
    await expect(new MultiLabelBinarizer().fit([['a'], [null as unknown as string]])).rejects.toThrow(
      /row 1/,
    );
  });
});
