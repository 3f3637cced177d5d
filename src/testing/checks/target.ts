import { Matrix } from '../../core/matrix.js';
import type { Estimator, Target } from '../../core/protocol.js';
import { hasMethod } from '../../core/protocol.js';
import { assert, assertRefused, type Check } from '../check.js';
import { blobs, dataFor, isNumericCase, line, ROWS } from '../data.js';
import { assertSame, assertSameOutputs, call, outputsOf, rowsOf } from '../outputs.js';

const supervised = ({ tags }: Estimator): boolean => tags.role === 'classifier' || tags.role === 'regressor';
const classifier = ({ tags }: Estimator): boolean => tags.role === 'classifier';
const regressor = ({ tags }: Estimator): boolean => tags.role === 'regressor';
const weighsClasses = (estimator: Estimator): boolean =>
  classifier(estimator) && !estimator.tags.pairwise && 'classWeight' in estimator.params;

/** What goes in as y, for all that learn from one. */
export const targetChecks: readonly Check[] = [
  {
    name: 'y of another length is refused',
    applies: supervised,
    async run(given) {
      const { X, y } = dataFor(given);
      const short = (y as number[]).slice(0, -1);
      await assertRefused(given.make(), () => given.make().fit(X, short), 'a short y', /y/);
    },
  },
  {
    name: 'a missing y is refused',
    applies: ({ tags }) => tags.requiresTarget,
    async run(given) {
      const { X } = dataFor(given);
      await assertRefused(given.make(), () => given.make().fit(X), 'fit without y', /y/);
    },
  },
  {
    name: 'NaN, infinity and holes in y are refused',
    applies: supervised,
    async run(given) {
      const { X, y } = dataFor(given);
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, undefined, null]) {
        const broken = [...(y as number[])];
        broken[4] = bad as number;
        await assertRefused(given.make(), () => given.make().fit(X, broken), `y with ${String(bad)}`, /y/);
      }
    },
  },
  {
    name: 'y as a typed array gives the same as y as an array',
    applies: supervised,
    async run(given) {
      const { X, y } = dataFor(given);
      const [a, b] = [given.make(), given.make()];
      await a.fit(X, y);
      await b.fit(X, Float64Array.from(y as number[]));
      assertSameOutputs(await outputsOf(b, X), await outputsOf(a, X), 'typed y');
    },
  },
];

/** What classifiers promise. */
export const classifierChecks: readonly Check[] = [
  {
    name: 'labels of every kind come back as given, sorted in classes',
    applies: classifier,
    async run(given) {
      if (!isNumericCase(given)) return;
      const kinds: [string, (string | number | boolean)[]][] = [
        ['strings', ['zeta', 'Alpha', 'midi']],
        ['unsorted integers', [10, -2, 9]],
        ['booleans', [true, false]],
      ];
      for (const [kind, labels] of kinds) {
        const { X, y } = blobs(labels.length === 2 || given.make().tags.binaryOnly ? 2 : 3);
        const estimator = given.make();
        await estimator.fit(
          X,
          y.map((c) => labels[c]),
        );
        const { classes } = estimator as unknown as { classes: (string | number | boolean)[] };
        const used = labels.slice(0, new Set(y).size);
        assertSame(
          classes,
          [...used].sort((a, b) => (a < b ? -1 : 1)),
          `classes of ${kind}`,
        );
        const predicted = (await call(estimator, 'predict', X)) as unknown[];
        assert(
          Array.isArray(predicted) && predicted.every((label) => used.includes(label as string)),
          `${kind} come back changed`,
        );
      }
    },
  },
  {
    name: 'regression targets and mixed labels are refused',
    applies: classifier,
    async run(given) {
      const { X } = dataFor(given);
      const { y } = line();
      await assertRefused(
        given.make(),
        () =>
          given.make().fit(
            X,
            y.map((v) => v + 0.5),
          ),
        'continuous y',
        /continuous/,
      );
      await assertRefused(
        given.make(),
        () => given.make().fit(X, y.map((_, i) => (i % 2 ? 'a' : 1)) as never),
        'mixed y',
        /mixes/,
      );
    },
  },
  {
    name: 'it beats a floor of accuracy',
    applies: (estimator) => classifier(estimator) && !estimator.tags.poorScore,
    async run(given) {
      const { X, y } = dataFor(given);
      const estimator = given.make();
      await estimator.fit(X, y);
      const score = (await call(estimator, 'score', X, y)) as number;
      assert(score > 0.83, `accuracy on its own training data is ${score}`);
    },
  },
  {
    name: 'probabilities sum to 1 and agree with predict',
    applies: (estimator) => classifier(estimator) && hasMethod(estimator, 'predictProba'),
    async run(given) {
      const { X, y } = dataFor(given);
      const estimator = given.make();
      await estimator.fit(X, y);
      const { classes } = estimator as unknown as { classes: readonly unknown[] };
      const proba = (await call(estimator, 'predictProba', X)) as Matrix;
      const predicted = (await call(estimator, 'predict', X)) as unknown[];
      assert(proba.rows === ROWS && proba.columns === classes.length, `predictProba is ${String(proba)}`);
      for (let i = 0; i < proba.rows; i++) {
        const row = proba.row(i);
        const sum = row.reduce((total, p) => total + p, 0);
        assert(
          Math.abs(sum - 1) < 1e-9 && row.every((p) => p >= 0 && p <= 1),
          `row ${i} of the probabilities is ${row.join()}`,
        );
        if (!estimator.tags.poorScore) {
          assert(
            row[classes.indexOf(predicted[i])] >= Math.max(...row) - 1e-12,
            `row ${i}: predict is not the most probable class`,
          );
        }
      }
      if (hasMethod(estimator, 'predictLogProba') && !estimator.tags.nonDeterministic) {
        const log = (await call(estimator, 'predictLogProba', X)) as Matrix;
        assertSame(log.data.map(Math.exp), proba.data, 'exp(predictLogProba)', 1e-9);
      }
    },
  },
  {
    name: 'decision values agree with predict in shape and sign',
    applies: (estimator) => classifier(estimator) && hasMethod(estimator, 'decisionFunction'),
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X, y } = blobs(2);
      const estimator = given.make();
      await estimator.fit(X, y);
      const values = (await call(estimator, 'decisionFunction', X)) as Float64Array;
      const predicted = (await call(estimator, 'predict', X)) as number[];
      assert(values instanceof Float64Array && values.length === ROWS, 'two classes need one value per row');
      assert(
        predicted.every((label, i) => values[i] > 0 === (label === 1)),
        'a positive value must mean the second class',
      );
    },
  },
  {
    name: 'one class is learned or refused by name',
    applies: classifier,
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X } = blobs();
      const estimator = given.make();
      try {
        await estimator.fit(X, new Array<string>(ROWS).fill('only'));
      } catch (error) {
        assert(/class/.test((error as Error).message), `the message must mention classes: ${String(error)}`);
        return;
      }
      const predicted = (await call(estimator, 'predict', X)) as unknown[];
      assert(
        predicted.every((label) => label === 'only'),
        'one class must be predicted',
      );
    },
  },
  {
    name: 'a huge class weight draws predictions to its class',
    applies: weighsClasses,
    async run(given) {
      const { X, y } = overlapping();
      const estimator = given.make().with({ classWeight: { 0: 1000, 1: 0.0001 } } as object);
      await estimator.fit(X, y);
      const predicted = (await call(estimator, 'predict', X)) as number[];
      const share = predicted.filter((label) => label === 0).length / predicted.length;
      assert(share > 0.87, `only ${share} are of the heavy class`);
    },
  },
  {
    name: "classWeight 'balanced' equals the explicit weights",
    applies: weighsClasses,
    async run(given) {
      const { X, y } = blobs(2);
      const skewed = y.map((label, i) => (i % 5 === 0 ? label : 0));
      const ones = skewed.filter((label) => label === 1).length;
      const explicit = { 0: ROWS / (2 * (ROWS - ones)), 1: ROWS / (2 * ones) };
      const [a, b] = [
        given.make().with({ classWeight: 'balanced' } as object),
        given.make().with({ classWeight: explicit } as object),
      ];
      await a.fit(X, skewed);
      await b.fit(X, skewed);
      assertSameOutputs(await outputsOf(a, X), await outputsOf(b, X), 'balanced', 1e-9);
      await assertRefused(
        a,
        () =>
          given
            .make()
            .with({ classWeight: { nobody: 2 } } as object)
            .fit(X, skewed),
        'an unknown class',
        /nobody/,
      );
    },
  },
];

/** What regressors promise. */
export const regressorChecks: readonly Check[] = [
  {
    name: 'it explains a line',
    applies: (estimator) => regressor(estimator) && !estimator.tags.poorScore,
    async run(given) {
      const { X, y } = dataFor(given);
      const estimator = given.make();
      await estimator.fit(X, y);
      const score = (await call(estimator, 'score', X, y)) as number;
      assert(score > 0.5, `R2 on its own training data is ${score}`);
    },
  },
  {
    name: 'predictions are one finite number per row',
    applies: regressor,
    async run(given) {
      const { X, y } = dataFor(given);
      const estimator = given.make();
      await estimator.fit(X, y);
      const predicted = (await call(estimator, 'predict', X)) as Float64Array;
      assert(
        predicted instanceof Float64Array && predicted.length === ROWS && predicted.every(Number.isFinite),
        'bad predictions',
      );
    },
  },
  {
    name: 'several targets are learned at once, or refused',
    applies: regressor,
    async run(given) {
      const { X, y } = dataFor(given);
      const both = Matrix.from2DArray((y as number[]).map((v) => [v, -v]));
      const estimator = given.make();
      if (!estimator.tags.multiOutput) {
        await assertRefused(estimator, () => estimator.fit(X, both), 'two targets', /target/);
        return;
      }
      await estimator.fit(X, both);
      const predicted = (await call(estimator, 'predict', X)) as Matrix;
      assert(predicted instanceof Matrix && predicted.columns === 2, 'two targets must give two columns');
      const single = given.make();
      await single.fit(X, y as Target);
      assertSame(predicted.column(0), await call(single, 'predict', X), 'the first target', 1e-9);
    },
  },
  {
    name: 'it has no decision values',
    applies: regressor,
    async run(given) {
      assert(
        !('decisionFunction' in given.make()) && !('predictProba' in given.make()),
        'a regressor with decision values',
      );
    },
  },
];

/** What transformers promise. */
export const transformerChecks: readonly Check[] = [
  {
    name: 'fitTransform equals fit and transform, and transform twice the same',
    applies: ({ tags }) => tags.role === 'transformer',
    async run(given) {
      const { X, y } = dataFor(given);
      const [a, b] = [given.make(), given.make()];
      const direct = await call(a, 'fitTransform', X, y);
      await b.fit(X, y);
      assertSame(await call(b, 'transform', X), direct, 'fit().transform()', 1e-12);
      assertSame(await call(b, 'transform', X), await call(b, 'transform', X), 'transform twice');
      assert(
        rowsOf(direct).length === ((X as Matrix).rows ?? (X as unknown[]).length),
        'the number of rows changed',
      );
    },
  },
  {
    name: 'getFeatureNamesOut names every column',
    applies: (estimator) => estimator.tags.role === 'transformer' && 'getFeatureNamesOut' in estimator,
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X, y } = dataFor(given);
      const estimator = given.make();
      const out = (await call(estimator, 'fitTransform', X, y)) as Matrix;
      const namer = estimator as unknown as { getFeatureNamesOut(names?: string[]): string[] };
      assert(
        namer.getFeatureNamesOut().length === out.columns,
        `${namer.getFeatureNamesOut().length} names for ${out.columns} columns`,
      );
      assert(new Set(namer.getFeatureNamesOut()).size === out.columns, 'names are not distinct');
      const named = given.make();
      const result = (await call(
        named,
        'fitTransform',
        (X as Matrix).withColumnNames(['a', 'b', 'c']),
        y,
      )) as Matrix;
      assertSame(
        result.columnNames,
        (named as unknown as typeof namer).getFeatureNamesOut(),
        'names of the result',
      );
    },
  },
  {
    name: 'inverseTransform has the width of the input',
    applies: (estimator) => estimator.tags.role === 'transformer' && hasMethod(estimator, 'inverseTransform'),
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X, y } = dataFor(given);
      const estimator = given.make();
      const out = await call(estimator, 'fitTransform', X, y);
      const back = await call(estimator, 'inverseTransform', out);
      assert(
        rowsOf(back).length === ROWS && rowsOf(back)[0].length === (X as Matrix).columns,
        'wrong shape back',
      );
    },
  },
];

function overlapping(): { X: Matrix; y: number[] } {
  const { X } = blobs(1);
  return { X, y: Array.from({ length: ROWS }, (_, i) => i % 2) };
}
