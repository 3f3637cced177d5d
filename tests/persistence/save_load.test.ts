import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pipeline } from '../../src/compose/index.js';
import { Matrix } from '../../src/core/matrix.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { KNeighborsClassifier } from '../../src/estimators/neighbors/index.js';
import { GridSearchCV } from '../../src/model_selection/index.js';
import { decodeFile } from '../../src/persistence/decode.js';
import { encodeFile } from '../../src/persistence/encode.js';
import { crc32 } from '../../src/persistence/format.js';
import { load, save } from '../../src/persistence/index.js';
import { StandardScaler } from '../../src/preprocessing/index.js';

const X = [
  [1, 2],
  [2, 1],
  [8, 9],
  [9, 8],
];
const y = ['a', 'a', 'b', 'b'];

describe('save and load', () => {
  it('keep parameters, model and predictions of a nested search', async () => {
    const search = new GridSearchCV(
      new Pipeline([
        ['scale', new StandardScaler()],
        ['knn', new KNeighborsClassifier({ nNeighbors: 1 })],
      ]),
      { knn__weights: ['uniform', 'distance'] },
      { cv: 2 },
    );
    await search.fit(X, y);
    const again = await load(await save(search), { expect: GridSearchCV });
    expect(again.bestParams).toEqual(search.bestParams);
    expect([...again.cvResults.meanTestScore]).toEqual([...search.cvResults.meanTestScore]);
    expect(
      await again.predict([
        [1, 1],
        [9, 9],
      ]),
    ).toEqual(['a', 'b']);
  });

  it('keep an unfitted estimator unfitted', async () => {
    const again = await load(await save(new GaussianNB({ varSmoothing: 0.5 })), { expect: GaussianNB });
    expect(again.isFitted).toBe(false);
    expect(again.params.varSmoothing).toBe(0.5);
  });

  it('refuse functions, and files of another class', async () => {
    const own = new KNeighborsClassifier({ metric: (a, b) => Math.abs(a[0] - b[0]) });
    await expect(save(own)).rejects.toThrow('function');
    const bytes = await save(new GaussianNB());
    await expect(load(bytes, { expect: StandardScaler })).rejects.toThrow('GaussianNB, not a StandardScaler');
  });
});

describe('the file format', () => {
  it('keeps any data bit for bit', () => {
    const leaf = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.float64Array(),
      fc.int32Array(),
      fc.uint8Array(),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value')),
      ),
    }));
    fc.assert(
      fc.property(value, (data) => {
        expect(decodeFile(encodeFile(data as never))).toEqual(plainRecords(data));
      }),
    );
  });

  it('keeps keys such as __proto__ and $ as data', () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": 1}, "$": "array", "constructor": 2}') as never;
    const back = decodeFile(encodeFile(hostile)) as Record<string, unknown>;
    expect(Object.keys(back).sort()).toEqual(['$', '__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('hostile files', () => {
  const good = (): Uint8Array => encodeFile({ a: new Float64Array([1, 2, 3]), b: [1, 'x'] });

  /** A file with the given header text, well-formed in all else. */
  function withHeader(text: string, tail = new Uint8Array(0)): Uint8Array {
    const header = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8));
    const bytes = new Uint8Array(24 + header.length + tail.length);
    bytes.set(good().subarray(0, 12));
    bytes.set(header, 24);
    bytes.set(tail, 24 + header.length);
    const view = new DataView(bytes.buffer);
    view.setUint32(12, header.length, true);
    view.setUint32(16, crc32(bytes.subarray(20)), true);
    return bytes;
  }

  const entry = (dtype: string, length: number, offset: number): string =>
    `{"library":"0","arrays":[{"dtype":"${dtype}","length":${length},"offset":${offset}}],"root":null}`;

  it.each([
    ['nothing', new Uint8Array(0), 'fewer than any'],
    [
      'another format',
      new TextEncoder().encode('PK\u0003\u0004 this is a zip archive, not a model'),
      'no learnkit model',
    ],
    ['a cut file', good().subarray(0, good().length - 8), 'checksum'],
    ['a header that is no JSON', withHeader('{"arrays": ['), 'not JSON'],
    ['a header without root', withHeader('{"arrays": []}'), 'lacks'],
    ['an array beyond the end', withHeader(entry('f64', 1000, 0)), 'beyond the end'],
    ['an array of 2^52 cells', withHeader(entry('f64', 2 ** 52, 0)), 'malformed entry'],
    ['a negative length', withHeader(entry('f64', -1, 0)), 'malformed entry'],
    ['an unknown dtype', withHeader(entry('constructor', 0, 0)), 'malformed entry'],
    ['a gap', withHeader(entry('f64', 1, 8), new Uint8Array(16)), 'gap'],
    ['bytes after the end', withHeader('{"arrays":[],"root":null}', new Uint8Array(8)), 'goes on after'],
    ['an array that is not there', withHeader('{"arrays":[],"root":{"$":"array","i":0}}'), 'not there'],
    ['a bad number', withHeader('{"arrays":[],"root":{"$":"num","v":"1e999; drop"}}'), 'malformed'],
    ['an unknown entry', withHeader('{"arrays":[],"root":{"$":"eval","code":"1"}}'), 'unknown kind'],
    ['deep nesting', withHeader(`{"arrays":[],"root":${'['.repeat(500)}${']'.repeat(500)}}`), 'too deeply'],
    [
      'an unknown class',
      withHeader('{"arrays":[],"root":{"$kind":"estimator","type":"Evil","params":{}}}'),
      'Unknown estimator',
    ],
    [
      'unknown parameters',
      withHeader('{"arrays":[],"root":{"$kind":"estimator","type":"GaussianNB","params":{"x":1}}}'),
      'unknown parameter',
    ],
    [
      'refused parameters',
      withHeader(
        '{"arrays":[],"root":{"$kind":"estimator","type":"GaussianNB","params":{"varSmoothing":-1}}}',
      ),
      'must be',
    ],
    ['no estimator', withHeader('{"arrays":[],"root":{}}'), 'no estimator'],
  ])('%s is refused', async (_what, bytes, message) => {
    await expect(load(bytes)).rejects.toThrow(message);
    await expect(load(bytes)).rejects.toMatchObject({ name: 'InvalidFileError' });
  });

  it('a newer format says to update', async () => {
    const bytes = good();
    new DataView(bytes.buffer).setUint32(8, 99, true);
    await expect(load(bytes)).rejects.toThrow('format 99');
  });

  it('any flipped byte is noticed', () => {
    fc.assert(
      fc.property(fc.nat(good().length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = good();
        bytes[at] ^= flip;
        expect(() => decodeFile(bytes)).toThrow();
      }),
    );
  });

  it('a header above the limit is refused before it is read', () => {
    expect(() => decodeFile(good(), { maxHeaderBytes: 8 })).toThrow('above the limit');
  });
});

it('a matrix comes back with its names', async () => {
  const nb = await new GaussianNB().fit(Matrix.from2DArray(X).withColumnNames(['u', 'g']), y);
  const again = await load(await save(nb), { expect: GaussianNB });
  expect(again.featureNamesIn).toEqual(['u', 'g']);
  expect(again.theta.to2DArray()).toEqual(nb.theta.to2DArray());
});

function plainRecords(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(plainRecords);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainRecords(item)]));
}
