import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, InvalidParameterError } from '../../src/core/errors.js';
import { Matrix } from '../../src/core/matrix.js';
import { collectWarnings, UndefinedMetricWarning } from '../../src/core/warnings.js';
import * as m from '../../src/metrics/index.js';
import { descendingOrder } from '../../src/metrics/ranking/order.js';
import { expectClose } from '../support/fixtures.js';

async function undefinedCase<T>(body: () => T): Promise<T> {
  const { value, warnings } = await collectWarnings(body);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toBeInstanceOf(UndefinedMetricWarning);
  return value;
}

/** Two-class rows with tied scores and small whole weights, some of them 0; both classes occur with weight. */
const problems = fc
  .array(
    fc.record({
      y: fc.integer({ min: 0, max: 1 }),
      s: fc.integer({ min: -4, max: 4 }).map((k) => k / 4),
      w: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 2, maxLength: 40 },
  )
  .filter((rows) => [0, 1].every((y) => rows.some((row) => row.y === y && row.w > 0)))
  .map((rows) => ({
    rows,
    y: rows.map((row) => row.y),
    s: rows.map((row) => row.s),
    w: rows.map((row) => row.w),
  }));

describe('descendingOrder', () => {
  const sorted = (values: Float64Array) =>
    Int32Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b);

  it('is a stable falling order for few and many values of any size and sign', () => {
    let state = 1;
    const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
    const scales = [1, 1e-300, 1e300, Number.MIN_VALUE, 4];
    for (const n of [0, 1, 5, 2047, 2048, 20_000]) {
      for (const scale of scales) {
        const values = Float64Array.from({ length: n }, () => (next() - 0.5) * scale + 0);
        expect(descendingOrder(values)).toEqual(sorted(values));
        const tied = values.map((value) => Math.round((8 * value) / scale) + 0);
        expect(descendingOrder(tied)).toEqual(sorted(tied));
      }
    }
  });

  it('orders the edges of the range', () => {
    const edges = [Number.MAX_VALUE, 1, Number.MIN_VALUE, 0, -Number.MIN_VALUE, -1, -Number.MAX_VALUE];
    const values = Float64Array.from({ length: 2800 }, (_, i) => edges[i % edges.length]);
    expect(descendingOrder(values)).toEqual(sorted(values));
  });
});

describe('counts at thresholds', () => {
  it('are those of the selected rows', () => {
    fc.assert(
      fc.property(problems, ({ rows, y, s, w }) => {
        const { tns, fps, fns, tps, thresholds } = m.confusionMatrixAtThresholds(y, s, { sampleWeight: w });
        const used = rows.filter((row) => row.w > 0);
        expect(Array.from(thresholds)).toEqual([...new Set(used.map((row) => row.s))].sort((a, b) => b - a));
        thresholds.forEach((threshold, i) => {
          const weight = (label: number, above: boolean) =>
            used
              .filter((row) => row.y === label && row.s >= threshold === above)
              .reduce((sum, row) => sum + row.w, 0);
          expect([tns[i], fps[i], fns[i], tps[i]]).toEqual([
            weight(0, false),
            weight(0, true),
            weight(1, false),
            weight(1, true),
          ]);
        });
      }),
    );
  });

  it('metricAtThresholds calls the metric on the selected rows', () => {
    fc.assert(
      fc.property(problems, ({ y, s, w }) => {
        const counts = m.confusionMatrixAtThresholds(y, s, { sampleWeight: w });
        const recall = m.metricAtThresholds(y, s, m.recallScore, { sampleWeight: w });
        expect(recall.thresholds).toEqual(counts.thresholds);
        const expected = counts.tps.map((tp, i) => tp / (tp + counts.fns[i]));
        expectClose(recall.metricValues, expected);
      }),
    );
  });

  it('metricAtThresholds predicts in the labels of yTrue', () => {
    const scores = [0.1, 0.4, 0.35, 0.8];
    const expected = m.metricAtThresholds([0, 0, 1, 1], scores, m.accuracyScore);
    expectClose(expected.metricValues, [0.75, 0.5, 0.75, 0.5]);
    for (const y of [
      [false, false, true, true],
      [-1, -1, 1, 1],
      ['a', 'a', 'b', 'b'],
      [3, 3, 7, 7],
    ] as m.LabelTargets[]) {
      expect(m.metricAtThresholds(y, scores, m.accuracyScore)).toEqual(expected);
    }
    const quasars = m.metricAtThresholds(['STAR', 'STAR', 'QSO', 'QSO'], scores, m.precisionScore, {
      metricParams: { posLabel: 'QSO' },
    });
    expectClose(quasars.metricValues, [1, 0.5, 2 / 3, 0.5]);
  });

  it('metricAtThresholds makes a matrix of several numbers', () => {
    const counts = m.metricAtThresholds(
      [0, 1],
      [0.1, 0.9],
      (t: number[], p: number[]) => m.confusionMatrix(t, p).data,
    );
    expect(counts.metricValues).toBeInstanceOf(Matrix);
    expect(counts.metricValues.to2DArray()).toEqual([
      [1, 0, 0, 1],
      [0, 1, 0, 1],
    ]);
  });
});

describe('curves', () => {
  it('rocAucScore is the chance that a positive outranks a negative', () => {
    fc.assert(
      fc.property(problems, ({ rows, y, s, w }) => {
        let wins = 0;
        let pairs = 0;
        for (const a of rows.filter((row) => row.y === 1)) {
          for (const b of rows.filter((row) => row.y === 0)) {
            pairs += a.w * b.w;
            wins += a.w * b.w * (a.s > b.s ? 1 : a.s === b.s ? 0.5 : 0);
          }
        }
        expectClose(m.rocAucScore(y, s, { sampleWeight: w }), wins / pairs, { rtol: 1e-12 });
      }),
    );
  });

  it.each([
    ['rocAucScore', (y: number[], s: number[], w?: number[]) => m.rocAucScore(y, s, { sampleWeight: w })],
    [
      'averagePrecisionScore',
      (y: number[], s: number[], w?: number[]) => m.averagePrecisionScore(y, s, { sampleWeight: w }),
    ],
    [
      'rocAucScore maxFpr',
      (y: number[], s: number[], w?: number[]) => m.rocAucScore(y, s, { sampleWeight: w, maxFpr: 0.3 }),
    ],
  ])(
    '%s is in [0, 1], blind to order and to what keeps the order of scores; weights are repetitions',
    (_, metric) => {
      fc.assert(
        fc.property(problems, ({ rows, y, s, w }) => {
          const value = metric(y, s, w);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
          const back = [...rows].reverse();
          const close = { rtol: 1e-12 };
          expectClose(
            metric(
              back.map((r) => r.y),
              back.map((r) => r.s),
              back.map((r) => r.w),
            ),
            value,
            close,
          );
          expectClose(
            metric(
              y,
              s.map((score) => score ** 3 + score),
              w,
            ),
            value,
            close,
          );
          const repeated = rows.flatMap((row) => Array.from({ length: row.w }, () => row));
          expectClose(
            metric(
              repeated.map((r) => r.y),
              repeated.map((r) => r.s),
            ),
            value,
            close,
          );
        }),
      );
    },
  );

  it('dropIntermediate keeps the area', () => {
    fc.assert(
      fc.property(problems, ({ y, s, w }) => {
        const all = m.rocCurve(y, s, { sampleWeight: w, dropIntermediate: false });
        const some = m.rocCurve(y, s, { sampleWeight: w });
        expect(some.thresholds.length).toBeLessThanOrEqual(all.thresholds.length);
        expectClose(m.auc(some.fpr, some.tpr), m.auc(all.fpr, all.tpr), { rtol: 1e-12 });
        expect(all.thresholds[0]).toBe(Number.POSITIVE_INFINITY);
        expect([all.fpr[0], all.tpr[0], all.fpr.at(-1), all.tpr.at(-1)]).toEqual([0, 0, 1, 1]);
      }),
    );
  });

  it('precisionRecallCurve drops points inside runs of one recall (since scikit-learn 1.3)', () => {
    const y = [1, 0, 0, 0, 1, 0, 0];
    const s = [7, 6, 5, 4, 3, 2, 1];
    const { recall, thresholds } = m.precisionRecallCurve(y, s, { dropIntermediate: true });
    expect(Array.from(thresholds)).toEqual([1, 3, 4, 7]);
    expect(Array.from(recall)).toEqual([1, 1, 0.5, 0.5, 0]);
    expect(m.precisionRecallCurve(y, s).thresholds).toHaveLength(7);
  });

  it('detCurve ends at the last threshold without false positives, or at infinity (since 1.7)', () => {
    fc.assert(
      fc.property(problems, ({ rows, y, s, w }) => {
        const { fpr, fnr, thresholds } = m.detCurve(y, s, { sampleWeight: w });
        const used = rows.filter((row) => row.w > 0);
        const total = (label: number, keep: (row: { s: number }) => boolean) =>
          used.filter((row) => row.y === label && keep(row)).reduce((sum, row) => sum + row.w, 0);
        const all = [...new Set(used.map((row) => row.s)), Number.POSITIVE_INFINITY].sort((a, b) => a - b);
        const points = all.map((t) => ({
          t,
          fp: total(0, (row) => row.s >= t) / total(0, () => true),
          fn: total(1, (row) => row.s < t) / total(1, () => true),
        }));
        const first = points.findLastIndex((point) => point.fn === 0);
        const last = points.findIndex((point) => point.fp === 0);
        const expected = points.slice(Math.max(0, Math.min(first, last)), last + 1);
        expectClose(
          thresholds,
          expected.map(({ t }) => t),
        );
        expectClose(
          fpr,
          expected.map(({ fp }) => fp),
        );
        expectClose(
          fnr,
          expected.map(({ fn }) => fn),
        );
      }),
    );
  });

  it('take any number of classes when posLabel names one', () => {
    const y = ['STAR', 'QSO', 'GALAXY', 'QSO'];
    const s = [0.1, 0.9, 0.6, 0.4];
    expect(m.rocCurve(y, s, { posLabel: 'QSO' })).toEqual(m.rocCurve([0, 1, 0, 1], s));
    expect(() => m.rocCurve(y, s)).toThrow(/rocCurve: yTrue must hold two classes. Got 3 classes/);
  });

  it('of one class are NaN with one warning', async () => {
    const roc = await undefinedCase(() => m.rocCurve([1, 1], [0.1, 0.2]));
    expect(Array.from(roc.fpr)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(Array.from(roc.tpr)).toEqual([0, 0.5, 1]);
    expect(await undefinedCase(() => m.rocAucScore([1, 1], [0.1, 0.2]))).toBeNaN();
    const curve = await undefinedCase(() => m.precisionRecallCurve([0, 0], [0.1, 0.2]));
    expect(Array.from(curve.recall)).toEqual([1, 1, 0]);
    expect(await undefinedCase(() => m.averagePrecisionScore([0, 0], [0.1, 0.2]))).toBe(0);
    expect(() => m.detCurve([1, 1], [0.1, 0.2])).toThrow(/must hold both classes/);
  });

  it('a class of weight 0 is no class', async () => {
    const area = await undefinedCase(() => m.rocAucScore([0, 1, 1], [1, 2, 3], { sampleWeight: [0, 1, 1] }));
    expect(area).toBeNaN();
  });

  it('an absent class of several makes macro NaN and leaves weighted finite', async () => {
    const proba = [
      [0.8, 0.1, 0.1],
      [0.2, 0.7, 0.1],
      [0.6, 0.3, 0.1],
    ];
    const options = { multiClass: 'ovr', labels: [0, 1, 2] } as const;
    expect(await undefinedCase(() => m.rocAucScore([0, 1, 0], proba, options))).toBeNaN();
    const weighted = await undefinedCase(() =>
      m.rocAucScore([0, 1, 0], proba, { ...options, average: 'weighted' }),
    );
    expect(weighted).toBe(1);
  });

  it('averagePrecisionScore takes several classes', () => {
    const y = [0, 0, 1, 1, 2, 2];
    const scores = [
      [0.7, 0.2, 0.1],
      [0.4, 0.3, 0.3],
      [0.1, 0.8, 0.1],
      [0.2, 0.3, 0.5],
      [0.4, 0.4, 0.2],
      [0.1, 0.2, 0.7],
    ];
    const each = [0, 1, 2].map((c) =>
      m.averagePrecisionScore(
        y.map((label) => (label === c ? 1 : 0)),
        scores.map((row) => row[c]),
      ),
    );
    expectClose(m.averagePrecisionScore(y, scores, { average: null }), each);
    expectClose(m.averagePrecisionScore(y, scores), (each[0] + each[1] + each[2]) / 3);
  });
});

describe('completeness and contamination', () => {
  it('are recall and 1 - precision at each threshold', () => {
    fc.assert(
      fc.property(problems, ({ y, s, w }) => {
        const curve = m.completenessContaminationCurve(y, s, { sampleWeight: w });
        const { precision, recall, thresholds } = m.precisionRecallCurve(y, s, { sampleWeight: w });
        expectClose(curve.thresholds, thresholds.slice().reverse());
        expectClose(curve.completeness, recall.slice(0, -1).reverse());
        expectClose(
          curve.contamination,
          precision
            .slice(0, -1)
            .reverse()
            .map((value) => 1 - value),
        );
        curve.thresholds.forEach((threshold, i) => {
          const predicted = s.map((score) => (score >= threshold ? 1 : 0));
          const options = { posLabel: 1, sampleWeight: w };
          expectClose(curve.completeness[i], m.sampleCompleteness(y, predicted, options));
          expectClose(curve.contamination[i], m.sampleContamination(y, predicted, options));
        });
      }),
    );
  });

  it('are chosen as asked', () => {
    fc.assert(
      fc.property(problems, fc.double({ min: 0, max: 1, noNaN: true }), ({ y, s }, limit) => {
        const curve = m.completenessContaminationCurve(y, s);
        const clean = m.completenessAtContamination(y, s, { contamination: limit });
        const allowed = Array.from(curve.completeness).filter((_, i) => curve.contamination[i] <= limit);
        expect(clean.completeness).toBe(Math.max(0, ...allowed));
        if (allowed.length > 0) expect(clean.contamination).toBeLessThanOrEqual(limit);
        else expect(clean.threshold).toBe(Number.POSITIVE_INFINITY);
        const full = m.contaminationAtCompleteness(y, s, { completeness: limit });
        expect(full.completeness).toBeGreaterThanOrEqual(limit);
        const fits = Array.from(curve.contamination).filter((_, i) => curve.completeness[i] >= limit);
        expect(full.contamination).toBe(Math.min(...fits));
      }),
    );
  });

  it('without members are NaN with a warning', async () => {
    const none = await undefinedCase(() =>
      m.contaminationAtCompleteness(['a', 'a'], [1, 2], { posLabel: 'b', completeness: 0.5 }),
    );
    expect(none.threshold).toBeNaN();
  });
});

describe('rankings of labels', () => {
  it('with no or all labels true are perfect', () => {
    const y = [
      [0, 0, 0],
      [1, 1, 1],
    ];
    const s = [
      [1, 2, 3],
      [1, 2, 3],
    ];
    expect(m.labelRankingAveragePrecisionScore(y, s)).toBe(1);
    expect(m.labelRankingLoss(y, s)).toBe(0);
    expect(m.coverageError(y, s)).toBe(1.5);
  });

  it('ndcgScore of the best order is 1, and ties share their gains', () => {
    expectClose(m.ndcgScore([[3, 2, 1, 0]], [[9, 8, 7, 6]]), 1);
    const tied = m.dcgScore([[3, 1]], [[5, 5]]);
    expectClose(tied, (m.dcgScore([[3, 1]], [[2, 1]]) + m.dcgScore([[3, 1]], [[1, 2]])) / 2);
  });

  it('topKAccuracyScore warns when k names every class', async () => {
    expect(await undefinedCase(() => m.topKAccuracyScore([0, 1], [0.9, 0.1]))).toBe(1);
  });
});

describe('refuses', () => {
  const input: [string, () => unknown, RegExp][] = [
    [
      'NaN scores',
      () => m.rocAucScore([0, 1], [0, Number.NaN]),
      /rocAucScore: yScore .*finite.*NaN in row 1/,
    ],
    ['infinite scores', () => m.rocCurve([0, 1], [0, Number.POSITIVE_INFINITY]), /finite.*Infinity in row 1/],
    ['too few scores', () => m.rocCurve([0, 1], [0]), /rocCurve: yScore .*2 rows of yTrue. Got 1/],
    [
      'two columns for two classes',
      () =>
        m.precisionRecallCurve([0, 1], [
          [0, 1],
          [1, 0],
        ] as never),
      /column\(1\)/,
    ],
    [
      'scores that do not sum to 1',
      () =>
        m.rocAucScore(
          [0, 1, 2],
          [
            [1, 1, 1],
            [0, 0, 1],
            [1, 0, 0],
          ],
          { multiClass: 'ovr' },
        ),
      /sum to 1.*row 0/,
    ],
    ['a curve that turns', () => m.auc([0, 1, 0.5], [0, 1, 1]), /auc: x must rise or fall/],
    ['a curve of one point', () => m.auc([0], [0]), /two points/],
    ['negative gains', () => m.ndcgScore([[-1, 2]], [[1, 2]]), /ndcgScore: yTrue .*>= 0. Got -1/],
    ['rankings of one item', () => m.ndcgScore([[1]], [[1]]), /two items/],
    [
      'different numbers of labels',
      () => m.coverageError([[0, 1]], [[0, 1, 2]]),
      /2 columns of yTrue. Got 3/,
    ],
    [
      'a column too few',
      () =>
        m.topKAccuracyScore(
          [0, 1, 2],
          [
            [0, 1],
            [1, 0],
            [0, 1],
          ],
        ),
      /3 classes. Got 2/,
    ],
  ];
  it.each(input)('%s', (_, body, message) => {
    expect(body).toThrow(InvalidInputError);
    expect(body).toThrow(message);
  });

  const options: [string, () => unknown, RegExp][] = [
    ['strings without posLabel', () => m.rocCurve(['a', 'b'], [0, 1]), /rocCurve: .*posLabel.*"a", "b"/],
    ['an unknown posLabel', () => m.detCurve([0, 1], [0, 1], { posLabel: 3 }), /detCurve: .*posLabel.*Got 3/],
    ['a posLabel of another kind', () => m.rocCurve([1, 1], [0, 1], { posLabel: '1' }), /posLabel/],
    [
      'several classes without multiClass',
      () =>
        m.rocAucScore(
          [0, 1, 2],
          [
            [1, 0, 0],
            [0, 1, 0],
            [0, 0, 1],
          ],
        ),
      /multiClass/,
    ],
    ['maxFpr of 0', () => m.rocAucScore([0, 1], [0, 1], { maxFpr: 0 }), /maxFpr/],
    [
      'weights with ovo',
      () =>
        m.rocAucScore(
          [0, 1, 2],
          [
            [1, 0, 0],
            [0, 1, 0],
            [0, 0, 1],
          ],
          { multiClass: 'ovo', sampleWeight: [1, 1, 1] },
        ),
      /sampleWeight/,
    ],
    [
      'unsorted labels',
      () =>
        m.rocAucScore(
          [0, 1, 2],
          [
            [1, 0, 0],
            [0, 1, 0],
            [0, 0, 1],
          ],
          { multiClass: 'ovr', labels: [2, 1, 0] },
        ),
      /sorted/,
    ],
    ['k of 0', () => m.topKAccuracyScore([0, 1], [0, 1], { k: 0 }), /k.*>= 1/],
    [
      'a contamination above 1',
      () => m.completenessAtContamination([0, 1], [0, 1], { contamination: 2 }),
      /contamination/,
    ],
    [
      'misspelled options',
      () => m.rocCurve([0, 1], [0, 1], { dropIntermediates: true } as never),
      /dropIntermediate/,
    ],
  ];
  it.each(options)('%s', (_, body, message) => {
    expect(body).toThrow(InvalidParameterError);
    expect(body).toThrow(message);
  });
});

describe('a million rows', () => {
  it('take well under a second each', () => {
    const n = 1_000_000;
    let state = 7;
    const scores = new Float64Array(n);
    const y = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      state = (state * 48271) % 2147483647;
      scores[i] = state / 2147483647;
      y[i] = state % 5 === 0 ? 1 : 0;
    }
    const predicted = y.map((label, i) => (scores[i] > 0.9 ? 1 - label : label));
    const seconds = (body: () => unknown): number => {
      const start = performance.now();
      body();
      return (performance.now() - start) / 1000;
    };
    const times = {
      rocAuc: seconds(() => m.rocAucScore(y, scores)),
      curve: seconds(() => m.completenessContaminationCurve(y, scores)),
      averagePrecision: seconds(() => m.averagePrecisionScore(y, scores)),
      accuracy: seconds(() => m.accuracyScore(y, predicted)),
      f1: seconds(() => m.f1Score(y, predicted)),
      report: seconds(() => m.classificationReport(y, predicted)),
      logLoss: seconds(() => m.logLoss(y, scores)),
    };
    if (process.env.LEARNKIT_TIMES) process.stdout.write(`${JSON.stringify(times)}\n`);
    // Generous: a busy machine must pass, an O(n^2) or a comparing sort of objects must not.
    for (const [name, time] of Object.entries(times)) expect(time, name).toBeLessThan(3);
  });
});
