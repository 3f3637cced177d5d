import type { DataLike } from '../../core/input.js';
import type { Label } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import type { Estimator, Sampler, Target } from '../../core/protocol.js';
import { Table } from '../../core/table.js';
import { rowCount, takeRows } from '../../core/take.js';
import { assert, assertRefused, type Check, type EstimatorCase, errorOf } from '../check.js';
import { dataFor, isNumericCase } from '../data.js';
import { assertSame } from '../outputs.js';

const sampler = ({ tags }: Estimator): boolean => tags.role === 'sampler';

/** What a sampler gives back, in the widest type. */
interface Outcome {
  readonly X: DataLike;
  readonly y: Target;
  readonly indices: Int32Array;
  readonly sampleWeight: Float64Array | undefined;
}

function resample(estimator: Estimator, X: unknown, y: unknown, options: object = {}): Promise<Outcome> {
  return (estimator as Sampler).fitResample(X as DataLike, y as Target, options) as Promise<Outcome>;
}

/** What a sampler built on our base does to classes: adds rows, keeps some, cleans, or adds and cleans. */
function kindOf(estimator: Estimator): string | undefined {
  return (estimator as { kind?: string }).kind;
}

function labelsFor(given: EstimatorCase): { X: DataLike; y: Label[] } {
  const { X, y } = dataFor(given);
  return { X, y: y as Label[] };
}

function counts(y: unknown): Map<unknown, number> {
  const result = new Map<unknown, number>();
  for (const label of y as Label[]) result.set(label, (result.get(label) ?? 0) + 1);
  return result;
}

/** What samplers promise: those of imbalanced-learn's own suite, and weights, indices and forms besides. */
export const samplerChecks: readonly Check[] = [
  {
    name: 'sampler: continuous targets and several labels per row are refused',
    applies: sampler,
    async run(given) {
      const { X, y } = labelsFor(given);
      const estimator = given.make();
      const continuous = y.map((_, i) => i + 0.5);
      await assertRefused(estimator, () => resample(estimator, X, continuous), 'continuous y', /continuous/);
      const several = y.map(() => [1, 1, 0]);
      await assertRefused(estimator, () => resample(estimator, X, several), 'several labels', /single 1/);
    },
  },
  {
    name: 'sampler: one class is refused by name',
    applies: (estimator) => sampler(estimator) && 'samplingStrategy' in estimator.params,
    async run(given) {
      const { X, y } = labelsFor(given);
      const estimator = given.make();
      const one = y.map(() => 'only');
      await assertRefused(estimator, () => resample(estimator, X, one), 'one class', /two classes.*only/);
      await assertRefused(estimator, () => estimator.fit(X, one), 'one class in fit', /two classes/);
    },
  },
  {
    name: 'sampler: fit checks and remembers what is asked of the classes',
    applies: (estimator) => sampler(estimator) && 'samplingStrategy' in estimator.params,
    async run(given) {
      const { X, y } = labelsFor(given);
      const estimator = await given.make().fit(X, y);
      const { samplingStrategy } = estimator as unknown as { samplingStrategy: ReadonlyMap<Label, number> };
      assert(samplingStrategy instanceof Map, 'samplingStrategy is no Map');
      for (const label of samplingStrategy.keys())
        assert(y.includes(label), `${String(label)} is no class of y`);
    },
  },
  {
    name: 'sampler: X, y and indices are of one length, and every row keeps its class',
    applies: sampler,
    async run(given) {
      const { X, y } = labelsFor(given);
      const result = await resample(given.make(), X, y);
      const size = rowCount(result.X);
      assert(size > 0 && rowCount(result.y, 'y') === size, `${size} rows, ${rowCount(result.y, 'y')} labels`);
      assert(
        result.indices instanceof Int32Array && result.indices.length === size,
        'indices differ in length',
      );
      const classes = new Set(y);
      (result.y as Label[]).forEach((label, i) => {
        assert(classes.has(label), `row ${i} has the new label ${String(label)}`);
        assert(y[result.indices[i]] === label, `row ${i} changed its class`);
      });
    },
  },
  {
    name: 'sampler: the classes have the rows that the strategy says',
    applies: (estimator) => sampler(estimator) && kindOf(estimator) !== undefined,
    async run(given) {
      const { X, y } = labelsFor(given);
      const estimator = given.make();
      const result = await resample(estimator, X, y);
      const before = counts(y);
      const after = counts(result.y);
      const kind = kindOf(estimator);
      for (const [label, rows] of before) {
        const now = after.get(label) ?? 0;
        if (kind === 'over') assert(now >= rows, `class ${String(label)} lost rows: ${rows} to ${now}`);
        if (kind === 'under' || kind === 'clean')
          assert(now <= rows, `class ${String(label)} gained rows: ${rows} to ${now}`);
      }
    },
  },
  {
    name: 'sampler: a row that was selected is the row it claims to be',
    applies: sampler,
    async run(given) {
      const { X, y } = labelsFor(given);
      const result = await resample(given.make(), X, y);
      const before = counts(y);
      // Over-samplers put the rows of X first; selectors have nothing else.
      const over = [...counts(result.y)].some(([label, rows]) => rows > (before.get(label) as number));
      const same = over ? Math.min(y.length, result.indices.length) : result.indices.length;
      const firstRows = Int32Array.from({ length: same }, (_, i) => i);
      if (over && firstRows.some((i) => result.indices[i] !== i)) return;
      const taken = takeRows(X, result.indices.slice(0, same));
      const shown = takeRows(result.X, firstRows);
      if (takesAverages(given)) return;
      assertSame(cellsOf(shown), cellsOf(taken), 'selected rows');
    },
  },
  {
    name: 'sampler: sampleIndices are the indices that fitResample returned',
    applies: (estimator) => sampler(estimator) && 'sampleIndices' in estimator,
    async run(given) {
      const { X, y } = labelsFor(given);
      const estimator = given.make();
      const before = await errorOf(
        async () => (estimator as unknown as { sampleIndices: unknown }).sampleIndices,
        'early',
      );
      assert(before.name === 'NotFittedError', `sampleIndices before fit gives ${before.name}`);
      const { indices } = await resample(estimator, X, y);
      assertSame(
        (estimator as unknown as { sampleIndices: Int32Array }).sampleIndices,
        indices,
        'sampleIndices',
      );
    },
  },
  {
    name: 'sampler: labels of every kind come back as given',
    applies: sampler,
    async run(given) {
      const { X, y } = labelsFor(given);
      const expected = await resample(given.make(), X, y);
      const order = [...new Set(y)].sort();
      if (order.some((label) => typeof label !== 'number')) return;
      const words = ['alpha', 'beta', 'gamma', 'delta'];
      const named = await resample(
        given.make(),
        X,
        y.map((label) => words[order.indexOf(label)]),
      );
      const back = (named.y as string[]).map((label) => order[words.indexOf(label)]);
      assertSame(back, expected.y, 'labels as text');
      assertSame(cellsOf(named.X), cellsOf(expected.X), 'rows under labels as text');
      const typed = await resample(given.make(), X, Int16Array.from(y as number[]));
      assert(typed.y instanceof Int16Array, 'a typed y comes back as another type');
      assertSame(typed.y, expected.y, 'typed y');
    },
  },
  {
    name: 'sampler: a one-hot target gives the same rows and comes back one-hot',
    applies: sampler,
    async run(given) {
      const { X, y } = labelsFor(given);
      const order = [...new Set(y)].sort();
      const expected = await resample(given.make(), X, y);
      const hot = y.map((label) => order.map((other) => (other === label ? 1 : 0)));
      const result = await resample(given.make(), X, hot);
      const back = (result.y as unknown as number[][]).map((row) => order[row.indexOf(1)]);
      assertSame(back, expected.y, 'one-hot labels');
      const matrix = await resample(given.make(), X, Matrix.from2DArray(hot));
      assert(matrix.y instanceof Matrix, 'a Matrix of targets comes back as something else');
    },
  },
  {
    name: 'sampler: rows, tables and named columns come back in their form with equal cells',
    applies: sampler,
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X, y } = labelsFor(given) as { X: Matrix; y: Label[] };
      const expected = (await resample(given.make(), X, y)).X as Matrix;
      const rows = (await resample(given.make(), X.to2DArray(), y)).X as number[][];
      assert(Array.isArray(rows) && Array.isArray(rows[0]), 'rows come back as something else');
      assertSame(rows, expected, 'rows');
      const names = ['u', 'g', 'r'];
      const columns = names.map((name, j) => [name, X.column(j)] as const);
      const table = (await resample(given.make(), Table.from(columns), y)).X as Table;
      assert(table instanceof Table && table.columns.join() === 'u,g,r', 'a table loses its form or columns');
      assertSame(table.toMatrix(), expected, 'a table');
      const named = (await resample(given.make(), Object.fromEntries(columns), y)).X as Record<
        string,
        Float64Array
      >;
      assert(Object.keys(named).join() === 'u,g,r', 'named columns lose their names');
      assertSame(Table.from(named).toMatrix(), expected, 'named columns');
      const namedMatrix = (await resample(given.make(), X.withColumnNames(names), y)).X as Matrix;
      assert(namedMatrix.columnNames?.join() === 'u,g,r', 'column names are lost');
    },
  },
  {
    name: 'sampler: the same seed gives the same rows, and inputs stay as they were',
    applies: sampler,
    async run(given) {
      const { X, y } = labelsFor(given);
      const before = JSON.stringify([cellsOf(X), y]);
      const estimator = given.make();
      const first = await resample(estimator, X, y);
      const again = await resample(estimator, X, y);
      const other = await resample(given.make(), X, y);
      assert(JSON.stringify([cellsOf(X), y]) === before, 'X or y was changed');
      assertSame(cellsOf(again.X), cellsOf(first.X), 'resampled again');
      assertSame(cellsOf(other.X), cellsOf(first.X), 'resampled by another');
      assertSame(other.y, first.y, 'labels of another');
    },
  },
  {
    name: 'sampler: weights of selected rows are kept and those of made rows lie between',
    applies: (estimator) => sampler(estimator) && estimator.tags.sampleWeight,
    async run(given) {
      const { X, y } = labelsFor(given);
      const sampleWeight = y.map((_, i) => 0.5 + (i % 7));
      const { sampleWeight: none, indices } = await resample(given.make(), X, y);
      assert(none === undefined, 'weights come out though none went in');
      const result = await resample(given.make(), X, y, { sampleWeight });
      const weights = result.sampleWeight;
      assert(weights && weights.length === indices.length, 'weights are missing');
      const [low, high] = [Math.min(...sampleWeight), Math.max(...sampleWeight)];
      assert(
        weights.every((w) => w >= low - 1e-12 && w <= high + 1e-12),
        'a weight lies outside those given',
      );
      if (rowCount(result.X) <= y.length && !takesAverages(given)) {
        const own = Float64Array.from(result.indices, (i) => sampleWeight[i]);
        if (!isMade(result, X)) assertSame(weights, own, 'weights of selected rows');
      }
      const constant = await resample(given.make(), X, y, { sampleWeight: y.map(() => 3) });
      assert(
        constant.sampleWeight?.every((w) => w === 3),
        'constant weights change',
      );
    },
  },
  {
    name: 'sampler: an aborted resampling rejects with an AbortError',
    applies: sampler,
    async run(given) {
      const { X, y } = labelsFor(given);
      const estimator = given.make();
      const early = await errorOf(
        () => resample(estimator, X, y, { signal: AbortSignal.abort() }),
        'an aborted call',
      );
      assert(early.name === 'AbortError', `gives ${early.name}: ${early.message}`);
      const controller = new AbortController();
      let events = 0;
      const onProgress = (): void => {
        events++;
        controller.abort();
      };
      try {
        await resample(estimator, X, y, { signal: controller.signal, onProgress });
      } catch (error) {
        assert((error as Error).name === 'AbortError', `gives ${String(error)}`);
        return;
      }
      assert(events === 0, 'resampling went on to the end after an abort');
    },
  },
  {
    name: 'sampler: X and y of different lengths, and a missing y, are refused',
    applies: sampler,
    async run(given) {
      const { X, y } = labelsFor(given);
      const estimator = given.make();
      await assertRefused(estimator, () => resample(estimator, X, y.slice(1)), 'a short y', /y/);
      await assertRefused(estimator, () => resample(estimator, X, undefined), 'no y', /y/);
    },
  },
  {
    name: 'sampler: an unknown class in the strategy is refused by name',
    applies: (estimator) => sampler(estimator) && 'samplingStrategy' in estimator.params,
    async run(given) {
      const { X, y } = labelsFor(given);
      const kind = kindOf(given.make());
      const samplingStrategy = kind === 'clean' ? ['nobody'] : { nobody: 5 };
      const estimator = given.make().with({ samplingStrategy } as object);
      await assertRefused(estimator, () => resample(estimator, X, y), 'an unknown class', /nobody/);
    },
  },
  {
    name: 'sampler: a strategy that asks for impossible rows names the class, its rows and the remedy',
    applies: (estimator) =>
      sampler(estimator) && ['over', 'under', 'both'].includes(String(kindOf(estimator))),
    async run(given) {
      const { X, y } = labelsFor(given);
      const [[label, rows]] = counts(y) as unknown as [[Label, number]];
      const kind = kindOf(given.make());
      const samplingStrategy = { [String(label)]: kind === 'under' ? rows + 1 : rows - 1 };
      const estimator = given.make().with({ samplingStrategy } as object);
      const pattern = new RegExp(`class .?${String(label)}.*${rows}.*ask for`);
      await assertRefused(estimator, () => resample(estimator, X, y), 'impossible rows', pattern);
    },
  },
  {
    name: 'sampler: a record and a function of y ask for the same',
    applies: (estimator) => sampler(estimator) && 'samplingStrategy' in estimator.params,
    async run(given) {
      const { X, y } = labelsFor(given);
      const kind = kindOf(given.make());
      const targets = [...counts(y)].map(([label, rows]) => [label, kind === 'under' ? rows - 3 : rows + 30]);
      const strategy = kind === 'clean' ? [y[0]] : Object.fromEntries(targets);
      const plain = given.make().with({ samplingStrategy: strategy } as object);
      const called = given.make().with({ samplingStrategy: () => strategy } as object);
      const mapped = given.make().with({
        samplingStrategy: kind === 'clean' ? strategy : new Map(targets as [Label, number][]),
      } as object);
      const expected = await resample(plain, X, y);
      assertSame((await resample(called, X, y)).indices, expected.indices, 'a function');
      assertSame((await resample(mapped, X, y)).indices, expected.indices, 'a Map');
    },
  },
];

/** Whether rows of the result may be new although none were added: prototypes, such as centroids. */
function takesAverages(given: EstimatorCase): boolean {
  return 'voting' in given.make().params;
}

function isMade(result: Outcome, X: DataLike): boolean {
  const a = JSON.stringify(cellsOf(result.X));
  return a !== JSON.stringify(cellsOf(takeRows(X, result.indices)));
}

function cellsOf(X: unknown): unknown[][] {
  if (X instanceof Matrix) return X.to2DArray();
  if (X instanceof Table) return X.columns.map((name) => Array.from(X.column(name) as ArrayLike<unknown>));
  return Array.isArray(X)
    ? (X as unknown[][])
    : Object.values(X as object).map((column) => Array.from(column as number[]));
}
