import { Matrix } from '../../core/matrix.js';
import type { Estimator, Target } from '../../core/protocol.js';
import { assert, assertRefused, type Check, type EstimatorCase, errorOf } from '../check.js';
import { dataFor, isNumericCase } from '../data.js';
import { assertSameOutputs, call, methodsOf, type Outputs, outputsOf } from '../outputs.js';

const numeric = (estimator: Estimator): boolean =>
  !estimator.tags.pairwise && estimator.tags.role !== 'target_transformer';

async function fitted(
  given: EstimatorCase,
): Promise<{ estimator: Estimator; X: Matrix; y: Target | undefined }> {
  const estimator = given.make();
  const { X, y } = dataFor(given);
  await estimator.fit(X, y);
  return { estimator, X: X as Matrix, y };
}

/** The same numbers in every form that X may have. */
function forms(X: Matrix): [string, unknown][] {
  const shared = new Float64Array(new SharedArrayBuffer(X.data.byteLength));
  shared.set(X.data);
  const wide = new Float64Array(X.data.length + 3);
  wide.set(X.data, 3);
  const frozen = X.to2DArray().map((row) => Object.freeze(row));
  return [
    ['rows of numbers', X.to2DArray()],
    ['frozen rows', Object.freeze(frozen)],
    ['rows as typed arrays', X.to2DArray().map((row) => Float64Array.from(row))],
    ['a typed array with a shape', { data: X.data, shape: [X.rows, X.columns] }],
    ['float32 with a shape', { data: Float32Array.from(X.data), shape: [X.rows, X.columns] }],
    ['a view with a byte offset', Matrix.of(wide.subarray(3), X.columns)],
    ['shared memory', Matrix.of(shared, X.columns)],
    ['an object like an ml-matrix', { rows: X.rows, columns: X.columns, to2DArray: () => X.to2DArray() }],
  ];
}

/** What goes in as X. */
export const inputChecks: readonly Check[] = [
  {
    name: 'every form of X gives identical results',
    applies: numeric,
    async run(given) {
      if (!isNumericCase(given)) return;
      const { estimator, X, y } = await fitted(given);
      const expected = await outputsOf(estimator, X);
      for (const [form, data] of forms(X)) {
        const other = given.make();
        await other.fit(data as Matrix, y);
        assertSameOutputs(await outputsOf(other, data as Matrix), expected, form);
      }
    },
  },
  {
    name: 'X and y are not changed',
    async run(given) {
      if (!isNumericCase(given)) return;
      const estimator = given.make();
      const { X, y } = dataFor(given);
      const before = JSON.stringify([(X as Matrix).to2DArray(), y]);
      await estimator.fit(X, y);
      await outputsOf(estimator, X);
      assert(JSON.stringify([(X as Matrix).to2DArray(), y]) === before, 'X or y was changed');
    },
  },
  {
    name: 'NaN is refused in fit and afterwards, unless the tags allow it',
    applies: (estimator) => numeric(estimator),
    async run(given) {
      if (!isNumericCase(given)) return;
      await refusesValue(given, Number.NaN, given.make().tags.allowNaN);
    },
  },
  {
    name: 'infinities are refused in fit and afterwards',
    applies: numeric,
    async run(given) {
      if (!isNumericCase(given)) return;
      await refusesValue(given, Number.POSITIVE_INFINITY, false);
      await refusesValue(given, Number.NEGATIVE_INFINITY, false);
    },
  },
  {
    name: 'empty data are refused',
    applies: numeric,
    async run(given) {
      const estimator = given.make();
      await assertRefused(estimator, () => estimator.fit([], []), 'no rows');
      await assertRefused(estimator, () => estimator.fit([[], []], [0, 1]), 'no columns');
    },
  },
  {
    name: 'flat X is refused with advice to reshape',
    applies: (estimator) => numeric(estimator) && !estimator.tags.text,
    async run(given) {
      const estimator = given.make();
      await assertRefused(
        estimator,
        () => estimator.fit([1, 2, 3] as never, [0, 1, 0]),
        'a flat X',
        /Reshape your data/,
      );
    },
  },
  {
    name: 'ragged rows are refused',
    applies: numeric,
    async run(given) {
      const estimator = given.make();
      await assertRefused(
        estimator,
        () => estimator.fit([[1, 2], [3]], [0, 1]),
        'ragged rows',
        /equally long|row 1/i,
      );
    },
  },
  {
    name: 'cells that are no numbers are refused',
    applies: (estimator) => numeric(estimator) && !estimator.tags.text,
    async run(given) {
      const estimator = given.make();
      for (const bad of ['text', { foo: 'bar' }, undefined]) {
        const X = [
          [1, 2],
          [3, bad],
          [5, 6],
        ] as unknown as number[][];
        await assertRefused(estimator, () => estimator.fit(X, [0, 1, 0]), `the cell ${String(bad)}`, /row 1/);
      }
    },
  },
  {
    name: 'X that is no data is refused',
    applies: (estimator) => estimator.tags.role !== 'target_transformer',
    async run(given) {
      const estimator = given.make();
      for (const bad of [null, undefined, 3, 'X']) {
        await assertRefused(estimator, () => estimator.fit(bad as never, [0, 1]), `X = ${String(bad)}`);
      }
    },
  },
  {
    name: 'another number of columns is refused after fit',
    applies: (estimator) => numeric(estimator) && !estimator.tags.stateless,
    async run(given) {
      if (!isNumericCase(given)) return;
      const { estimator, X } = await fitted(given);
      const narrow = X.takeColumns([0, 1]);
      for (const method of methodsOf(estimator)) {
        await assertRefused(
          estimator,
          () => call(estimator, method, narrow),
          `${method} with 2 columns`,
          /2 columns|columns/,
        );
      }
    },
  },
  {
    name: 'nFeaturesIn and featureNamesIn are remembered',
    applies: (estimator) => numeric(estimator),
    async run(given) {
      if (!isNumericCase(given)) return;
      const { estimator, X, y } = await fitted(given);
      const info = estimator as unknown as { nFeaturesIn: number; featureNamesIn?: string[] };
      assert(info.nFeaturesIn === X.columns, `nFeaturesIn is ${info.nFeaturesIn}`);
      assert(info.featureNamesIn === undefined, 'featureNamesIn without names');
      const named = given.make();
      await named.fit(X.withColumnNames(['a', 'b', 'c']), y);
      assert(String((named as unknown as typeof info).featureNamesIn) === 'a,b,c', 'featureNamesIn is lost');
    },
  },
  {
    name: 'missing, unknown and reordered columns get three different messages',
    applies: (estimator) => numeric(estimator) && !estimator.tags.text && !estimator.tags.stateless,
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X, y } = await fitted(given);
      const estimator = given.make();
      await estimator.fit(X.withColumnNames(['a', 'b', 'c']), y);
      for (const method of methodsOf(estimator)) {
        const messages: string[] = [];
        for (const names of [
          ['a', 'b', 'z'],
          ['a', 'b', 'c', 'd'],
          ['b', 'a', 'c'],
        ]) {
          const data =
            names.length === 4
              ? X.takeColumns([0, 1, 2, 0]).withColumnNames(names)
              : X.withColumnNames(names);
          messages.push(
            (await errorOf(() => call(estimator, method, data), `${method} with ${names.join()}`)).message,
          );
        }
        assert(/lacks/.test(messages[0]), `missing: ${messages[0]}`);
        assert(/unknown/.test(messages[1]), `unknown: ${messages[1]}`);
        assert(/order/.test(messages[2]), `reordered: ${messages[2]}`);
      }
    },
  },
  {
    name: 'one row is answered or refused with a typed error',
    applies: numeric,
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X, y } = dataFor(given);
      const estimator = given.make();
      try {
        await estimator.fit((X as Matrix).takeRows([0]), y && [(y as number[])[0]]);
        await outputsOf(estimator, (X as Matrix).takeRows([0]));
      } catch (error) {
        const { name, message } = error as Error;
        assert(/^Invalid/.test(name), `one row gives ${name}: ${message}`);
      }
    },
  },
  {
    name: 'one column works or is refused with a typed error',
    applies: numeric,
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X, y } = dataFor(given);
      const estimator = given.make();
      try {
        const narrow = (X as Matrix).takeColumns([0]);
        await estimator.fit(narrow, y);
        await outputsOf(estimator, narrow);
      } catch (error) {
        assert(/^Invalid/.test((error as Error).name), `one column gives ${String(error)}`);
      }
    },
  },
  {
    name: 'no NaN comes out of finite data',
    applies: numeric,
    async run(given) {
      if (!isNumericCase(given)) return;
      const { estimator, X } = await fitted(given);
      const outputs: Outputs = await outputsOf(estimator, X);
      for (const [method, value] of Object.entries(outputs)) {
        const data = value instanceof Matrix ? value.data : (value as ArrayLike<unknown>);
        assert(!Array.from(data as ArrayLike<unknown>).some(Number.isNaN), `${method} returns NaN`);
      }
    },
  },
];

async function refusesValue(given: EstimatorCase, value: number, allowed: boolean): Promise<void> {
  const { estimator, X, y } = await fitted(given);
  const bad = X.clone().set(4, 1, value);
  if (allowed) {
    await given.make().fit(bad, y);
    await outputsOf(estimator, bad);
    return;
  }
  await assertRefused(estimator, () => given.make().fit(bad, y), `${value} in fit`, /row 4/);
  for (const method of methodsOf(estimator)) {
    await assertRefused(estimator, () => call(estimator, method, bad), `${value} in ${method}`, /row 4/);
  }
}
