import { Pipeline } from '../../compose/index.js';
import { Matrix } from '../../core/matrix.js';
import { type Estimator, hasMethod, type Target } from '../../core/protocol.js';
import { load, save } from '../../persistence/index.js';
import { assert, assertRefused, type Check, type EstimatorCase, errorOf } from '../check.js';
import { dataFor, isNumericCase, ROWS } from '../data.js';
import { assertSame, assertSameOutputs, call, outputsOf, rowsOf } from '../outputs.js';

const numeric = ({ tags }: Estimator): boolean => !tags.pairwise && tags.role !== 'target_transformer';
const partial = (estimator: Estimator): boolean => 'partialFit' in estimator;
const repeatable = ({ tags }: Estimator): boolean => !tags.nonDeterministic;

function fittedSlot(estimator: Estimator): unknown {
  return (estimator as unknown as { fitted: unknown }).fitted;
}

function half(given: EstimatorCase, first: boolean): { X: Matrix; y: Target | undefined } {
  const { X, y } = dataFor(given) as { X: Matrix; y: number[] | undefined };
  const rows = Array.from({ length: ROWS / 2 }, (_, i) => (first ? i : i + ROWS / 2));
  return { X: X.takeRows(rows), y: y && rows.map((i) => y[i]) };
}

/** In pipelines, in files, beside other fits, piece by piece. */
export const compositionChecks: readonly Check[] = [
  {
    name: 'a pipeline that ends in it gives what it gives',
    applies: (estimator) => numeric(estimator) && repeatable(estimator) && estimator.tags.role !== 'sampler',
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X, y } = dataFor(given);
      const alone = given.make();
      await alone.fit(X, y);
      const pipeline = new Pipeline([['last', given.make()]]) as unknown as Estimator;
      await pipeline.fit(X, y);
      assertSameOutputs(await outputsOf(pipeline, X), await outputsOf(alone, X), 'the pipeline');
      if (!hasMethod(alone, 'score')) return;
      assertSame([await call(pipeline, 'score', X, y)], [await call(alone, 'score', X, y)], 'its score');
    },
  },
  {
    name: 'a file of it loads to the same model, and the file does not change',
    applies: repeatable,
    async run(given) {
      const { X, y } = dataFor(given);
      const estimator = given.make();
      await estimator.fit(X, y);
      let bytes: Uint8Array;
      try {
        bytes = await save(estimator as never);
      } catch (error) {
        assert(/function/.test((error as Error).message), `cannot be saved: ${(error as Error).message}`);
        return;
      }
      const copy = (await load(bytes)) as unknown as Estimator;
      assertSameOutputs(await outputsOf(copy, X), await outputsOf(estimator, X), 'the loaded model');
      const again = await save(copy as never);
      const equal = again.length === bytes.length && again.every((byte, i) => byte === bytes[i]);
      assert(equal, 'saved again, the bytes differ');
    },
  },
  {
    name: 'two fits at the same time do not disturb each other',
    applies: (estimator) => numeric(estimator) && repeatable(estimator),
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X, y } = dataFor(given) as { X: Matrix; y: Target | undefined };
      const other = Matrix.of(
        X.data.map((value) => value * 2 + 1),
        X.columns,
      );
      const [a, b, alone] = [given.make(), given.make(), given.make()];
      await Promise.all([a.fit(X, y), b.fit(other, y)]);
      await alone.fit(X, y);
      assertSameOutputs(await outputsOf(a, X), await outputsOf(alone, X), 'the fit beside another');
    },
  },
  {
    name: 'constant columns and repeated rows give finite results or a typed error',
    applies: numeric,
    async run(given) {
      if (!isNumericCase(given) || given.make().tags.role === 'sampler') return;
      const { X, y } = dataFor(given) as { X: Matrix; y: Target | undefined };
      const constant = X.clone();
      for (let i = 0; i < X.rows; i++) constant.set(i, 1, 5);
      const same = Matrix.of(new Float64Array(X.data.length).fill(2), X.columns);
      for (const [what, data] of [
        ['a constant column', constant],
        ['equal rows', same],
      ] as const) {
        const estimator = given.make();
        try {
          await estimator.fit(data, y);
        } catch (error) {
          const { name, message } = error as Error;
          assert(/^Invalid(Input|Parameter)Error$/.test(name), `${what}: ${name}: ${message}`);
          continue;
        }
        for (const [method, result] of Object.entries(await outputsOf(estimator, data))) {
          const bad = rowsOf(result)
            .flat()
            .some((cell) => Number.isNaN(cell));
          assert(!bad, `${what}: ${method} gives NaN`);
        }
      }
    },
  },
  {
    name: 'a square matrix is asked for',
    applies: ({ tags }) => tags.pairwise,
    async run(given) {
      const { X, y } = dataFor(given) as { X: Matrix; y: Target | undefined };
      const wide = X.takeColumns(Array.from({ length: X.columns - 1 }, (_, j) => j));
      await assertRefused(
        given.make(),
        () => given.make().fit(wide, y),
        'X that is not square',
        /square|column/,
      );
    },
  },
  {
    name: 'negative values are refused',
    applies: ({ tags }) => tags.positiveOnly,
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X, y } = dataFor(given) as { X: Matrix; y: Target | undefined };
      const negative = X.clone().set(3, 1, -1);
      await assertRefused(
        given.make(),
        () => given.make().fit(negative, y),
        'a negative value',
        /negative|-1/,
      );
    },
  },
  {
    name: 'weights that leave one class are learned or refused by name',
    applies: ({ tags }) => tags.role === 'classifier' && tags.sampleWeight,
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X, y } = dataFor(given) as { X: Matrix; y: number[] };
      const sampleWeight = y.map((label) => (label === 1 ? 1 : 0));
      const estimator = given.make();
      try {
        await estimator.fit(X, y, { sampleWeight });
      } catch (error) {
        const { name, message } = error as Error;
        assert(/^Invalid(Input|Parameter)Error$/.test(name), `${name}: ${message}`);
        assert(/class|weight/i.test(message), `the message speaks of no class: ${message}`);
        return;
      }
      const predicted = rowsOf(await call(estimator, 'predict', X)).flat();
      assert(
        predicted.every((label) => y.includes(label as number)),
        'a label that was not given',
      );
    },
  },
  {
    name: "classWeight 'balanced' equals the weights it stands for",
    applies: ({ params, tags }) => 'classWeight' in params && tags.role === 'classifier' && tags.sampleWeight,
    async run(given) {
      if (!isNumericCase(given) || !repeatable(given.make())) return;
      const { X, y } = dataFor(given) as { X: Matrix; y: number[] };
      const rows = Array.from(y.keys()).filter((i) => y[i] !== 0 || i % 2 === 0);
      const [some, labels] = [X.takeRows(rows), rows.map((i) => y[i])];
      const counts = new Map<number, number>();
      for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
      const sampleWeight = labels.map((l) => labels.length / (counts.size * (counts.get(l) as number)));
      const [balanced, weighted] = [
        given.make().with({ classWeight: 'balanced' } as object),
        given.make().with({ classWeight: null } as object),
      ];
      await balanced.fit(some, labels);
      await weighted.fit(some, labels, { sampleWeight });
      assertSameOutputs(await outputsOf(balanced, X), await outputsOf(weighted, X), 'balanced', 1e-6);
    },
  },
  {
    name: 'partialFit learns, resolves to the estimator and refuses other columns',
    applies: (estimator) => partial(estimator) && numeric(estimator),
    async run(given) {
      if (!isNumericCase(given)) return;
      const [first, second] = [half(given, true), half(given, false)];
      const estimator = given.make();
      const options = classesOption(given);
      assert((await call(estimator, 'partialFit', first.X, first.y, options)) === estimator, 'not itself');
      assert(estimator.isFitted, 'partialFit does not fit');
      await call(estimator, 'partialFit', second.X, second.y);
      await outputsOf(estimator, first.X);
      const before = fittedSlot(estimator);
      const narrow = second.X.takeColumns([0, 1]);
      await assertRefused(
        estimator,
        () => call(estimator, 'partialFit', narrow, second.y),
        'two of three columns',
      );
      assert(fittedSlot(estimator) === before, 'a refused piece changed the model');
    },
  },
  {
    name: 'partialFit refuses a class that was not announced',
    applies: (estimator) => partial(estimator) && estimator.tags.role === 'classifier',
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X, y } = half(given, true);
      const estimator = given.make();
      await call(estimator, 'partialFit', X, y, classesOption(given));
      const strange = Array.from(y as number[], (label, i) => (i === 2 ? 99 : label));
      const error = await errorOf(() => call(estimator, 'partialFit', X, strange), 'class 99');
      assert(/99/.test(error.message), `the message does not name the class: ${error.message}`);
    },
  },
];

function classesOption(given: EstimatorCase): object {
  const { y } = dataFor(given);
  if (given.make().tags.role !== 'classifier') return {};
  return { classes: [...new Set(y as number[])].sort((a, b) => a - b) };
}
