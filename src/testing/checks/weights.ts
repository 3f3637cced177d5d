import type { Matrix } from '../../core/matrix.js';
import type { Estimator } from '../../core/protocol.js';
import { assert, assertRefused, type Check } from '../check.js';
import { dataFor, isNumericCase, ROWS } from '../data.js';
import { assertSameOutputs, outputsOf } from '../outputs.js';

const weighted = ({ tags }: Estimator): boolean => tags.sampleWeight;

/** Sample weights. */
export const weightChecks: readonly Check[] = [
  {
    name: 'weights are refused where they cannot be used',
    applies: (estimator) => !estimator.tags.sampleWeight && estimator.tags.role !== 'target_transformer',
    async run(given) {
      const estimator = given.make();
      const { X, y } = dataFor(given);
      const sampleWeight = new Array<number>(ROWS).fill(1);
      await assertRefused(
        estimator,
        () => estimator.fit(X, y, { sampleWeight }),
        'sampleWeight',
        /sampleWeight/,
      );
    },
  },
  {
    name: 'bad weights are refused',
    applies: weighted,
    async run(given) {
      const estimator = given.make();
      const { X, y } = dataFor(given);
      const ones = new Array<number>(ROWS).fill(1);
      const bad: [string, unknown][] = [
        ['too few', ones.slice(1)],
        ['negative', [-1, ...ones.slice(1)]],
        ['NaN', [Number.NaN, ...ones.slice(1)]],
        ['two-dimensional', ones.map(() => [1])],
        ['all zero', ones.map(() => 0)],
        ['text', 'balanced'],
      ];
      for (const [what, sampleWeight] of bad) {
        await assertRefused(
          estimator,
          () => estimator.fit(X, y, { sampleWeight: sampleWeight as number[] }),
          `${what} weights`,
          /sampleWeight/,
        );
      }
    },
  },
  {
    name: 'weights of 1 change nothing, in any form, and are not changed',
    applies: weighted,
    async run(given) {
      const { X, y } = dataFor(given);
      const plain = given.make();
      await plain.fit(X, y);
      const expected = await outputsOf(plain, X);
      const ones = new Array<number>(ROWS).fill(1);
      for (const sampleWeight of [
        ones,
        Float64Array.from(ones),
        Float32Array.from(ones),
        Object.freeze(ones),
      ]) {
        const estimator = given.make();
        await estimator.fit(X, y, { sampleWeight });
        assertSameOutputs(await outputsOf(estimator, X), expected, 'weights of 1', 1e-9);
        assert(
          Array.from(sampleWeight).every((w) => w === 1),
          'the weights were changed',
        );
      }
    },
  },
  {
    name: 'integer weights equal repetition, and weight 0 equals absence',
    applies: (estimator) => weighted(estimator) && !estimator.tags.nonDeterministic,
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X, y } = dataFor(given);
      const sampleWeight = Array.from({ length: ROWS }, (_, i) => [0, 1, 2, 3, 1, 0, 4][i % 7]);
      const rows = sampleWeight.flatMap((w, i) => new Array<number>(w).fill(i));
      const [weightedFit, repeated] = [given.make(), given.make()];
      await weightedFit.fit(X, y, { sampleWeight });
      await repeated.fit((X as Matrix).takeRows(rows), y && rows.map((i) => (y as number[])[i]));
      assertSameOutputs(await outputsOf(weightedFit, X), await outputsOf(repeated, X), 'repetition', 1e-6);
    },
  },
];
