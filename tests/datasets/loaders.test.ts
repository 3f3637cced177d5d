import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadBreastCancer, loadDiabetes, loadDigits, loadIris, loadWine } from '../../src/datasets/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Golden {
  shape: [number, number];
  data: string;
  target: string;
  names?: (string | number)[];
  features: string[];
  scaled?: number[][];
}

const golden = loadFixture<Record<string, Golden>>('datasets/loaders');
const digest = (values: Float64Array): string =>
  createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');

describe('the embedded data sets equal scikit-learn bit for bit', () => {
  it.each([
    ['iris', loadIris],
    ['wine', loadWine],
    ['breast_cancer', loadBreastCancer],
    ['digits', loadDigits],
  ] as const)('%s', async (name, load) => {
    const { data, target, targetNames, featureNames } = await load();
    const expected = golden[name];
    expect([data.rows, data.columns]).toEqual(expected.shape);
    expect(digest(data.data)).toBe(expected.data);
    expect(digest(Float64Array.from(target))).toBe(expected.target);
    expect(targetNames).toEqual(expected.names?.map(String));
    expect(featureNames).toEqual(expected.features);
    expect(data.columnNames).toEqual(expected.features);
  });

  it('diabetes, raw and scaled', async () => {
    const raw = await loadDiabetes({ scaled: false });
    expect(digest(raw.data.data)).toBe(golden['diabetes'].data);
    expect(digest(raw.target)).toBe(golden['diabetes'].target);
    const scaled = await loadDiabetes();
    expectClose(
      scaled.data.takeRows(Array.from({ length: 20 }, (_, i) => i)),
      golden['diabetes'].scaled as number[][],
      { rtol: 1e-11, atol: 1e-14 },
    );
  });

  it('are fresh copies at every call', async () => {
    const first = await loadIris();
    first.data.set(0, 0, -1);
    expect((await loadIris()).data.get(0, 0)).toBe(5.1);
  });
});
