import type { Matrix } from '../../core/matrix.js';
import { type Estimator, hasMethod } from '../../core/protocol.js';
import { adjustedRandScore } from '../../metrics/index.js';
import { assert, type Check } from '../check.js';
import { blobs, dataFor, isNumericCase } from '../data.js';
import { assertSame, call } from '../outputs.js';

const clusterer = ({ tags }: Estimator): boolean => tags.role === 'clusterer';
const detector = ({ tags }: Estimator): boolean => tags.role === 'outlier_detector';

function labelsOf(estimator: Estimator): ArrayLike<number> {
  return (estimator as unknown as { labels: ArrayLike<number> }).labels;
}

/** What clusterers promise. */
export const clustererChecks: readonly Check[] = [
  {
    name: 'clusterer: labels count up from 0, with -1 for noise, and fitPredict gives them',
    applies: clusterer,
    async run(given) {
      const { X } = dataFor(given);
      const estimator = given.make();
      await estimator.fit(X);
      const labels = labelsOf(estimator);
      const rows = (X as Matrix).rows;
      assert(labels.length === rows, `${labels.length} labels for ${rows} rows`);
      const distinct = [...new Set(Array.from(labels))].filter((label) => label !== -1).sort((a, b) => a - b);
      assert(
        distinct.every((label, i) => label === i),
        `labels are ${distinct.join(', ')}`,
      );
      assert(labels instanceof Int32Array, 'labels are no Int32Array');
      const again = given.make();
      assertSame(await call(again, 'fitPredict', X), labels, 'fitPredict');
    },
  },
  {
    name: 'clusterer: it finds clusters that are far apart',
    applies: (estimator) => clusterer(estimator) && !estimator.tags.poorScore,
    async run(given) {
      if (!isNumericCase(given)) return;
      const { X, y } = blobs();
      const estimator = given.make();
      await estimator.fit(X);
      const score = adjustedRandScore(y, Array.from(labelsOf(estimator)));
      assert(score > 0.4, `adjusted Rand index ${score}`);
    },
  },
  {
    name: 'clusterer: predict gives the rows of fit their labels',
    applies: (estimator) => clusterer(estimator) && hasMethod(estimator, 'predict'),
    async run(given) {
      const { X } = dataFor(given);
      const estimator = given.make();
      await estimator.fit(X);
      assertSame(await call(estimator, 'predict', X), labelsOf(estimator), 'predict');
    },
  },
];

/** What outlier detectors promise. */
export const outlierChecks: readonly Check[] = [
  {
    name: 'outlier detector: predictions are 1 and -1 and follow the sign of the decision function',
    applies: (estimator) => detector(estimator) && hasMethod(estimator, 'predict'),
    async run(given) {
      const { X } = dataFor(given);
      const estimator = given.make();
      await estimator.fit(X);
      const predicted = Array.from((await call(estimator, 'predict', X)) as ArrayLike<number>);
      assert(
        predicted.every((p) => p === 1 || p === -1),
        'predictions other than 1 and -1',
      );
      if (!hasMethod(estimator, 'decisionFunction')) return;
      const values = Array.from((await call(estimator, 'decisionFunction', X)) as ArrayLike<number>);
      assert(
        predicted.every((p, i) => (values[i] >= 0 ? p === 1 : p === -1)),
        'predict and decisionFunction disagree',
      );
    },
  },
  {
    name: 'outlier detector: the decision function is the score less the offset',
    applies: (estimator) =>
      detector(estimator) && hasMethod(estimator, 'decisionFunction') && hasMethod(estimator, 'scoreSamples'),
    async run(given) {
      const { X } = dataFor(given);
      const estimator = given.make();
      await estimator.fit(X);
      const { offset } = estimator as unknown as { offset: number };
      const scores = Array.from((await call(estimator, 'scoreSamples', X)) as ArrayLike<number>);
      const shifted = scores.map((score) => score - offset);
      assertSame(await call(estimator, 'decisionFunction', X), shifted, 'decisionFunction', 1e-9);
    },
  },
  {
    name: 'outlier detector: contamination is the share of rows it calls outliers',
    applies: (estimator) =>
      detector(estimator) && 'contamination' in estimator.params && hasMethod(estimator, 'fitPredict'),
    async run(given) {
      const { X } = dataFor(given);
      const estimator = given.make().with({ contamination: 0.2 } as object);
      const labels = Array.from((await call(estimator, 'fitPredict', X)) as ArrayLike<number>);
      const outliers = labels.filter((label) => label === -1).length;
      const wanted = 0.2 * labels.length;
      assert(
        Math.abs(outliers - wanted) <= Math.max(2, 0.05 * labels.length),
        `${outliers} instead of ${wanted}`,
      );
    },
  },
];
