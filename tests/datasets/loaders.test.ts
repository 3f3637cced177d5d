import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InvalidParameterError } from '../../src/core/errors.js';
import { loadBreastCancer, loadDiabetes, loadDigits, loadIris, loadWine } from '../../src/datasets/load.js';
import { loadFixture } from '../support/fixtures.js';

interface Reference {
  readonly shape: [number, number];
  readonly data: string;
  readonly target: string;
  readonly firstRow: number[];
  readonly featureNames: string[];
  readonly targetNames: string[];
}

const reference = loadFixture<Record<string, Reference>>('datasets/loaders');
const digest = (cells: ArrayLike<number>) =>
  createHash('sha256')
    .update(new Uint8Array(Float64Array.from(cells).buffer))
    .digest('hex');

describe('the loaders', () => {
  const loads = {
    iris: () => loadIris(),
    wine: () => loadWine(),
    breastCancer: () => loadBreastCancer(),
    digits: () => loadDigits(),
    digitsBelow3: () => loadDigits({ nClass: 3 }),
    diabetes: () => loadDiabetes(),
    diabetesRaw: () => loadDiabetes({ scaled: false }),
  };

  it.each(Object.entries(loads))('%s equals the reference in every bit', async (name, load) => {
    const expected = reference[name];
    const { data, target, featureNames, DESCR } = await load();
    expect([data.rows, data.columns]).toEqual(expected.shape);
    expect(Array.from(data.row(0))).toEqual(expected.firstRow);
    // Identical: the hash covers every bit of every cell.
    expect(digest(data.data)).toBe(expected.data);
    expect(digest(target)).toBe(expected.target);
    expect(featureNames).toEqual(expected.featureNames);
    expect(data.columnNames).toEqual(expected.featureNames);
    expect(DESCR).toContain('Source:');
  });

  it('name the classes in the order of their codes', async () => {
    for (const name of ['iris', 'wine', 'breastCancer', 'digits'] as const) {
      const { target, targetNames } = await loads[name]();
      expect(targetNames).toEqual(reference[name].targetNames);
      expect(Array.isArray(target)).toBe(true);
      expect([...new Set(target)].sort((a, b) => a - b)).toEqual(targetNames.map((_, code) => code));
    }
    expect((await loadDigits({ nClass: 3 })).targetNames).toEqual(['0', '1', '2']);
  });

  it('resolve to data and target alone on request', async () => {
    const [X, y] = await loadIris({ returnXy: true });
    expect([X.rows, y.length]).toEqual([150, 150]);
    expect((await loadWine({ returnXy: true }))[1]).toEqual((await loadWine()).target);
    expect((await loadBreastCancer({ returnXy: true }))[1]).toHaveLength(569);
    expect((await loadDigits({ returnXy: true, nClass: 1 }))[1]).toHaveLength(178);
    expect((await loadDiabetes({ returnXy: true }))[1]).toBeInstanceOf(Float64Array);
  });

  it('give features and target as one table', async () => {
    const { table, data, target } = await loadIris();
    expect(table.columns).toEqual([...(data.columnNames ?? []), 'target']);
    expect(table.numbers('petal width (cm)')).toEqual(data.column(3));
    expect(Array.from(table.numbers('target'))).toEqual(target);
  });

  it('give each digit as an image that shares its cells', async () => {
    const { data, images } = await loadDigits({ nClass: 2 });
    expect(images).toHaveLength(data.rows);
    expect(images[7].get(2, 5)).toBe(data.get(7, 21));
    expect(images[7].data.buffer).toBe(data.data.buffer);
  });

  it('give fresh arrays at each call, so that one caller cannot spoil another', async () => {
    const first = await loadIris();
    first.data.data.fill(0);
    first.target.fill(9);
    const second = await loadIris();
    expect(Array.from(second.data.row(0))).toEqual(reference.iris.firstRow);
    expect(second.target[0]).toBe(0);
  });

  it('refuse unknown and bad options', async () => {
    const misspelled = { returnXY: true } as object;
    await expect(loadIris(misspelled)).rejects.toThrow("Did you mean 'returnXy'?");
    await expect(loadDigits({ nClass: 11 })).rejects.toThrow(InvalidParameterError);
    await expect(loadDigits({ nClass: 0 })).rejects.toThrow("loadDigits: parameter 'nClass'");
    await expect(loadDiabetes({ scaled: 1 as unknown as boolean })).rejects.toThrow(InvalidParameterError);
  });
});
