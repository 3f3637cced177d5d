import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, InvalidParameterError } from '../../src/core/errors.js';
import { Matrix } from '../../src/core/matrix.js';
import { collectWarnings, DataWarning, UndefinedMetricWarning } from '../../src/core/warnings.js';
import { fixed } from '../../src/metrics/classification/report_text.js';
import * as m from '../../src/metrics/index.js';
import { expectClose } from '../support/fixtures.js';

/** The value and the one warning of a call. */
async function undefinedCase<T>(body: () => T): Promise<{ value: T; message: string }> {
  const { value, warnings } = await collectWarnings(body);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toBeInstanceOf(UndefinedMetricWarning);
  return { value, message: `${warnings[0].source}: ${warnings[0].message}` };
}

describe('labels of any kind', () => {
  const y = [0, 1, 1, 0, 1];
  const p = [0, 1, 0, 1, 1];
  const forms: [string, (codes: number[]) => m.LabelTargets][] = [
    ['strings', (codes) => codes.map((c) => ['no', 'yes'][c])],
    ['booleans', (codes) => codes.map((c) => c === 1)],
    ['an Int32Array', (codes) => Int32Array.from(codes)],
    ['a column', (codes) => codes.map((c) => [c])],
    ['a Matrix of one column', (codes) => Matrix.of(Float64Array.from(codes), 1)],
  ];
  it.each(forms)('%s give the values of numbers', (_, as) => {
    expect(m.accuracyScore(as(y), as(p))).toBe(m.accuracyScore(y, p));
    expect(m.confusionMatrix(as(y), as(p)).data).toEqual(m.confusionMatrix(y, p).data);
    expect(m.matthewsCorrcoef(as(y), as(p))).toBe(m.matthewsCorrcoef(y, p));
  });

  it('sorts numbers by value and booleans false first', () => {
    const report = m.classificationReport([10, 9, -1], [10, 9, -1]);
    expect(report.match(/-1|9|10/g)?.slice(0, 3)).toEqual(['-1', '9', '10']);
    expect(m.recallScore([true, false, true], [true, true, false], { average: null })).toEqual(
      Float64Array.of(0, 0.5),
    );
  });

  it('takes true as the positive boolean', () => {
    expect(m.precisionScore([true, false], [true, true])).toBe(0.5);
  });
});

describe('refuses', () => {
  const input: [string, () => unknown, RegExp][] = [
    ['unequal lengths', () => m.accuracyScore([1, 0], [1]), /accuracyScore: yPred .* 2 rows.*Got 1 entries/],
    ['no rows', () => m.f1Score([], []), /f1Score: yTrue is empty/],
    ['scores instead of labels', () => m.f1Score([0, 1], [0.2, 0.9]), /f1Score: yPred holds continuous/],
    ['missing labels', () => m.accuracyScore([0, Number.NaN], [0, 1]), /missing or non-finite.*NaN in row 1/],
    ['null labels', () => m.accuracyScore(['a', null] as never, ['a', 'b']), /yTrue must not hold missing/],
    ['mixed kinds', () => m.accuracyScore(['a', 1], ['a', 'b']), /yTrue must not mix kinds.*Got 1 in row 1/],
    ['a mix of strings and numbers', () => m.accuracyScore(['1'], [1]), /a mix of strings and numbers/],
    [
      'a mix of one and several labels per row',
      () =>
        m.accuracyScore(
          [
            [0, 1],
            [1, 0],
          ],
          [0, 1],
        ),
      /mix of one and of several labels/,
    ],
    ['an indicator of other values', () => m.hammingLoss([[0, 2]], [[0, 1]]), /only 0 and 1.*Got 2 in row 0/],
    ['indicators of different shapes', () => m.hammingLoss([[0, 1]], [[0, 1, 1]]), /shape of yTrue, 1 x 2/],
    ['labels that are no array', () => m.accuracyScore(3 as never, [1]), /yTrue must be an array. Got 3/],
    ['negative weights', () => m.accuracyScore([1], [1], { sampleWeight: [-1] }), /sampleWeight/],
    ['too few weights', () => m.f1Score([1, 0], [1, 0], { sampleWeight: [1] }), /f1Score: sampleWeight/],
    ['three classes', () => m.classLikelihoodRatios([0, 1, 2], [0, 1, 2]), /two classes. Got 3 classes/],
    ['probabilities above 1', () => m.logLoss([0, 1], [0.5, 1.5]), /logLoss: yProba .*Got 1.5 in row 1/],
    ['negative probabilities', () => m.brierScoreLoss([0, 1], [0.5, -0.5]), /Got -0.5 in row 1/],
    ['one class without labels', () => m.logLoss([1, 1], [0.5, 0.5]), /yTrue must hold two classes/],
    ['too few columns', () => m.logLoss([0, 1, 2], [0.1, 0.2, 0.3]), /3 classes. Got 2 columns/],
    ['unfit calibration data', () => m.calibrationCurve([0, 1], [0, 2]), /from 0 to 1. Got 2 in row 1/],
    ['a column too few for hinge', () => m.hingeLoss(['a', 'b', 'c'], [0, 1, 2]), /there are 3 classes/],
  ];
  it.each(input)('%s', (_, body, message) => {
    expect(body).toThrow(InvalidInputError);
    expect(body).toThrow(message);
  });

  const three = ['a', 'b', 'c'];
  const options: [string, () => unknown, RegExp][] = [
    ['misspelled options', () => m.accuracyScore([1], [1], { sampleWeigth: [1] } as never), /sampleWeight/],
    [
      'three classes with binary',
      () => m.f1Score(three, three),
      /'binary' takes two classes, but there are 3/,
    ],
    ['strings without posLabel', () => m.f1Score(['a', 'b'], ['a', 'a']), /posLabel.*"a", "b".*default is 1/],
    ['an unknown posLabel', () => m.recallScore([0, 1], [0, 1], { posLabel: 7 }), /posLabel.*Got 7/],
    ['an unknown average', () => m.f1Score([0, 1], [0, 1], { average: 'mean' as never }), /average/],
    [
      'samples of single labels',
      () => m.f1Score([0, 1], [0, 1], { average: 'samples' }),
      /several labels per/,
    ],
    ['binary of several labels', () => m.f1Score([[0, 1]], [[0, 1]]), /'binary' takes one label per row/],
    ['a bad zeroDivision', () => m.f1Score([0, 1], [0, 1], { zeroDivision: 0.5 }), /zeroDivision/],
    ['a negative beta', () => m.fbetaScore([0, 1], [0, 1], { beta: -1 }), /beta.*Got -1/],
    ['labels that do not occur', () => m.confusionMatrix([0], [0], { labels: [5] }), /labels.*of yTrue/],
    ['labels twice', () => m.confusionMatrix([0], [0], { labels: [0, 0] }), /name each label once/],
    ['no labels', () => m.confusionMatrix([0], [0], { labels: [] }), /at least one label/],
    ['labels of another kind', () => m.confusionMatrix([0], [0], { labels: ['0'] }), /must be numbers/],
    [
      'columns out of range',
      () => m.f1Score([[0, 1]], [[0, 1]], { labels: [2], average: 'macro' }),
      /0 to 1/,
    ],
    [
      'names that do not fit',
      () => m.classificationReport([0], [0], { targetNames: ['a', 'b'] }),
      /1 labels/,
    ],
    ['no posLabel for a sample', () => m.sampleCompleteness([0], [0], {} as never), /posLabel.*is needed/],
    [
      'an unknown normalisation',
      () => m.confusionMatrix([0], [0], { normalize: 'row' as never }),
      /normalize/,
    ],
    ['incomplete labels', () => m.logLoss([0, 1], [0.1, 0.9], { labels: [1, 2] }), /lacks 0/],
  ];
  it.each(options)('%s', (_, body, message) => {
    expect(body).toThrow(InvalidParameterError);
    expect(body).toThrow(message);
  });
});

describe('undefined ratios', () => {
  it('count 0 with one warning for all', async () => {
    const { value, message } = await undefinedCase(() =>
      m.precisionRecallFscoreSupport(['a', 'b'], ['a', 'c']),
    );
    expect(value.precision).toEqual(Float64Array.of(1, 0, 0));
    expect(message).toMatch(/precisionRecallFscoreSupport: precision, recall is undefined/);
  });

  it('count as chosen, without a warning', async () => {
    const { value, warnings } = await collectWarnings(() =>
      m.precisionScore(['a', 'b'], ['a', 'a'], { average: 'macro', zeroDivision: 1 }),
    );
    expect(value).toBe(0.75);
    expect(warnings).toEqual([]);
  });

  it('as NaN stay out of means (scikit-learn since 1.3)', () => {
    const options = { zeroDivision: Number.NaN } as const;
    expect(m.precisionScore(['a', 'b'], ['a', 'a'], { ...options, average: 'macro' })).toBe(0.5);
    expect(m.precisionScore(['a', 'b'], ['a', 'a'], { ...options, average: null })[1]).toBeNaN();
    expect(m.recallScore([0, 0], [0, 0], options)).toBeNaN();
    expect(m.f1Score([[0, 0]], [[0, 0]], { ...options, average: 'macro' })).toBeNaN();
  });

  it('weighted by no rows fall back to the plain mean', () => {
    const y = [
      [0, 0],
      [0, 0],
    ];
    const p = [
      [1, 0],
      [0, 0],
    ];
    expect(m.recallScore(y, p, { average: 'weighted', zeroDivision: 1 })).toBe(1);
  });

  it('warn once for a whole report', async () => {
    const { value } = await undefinedCase(() => m.classificationReport(['a', 'b'], ['a', 'a']));
    expect(value).toContain('accuracy');
  });

  it('of a class that neither list holds are 0, not those of the other class', async () => {
    const { value } = await undefinedCase(() => m.recallScore([0, 0], [0, 0]));
    expect(value).toBe(0);
  });
});

describe('classificationReport', () => {
  it('rounds ties to even digits, as Python does', () => {
    expect([0.125, 0.375, 0.625, 0.875, 1.5, 2.5].map((v) => fixed(v, 2))).toEqual([
      '0.12',
      '0.38',
      '0.62',
      '0.88',
      '1.50',
      '2.50',
    ]);
    expect([0.5, 1.5, 2.5, 0.4].map((v) => fixed(v, 0))).toEqual(['0', '2', '2', '0']);
    expect(fixed(0.005, 2)).toBe('0.01');
    expect(fixed(1.005, 2)).toBe('1.00');
    expect(fixed(Number.NaN, 2)).toBe('nan');
  });

  it('as an object is safe against odd names', () => {
    const report = m.classificationReport(['__proto__', 'b'], ['__proto__', 'b'], { outputDict: true });
    expect(Object.keys(report)).toContain('__proto__');
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect(report.accuracy).toBe(1);
  });
});

describe('agreement', () => {
  it('kappa of one label is undefined, and replaceable', async () => {
    const { value } = await undefinedCase(() => m.cohenKappaScore([1, 1], [1, 1]));
    expect(value).toBeNaN();
    const replaced = await undefinedCase(() => m.cohenKappaScore([1, 1], [1, 1], { replaceUndefinedBy: 0 }));
    expect(replaced.value).toBe(0);
  });

  it('balanced accuracy leaves out classes without true rows', async () => {
    const { value, message } = await undefinedCase(() => m.balancedAccuracyScore([0, 0], [0, 1]));
    expect(value).toBe(0.5);
    expect(message).toMatch(/balancedAccuracyScore: yPred holds classes that yTrue lacks/);
  });

  it('likelihood ratios are NaN where undefined, and replaceable', async () => {
    const perfect = await undefinedCase(() => m.classLikelihoodRatios([0, 1], [0, 1]));
    expect(perfect.value).toEqual({ positive: Number.NaN, negative: 0 });
    const none = await undefinedCase(() => m.classLikelihoodRatios([0, 0], [0, 1]));
    expect(none.value).toEqual({ positive: Number.NaN, negative: Number.NaN });
    const replaceUndefinedBy = { positive: Number.POSITIVE_INFINITY, negative: 0 };
    expect(m.classLikelihoodRatios([0, 1], [0, 1], { replaceUndefinedBy }).positive).toBe(
      Number.POSITIVE_INFINITY,
    );
    expect(m.classLikelihoodRatios([0, 1], [0, 1], { replaceUndefinedBy: 1 }).positive).toBe(1);
    expect(() =>
      m.classLikelihoodRatios([0, 1], [0, 1], { replaceUndefinedBy: { positive: 0, negative: 0 } }),
    ).toThrow(/replaceUndefinedBy/);
  });
});

describe("the astronomers' pair", () => {
  const y = ['QSO', 'QSO', 'QSO', 'STAR', 'GALAXY', 'STAR'];
  const p = ['QSO', 'QSO', 'STAR', 'QSO', 'GALAXY', 'STAR'];
  it('is recall and 1 - precision of the class', () => {
    const posLabel = 'QSO';
    expect(m.sampleCompleteness(y, p, { posLabel })).toBe(2 / 3);
    expect(m.sampleContamination(y, p, { posLabel })).toBe(1 / 3);
    const sampleWeight = [1, 2, 3, 4, 5, 6];
    expect(m.sampleCompleteness(y, p, { posLabel, sampleWeight })).toBe(0.5);
    expect(m.sampleContamination(y, p, { posLabel, sampleWeight })).toBe(4 / 7);
  });

  it('is NaN with a warning without members or selected rows', async () => {
    const lost = await undefinedCase(() => m.sampleCompleteness(['a', 'b'], ['a', 'c'], { posLabel: 'c' }));
    expect(lost.value).toBeNaN();
    const empty = await undefinedCase(() => m.sampleContamination(y, p.fill('STAR'), { posLabel: 'QSO' }));
    expect(empty.value).toBeNaN();
    const absent = await undefinedCase(() => m.sampleContamination(y, y, { posLabel: 'AGN' }));
    expect(absent.value).toBeNaN();
  });
});

describe('losses of probabilities', () => {
  // Functions and arguments newer than scikit-learn 1.2.1 are compared with their definitions.
  const y = ['a', 'b', 'c', 'b'];
  const proba = [
    [0.5, 0.25, 0.25],
    [0.25, 0.5, 0.25],
    [0, 0.25, 0.75],
    [0.5, 0.5, 0],
  ];
  const sampleWeight = [1, 2, 3, 4];

  it('Brier score of several classes is the mean squared distance', () => {
    const squares = [0.375, 0.375, 0.125, 0.5];
    expectClose(m.brierScoreLoss(y, proba), squares.reduce((a, b) => a + b) / 4);
    expectClose(m.brierScoreLoss(y, proba, { scaleByHalf: true }), squares.reduce((a, b) => a + b) / 8);
    expectClose(
      m.brierScoreLoss(y, proba, { sampleWeight }),
      squares.reduce((sum, s, i) => sum + s * sampleWeight[i], 0) / 10,
    );
  });

  it('Brier score of two columns is that of the second', () => {
    const two = [0.2, 0.9, 0.4];
    const columns = two.map((p) => [1 - p, p]);
    expectClose(m.brierScoreLoss([0, 1, 1], columns), m.brierScoreLoss([0, 1, 1], two));
    expectClose(
      m.brierScoreLoss([0, 1, 1], two, { scaleByHalf: false }),
      2 * m.brierScoreLoss([0, 1, 1], two),
    );
    expectClose(m.brierScoreLoss(['x', 'y', 'y'], two), m.brierScoreLoss([0, 1, 1], two));
    expectClose(m.brierScoreLoss([1, 1], [0.9, 0.7], {}), (0.01 + 0.09) / 2);
  });

  it('D2 scores compare with the class shares', () => {
    const shares = proba.map(() => [1 / 10, 6 / 10, 3 / 10]);
    const ratio = (loss: typeof m.logLoss) =>
      1 - loss(y, proba, { sampleWeight }) / loss(y, shares, { sampleWeight });
    expectClose(m.d2LogLossScore(y, proba, { sampleWeight }), ratio(m.logLoss), { rtol: 1e-12 });
    expectClose(m.d2BrierScore(y, proba, { sampleWeight }), ratio(m.brierScoreLoss), { rtol: 1e-12 });
    expect(m.d2BrierScore([0, 1, 1, 0], [0, 1, 1, 0])).toBe(1);
    expectClose(m.d2LogLossScore([0, 1], [0.5, 0.5]), 0);
  });

  it('D2 scores need two rows', async () => {
    const { value } = await undefinedCase(() => m.d2BrierScore([1], [0.9]));
    expect(value).toBeNaN();
    const log = await undefinedCase(() => m.d2LogLossScore([1], [0.9], { labels: [0, 1] }));
    expect(log.value).toBeNaN();
  });

  it('log loss keeps probabilities off 0 and 1 by the precision of numbers', () => {
    expectClose(m.logLoss([0, 1], [1, 0]), -Math.log(Number.EPSILON), { rtol: 1e-15 });
    expectClose(m.logLoss([0, 1], [0, 1]), Number.EPSILON, { rtol: 1e-3 });
  });

  it('log loss warns of rows that do not sum to 1 and of unsorted labels', async () => {
    const uneven = await collectWarnings(() =>
      m.logLoss(
        [0, 1],
        [
          [0.4, 0.4],
          [0.5, 0.5],
        ],
      ),
    );
    expect(uneven.warnings).toHaveLength(1);
    expect(uneven.warnings[0]).toBeInstanceOf(DataWarning);
    const unsorted = await collectWarnings(() => m.logLoss(['a', 'b'], [0.1, 0.9], { labels: ['b', 'a'] }));
    expect(unsorted.warnings).toHaveLength(1);
    expect(unsorted.value).toBe(m.logLoss(['a', 'b'], [0.1, 0.9]));
  });

  it('log loss finds absent classes through labels', () => {
    expectClose(
      m.logLoss(['b', 'b'], [0.75, 0.5], { labels: ['a', 'b'] }),
      -(Math.log(0.75) + Math.log(0.5)) / 2,
    );
  });

  it('hinge loss of one class uses the usual sides', () => {
    expect(m.hingeLoss([1, 1], [2, 0.5])).toBe(0.25);
    expect(m.hingeLoss([0, 0], [-2, 0.5])).toBe(0.75);
    expect(m.hingeLoss(['b'], [0.5], { labels: ['a', 'b'] })).toBe(0.5);
  });

  it('calibration takes any posLabel and leaves out empty bins', () => {
    const { probTrue, probPred } = m.calibrationCurve(['n', 'y', 'y'], [0.05, 0.95, 0.85], { posLabel: 'y' });
    expectClose(probTrue, [0, 1]);
    expectClose(probPred, [0.05, 0.9]);
    expect(() => m.calibrationCurve(['n', 'y'], [0, 1])).toThrow(/posLabel/);
    // A probability on an edge belongs to the bin below it.
    expectClose(m.calibrationCurve([0, 1], [0.5, 0.6], { nBins: 2 }).probTrue, [0, 1]);
  });
});

describe('properties', () => {
  const rows = fc.array(
    fc.record({
      t: fc.integer({ min: 0, max: 3 }),
      p: fc.integer({ min: 0, max: 3 }),
      w: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 30 },
  );
  type Rows = { t: number; p: number; w: number }[];
  type Metric = (t: number[], p: number[], sampleWeight?: number[]) => number | ArrayLike<number>;
  const quiet = { zeroDivision: 0 } as const;
  const metrics: [string, Metric, number][] = [
    ['accuracyScore', (t, p, sampleWeight) => m.accuracyScore(t, p, { sampleWeight }), 0],
    ['zeroOneLoss', (t, p, sampleWeight) => m.zeroOneLoss(t, p, { sampleWeight }), 0],
    ['hammingLoss', (t, p, sampleWeight) => m.hammingLoss(t, p, { sampleWeight }), 0],
    [
      'f1Score macro',
      (t, p, sampleWeight) =>
        m.f1Score(t, p, { ...quiet, average: 'macro', sampleWeight, labels: [0, 1, 2, 3] }),
      0,
    ],
    [
      'recallScore null',
      (t, p, sampleWeight) =>
        m.recallScore(t, p, { ...quiet, average: null, sampleWeight, labels: [0, 1, 2, 3] }),
      0,
    ],
    [
      'jaccardScore weighted',
      (t, p, sampleWeight) => m.jaccardScore(t, p, { ...quiet, average: 'weighted', sampleWeight }),
      0,
    ],
    ['matthewsCorrcoef', (t, p, sampleWeight) => m.matthewsCorrcoef(t, p, { sampleWeight }), -1],
    [
      'confusionMatrix',
      (t, p, sampleWeight) =>
        m.confusionMatrix(t, p, {
          sampleWeight,
          normalize: 'all',
          labels: [...new Set(t), ...[0, 1, 2, 3].filter((c) => !t.includes(c))].sort(),
        }).data,
      0,
    ],
  ];
  const columns = (list: Rows) => [list.map(({ t }) => t), list.map(({ p }) => p)] as const;

  it.each(metrics)('%s is bounded, blind to order, and weights are repetitions', (_, metric, least) => {
    fc.assert(
      fc.property(rows, (list) => {
        fc.pre(list.some(({ w }) => w > 0));
        const value = metric(...columns(list));
        for (const one of typeof value === 'number' ? [value] : Array.from(value)) {
          expect(one).toBeGreaterThanOrEqual(least - 1e-12);
          expect(one).toBeLessThanOrEqual(1 + 1e-12);
        }
        expectClose(metric(...columns([...list].reverse())), value, { rtol: 1e-12 });
        const repeated = list.flatMap((row) => Array.from({ length: row.w }, () => row));
        const present = list.filter(({ w }) => w > 0);
        const [t, p] = columns(present);
        expectClose(
          metric(
            t,
            p,
            present.map(({ w }) => w),
          ),
          metric(...columns(repeated)),
          { rtol: 1e-12 },
        );
      }),
    );
  });

  it('accuracy is micro recall, and balanced accuracy macro recall', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const [t, p] = columns(list);
        expectClose(m.recallScore(t, p, { average: 'micro' }), m.accuracyScore(t, p));
        const both = t.map((_, i) => t[i % t.length]);
        expectClose(m.balancedAccuracyScore(both, t), 1);
      }),
    );
  });

  it('several labels per row with one label each equal single labels', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const [t, p] = columns(list);
        const hot = (codes: number[]) => codes.map((c) => [0, 1, 2, 3].map((k) => (k === c ? 1 : 0)));
        for (const average of ['micro', 'macro', 'weighted', null] as const) {
          const options = { average, labels: [0, 1, 2, 3], zeroDivision: 0 } as const;
          expectClose(
            m.fbetaScore(hot(t), hot(p), { ...options, beta: 2 }),
            m.fbetaScore(t, p, { ...options, beta: 2 }),
          );
        }
        expectClose(m.accuracyScore(hot(t), hot(p)), m.accuracyScore(t, p));
        expectClose(2 * m.hammingLoss(hot(t), hot(p)), m.hammingLoss(t, p));
      }),
    );
  });
});
