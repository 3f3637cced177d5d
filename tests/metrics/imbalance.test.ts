import { describe, expect, it } from 'vitest';
import type { Label } from '../../src/core/labels.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { computeClassWeight, computeSampleWeight, makeImbalance } from '../../src/imbalance/index.js';
import {
  accuracyScore,
  classificationReportImbalanced,
  completenessAtContaminationScore,
  f1Score,
  geometricMeanScore,
  macroAveragedMeanAbsoluteError,
  makeIndexBalancedAccuracy,
  partialRocAucScore,
  precisionAtCompletenessScore,
  precisionScore,
  prevalenceCorrectedPrecisionScore,
  recallScore,
  rocAucScore,
  sensitivityScore,
  sensitivitySpecificitySupport,
  specificityScore,
} from '../../src/metrics/index.js';
import { crossValScore, type ScorerName } from '../../src/model_selection/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Measured {
  yTrue: Label[];
  yPred: Label[];
  averages: {
    average: 'micro' | 'macro' | 'weighted' | 'binary' | null;
    sensitivity: number | number[];
    specificity: number | number[];
    support: number[] | null;
    geometricMean: number | number[];
  }[];
  multiclass: number;
  corrected: number;
  iba: number;
  ibaPerClass: number[];
  ibaMacroF1: number;
  ibaAccuracy: number | null;
  report: string;
  report4: string;
  mamae: number | null;
}

const fixture = loadFixture<{
  sets: Record<string, Measured>;
  areas: { y: number[]; scores: number[]; maxFpr: [number, number][] };
  classWeights: Record<string, number[]> & { words: string[]; several: number[][] };
  makeImbalance: { X: number[][]; y: number[]; newX: number[][]; newY: number[] };
}>('metrics/imbalance');

/** Sums of whole numbers divided once, then a root: a few units in the last place. */
const EXACT = { rtol: 1e-14, atol: 1e-15 };

describe.each(Object.entries(fixture.sets))('parity with imbalanced-learn on %s', (_, given) => {
  const { yTrue, yPred } = given;

  it.each(given.averages)('average $average', (row) => {
    const { average } = row;
    const { sensitivity, specificity, support } = sensitivitySpecificitySupport(yTrue, yPred, { average });
    expectClose(sensitivity as Float64Array, row.sensitivity, EXACT);
    expectClose(specificity as Float64Array, row.specificity, EXACT);
    if (average === null) expectClose(support as unknown as Float64Array, row.support as number[], EXACT);
    else expect(support).toBeNull();
    expectClose(sensitivityScore(yTrue, yPred, { average }), row.sensitivity, EXACT);
    expectClose(specificityScore(yTrue, yPred, { average }), row.specificity, EXACT);
    expectClose(geometricMeanScore(yTrue, yPred, { average }), row.geometricMean, EXACT);
  });

  it('geometric mean of all classes and index balanced accuracy', () => {
    // The mean of logarithms.
    const log = { rtol: 1e-12, atol: 1e-15 };
    expectClose(geometricMeanScore(yTrue, yPred), given.multiclass, log);
    expectClose(geometricMeanScore(yTrue, yPred, { correction: 0.001 }), given.corrected, log);
    expectClose(makeIndexBalancedAccuracy()(geometricMeanScore)(yTrue, yPred), given.iba, log);
    const perClass = makeIndexBalancedAccuracy({ alpha: 0.3, squared: false })(geometricMeanScore);
    expectClose(perClass(yTrue, yPred, { average: null }), given.ibaPerClass, EXACT);
    const macro = makeIndexBalancedAccuracy({ alpha: 0.2 })(f1Score);
    expectClose(macro(yTrue, yPred, { average: 'macro' }), given.ibaMacroF1, EXACT);
    if (given.ibaAccuracy !== null)
      expectClose(makeIndexBalancedAccuracy()(accuracyScore)(yTrue, yPred), given.ibaAccuracy, EXACT);
  });

  it('the report, letter for letter', async () => {
    const { value } = await collectWarnings(() => classificationReportImbalanced(yTrue, yPred));
    expect(value).toBe(given.report);
    const more = await collectWarnings(() =>
      classificationReportImbalanced(yTrue, yPred, { digits: 4, alpha: 0.5 }),
    );
    expect(more.value).toBe(given.report4);
  });

  it('macro-averaged mean absolute error', () => {
    if (given.mamae !== null) expectClose(macroAveragedMeanAbsoluteError(yTrue, yPred), given.mamae, EXACT);
    else expect(() => macroAveragedMeanAbsoluteError(yTrue, yPred)).toThrow('must hold numbers');
  });
});

describe('weights', () => {
  const { yTrue, yPred } = fixture.sets['three'];
  const sampleWeight = yTrue.map((_, i) => i % 4);
  const rows = sampleWeight.flatMap((w, i) => new Array<number>(w).fill(i));
  const [t, p] = [rows.map((i) => yTrue[i]), rows.map((i) => yPred[i])];

  // imbalanced-learn mixes weighted with unweighted counts in the specificity; here weight 2 is two rows.
  it('count as repetition', () => {
    const weighted = sensitivitySpecificitySupport(yTrue, yPred, { sampleWeight });
    const repeated = sensitivitySpecificitySupport(t, p);
    expectClose(weighted.specificity, repeated.specificity, EXACT);
    expectClose(weighted.sensitivity, repeated.sensitivity, EXACT);
    expectClose(geometricMeanScore(yTrue, yPred, { sampleWeight }), geometricMeanScore(t, p), EXACT);
    expectClose(
      macroAveragedMeanAbsoluteError(yTrue, yPred, { sampleWeight }),
      macroAveragedMeanAbsoluteError(t, p),
      EXACT,
    );
    expect(classificationReportImbalanced(yTrue, yPred, { sampleWeight })).toBe(
      classificationReportImbalanced(t, p),
    );
  });

  it('of fractions show in the support', () => {
    const report = classificationReportImbalanced([0, 1], [0, 1], { sampleWeight: [0.25, 1.5] });
    expect(report).toContain('0.25');
    const { classes, average } = classificationReportImbalanced([0, 1], [0, 1], {
      sampleWeight: [0.25, 1.5],
      outputDict: true,
    });
    expect(classes['1']).toEqual({ pre: 1, rec: 1, spe: 1, f1: 1, geo: 1, iba: 1, sup: 1.5 });
    expect(average.sup).toBe(1.75);
  });
});

describe('rates without rows', () => {
  it('count as 0 with one warning, or as zeroDivision says', async () => {
    const { value, warnings } = await collectWarnings(() =>
      sensitivitySpecificitySupport([0, 0], [0, 1], { labels: [0, 1] }),
    );
    expect(Array.from(value.sensitivity)).toEqual([0.5, 0]);
    expect(Array.from(value.specificity)).toEqual([0, 0.5]);
    expect(warnings).toHaveLength(1);
    expect(sensitivityScore([0, 0], [0, 1], { posLabel: 1, zeroDivision: 1 })).toBe(1);
    expect(sensitivityScore([0, 0], [0, 1], { average: 'macro', zeroDivision: Number.NaN })).toBe(0.5);
  });

  it('are refused by name when options are wrong', () => {
    expect(() => specificityScore([0, 1], [0, 1], { avrage: 'macro' } as object)).toThrow("'average'");
    expect(() => geometricMeanScore([0, 1], [0, 1], { correction: -1 })).toThrow("'correction'");
    expect(() => geometricMeanScore(['a', 'b', 'c'], ['a', 'b', 'c'], { average: 'binary' })).toThrow(
      'average',
    );
    expect(() => makeIndexBalancedAccuracy({ alpha: Number.NaN })).toThrow("'alpha'");
    expect(() => classificationReportImbalanced([0, 1], [0, 1], { targetNames: ['a'] })).toThrow(
      'targetNames',
    );
    expect(() => classificationReportImbalanced([0, 1], [0, 1], { digits: 1.5 })).toThrow("'digits'");
  });
});

describe('partial area', () => {
  const { y, scores, maxFpr } = fixture.areas;

  it('equals the standardised area of scikit-learn', () => {
    for (const [limit, expected] of maxFpr) {
      expectClose(partialRocAucScore(y, scores, { maxFpr: limit }), expected, { rtol: 1e-12, atol: 1e-15 });
      expectClose(rocAucScore(y, scores, { maxFpr: limit }), expected, { rtol: 1e-12, atol: 1e-15 });
    }
  });

  it('with a least completeness is the part above it', () => {
    const whole = partialRocAucScore(y, scores, { maxFpr: 0.5, standardize: false });
    const above = partialRocAucScore(y, scores, { maxFpr: 0.5, minTpr: 0.4, standardize: false });
    // By hand: the curve cut into thin strips.
    let below = 0;
    for (let i = 0; i < 20000; i++) {
      const x = (0.5 * (i + 0.5)) / 20000;
      below += Math.min(0.4, curveAt(y, scores, x)) * (0.5 / 20000);
    }
    expectClose(above, whole - below, { atol: 1e-6 });
    expect(partialRocAucScore([0, 0, 1, 1], [1, 2, 3, 4], { minTpr: 0.5 })).toBe(1);
    expect(partialRocAucScore(['q', 's'], [0.2, 0.8], { posLabel: 's' })).toBe(1);
    expect(() => partialRocAucScore(y, scores, { maxFpr: 0 })).toThrow("'maxFpr'");
    expect(() => partialRocAucScore(y, scores, { minTpr: 1 })).toThrow("'minTpr'");
  });
});

function curveAt(y: number[], scores: number[], x: number): number {
  const positives = y.reduce((a, b) => a + b, 0);
  const cuts = [...new Set(scores)].sort((a, b) => b - a);
  let [x0, y0] = [0, 0];
  for (const cut of cuts) {
    const chosen = y.filter((_, i) => scores[i] >= cut);
    const tp = chosen.reduce((a, b) => a + b, 0);
    const [x1, y1] = [(chosen.length - tp) / (y.length - positives), tp / positives];
    if (x <= x1 && x1 > x0) return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
    [x0, y0] = [x1, y1];
  }
  return 1;
}

describe('selection at a fixed quality', () => {
  it('is the best over all thresholds', () => {
    const { y, scores } = fixture.areas;
    let best = 0;
    let complete = 0;
    for (const cut of new Set(scores)) {
      const predicted = scores.map((s) => (s >= cut ? 1 : 0));
      if (recallScore(y, predicted) >= 0.8) best = Math.max(best, precisionScore(y, predicted));
      if (1 - precisionScore(y, predicted) <= 0.4) complete = Math.max(complete, recallScore(y, predicted));
    }
    expectClose(precisionAtCompletenessScore(y, scores, { completeness: 0.8 }), best, EXACT);
    expectClose(completenessAtContaminationScore(y, scores, { contamination: 0.4 }), complete, EXACT);
    expect(() => precisionAtCompletenessScore(y, scores, { completeness: 2 })).toThrow("'completeness'");
  });
});

describe('precision at another prevalence', () => {
  const { yTrue, yPred } = fixture.sets['words'];

  it('is that of rows weighted to that mix', () => {
    const counts = new Map<Label, number>();
    for (const label of yTrue) counts.set(label, (counts.get(label) ?? 0) + 1);
    const prevalence = { galaxy: 0.2, qso: 0.01, star: 0.79 } as Record<string, number>;
    const sampleWeight = yTrue.map((label) => prevalence[label as string] / (counts.get(label) as number));
    expectClose(
      prevalenceCorrectedPrecisionScore(yTrue, yPred, { posLabel: 'qso', prevalence }),
      precisionScore(yTrue, yPred, { labels: ['qso'], average: 'macro', sampleWeight }),
      { rtol: 1e-12 },
    );
    const own = (counts.get('qso') as number) / yTrue.length;
    expectClose(
      prevalenceCorrectedPrecisionScore(yTrue, yPred, { posLabel: 'qso', prevalence: own }),
      precisionScore(yTrue, yPred, { labels: ['qso'], average: 'macro' }),
      { rtol: 1e-12 },
    );
  });

  it('refuses shares that are none', async () => {
    const ask = (prevalence: never) => () =>
      prevalenceCorrectedPrecisionScore(yTrue, yPred, { posLabel: 'qso', prevalence });
    expect(ask(0 as never)).toThrow('above 0 and below 1');
    expect(ask({ qso: 0.1, star: 0.2 } as never)).toThrow('add up to 1');
    expect(ask({ quasar: 1 } as never)).toThrow('names class "quasar"');
    expect(ask({ qso: -1, star: 2 } as never)).toThrow('must be a number >= 0');
    const none = await collectWarnings(() =>
      prevalenceCorrectedPrecisionScore([0, 1], [0, 0], { prevalence: 0.1 }),
    );
    expect(none.value).toBe(0);
    expect(none.warnings).toHaveLength(1);
  });
});

describe('class weights', () => {
  const given = fixture.classWeights;
  const y = given['y'];

  it('equal those of scikit-learn', () => {
    expectClose(computeClassWeight('balanced', { classes: [2, 0, 1], y }), given['balanced'], EXACT);
    expectClose(computeClassWeight({ 0: 3, 2: 0.5 }, { classes: [0, 1, 2], y }), given['record'], EXACT);
    expectClose(computeClassWeight(null, { classes: [0, 1, 2], y }), given['none'], EXACT);
    expectClose(computeSampleWeight('balanced', y), given['sample'], EXACT);
    expectClose(computeSampleWeight({ 0: 2, 1: 1, 2: 5 }, y), given['sampleRecord'], EXACT);
    const indices = [0, 1, 3, 3, 4];
    expectClose(computeSampleWeight('balanced', y, { indices }), given['sampleIndices'], EXACT);
    expectClose(computeSampleWeight('balanced', given.words), given['sampleWords'], EXACT);
    expectClose(computeSampleWeight('balanced', given.several), given['sampleSeveral'], EXACT);
    const list: Record<string, number>[] = [
      { 0: 2, 1: 3 },
      { 1: 1, 2: 4 },
    ];
    expectClose(computeSampleWeight(list, given.several), given['sampleSeveralList'], EXACT);
  });

  it('count weights where they are given, and say what is wrong', () => {
    const sampleWeight = [2, 1, 1];
    const classes = ['a', 'b'];
    expectClose(
      computeClassWeight('balanced', { classes, y: ['a', 'b', 'b'], sampleWeight }),
      computeClassWeight('balanced', { classes, y: ['a', 'a', 'b', 'b'] }),
      EXACT,
    );
    expect(() => computeClassWeight('balanced', { classes: ['a'], y: ['a', 'b'] })).toThrow('lacks "b"');
    expect(() => computeClassWeight('balanced', { classes: ['a', 'z'], y: ['a'] })).toThrow(
      'none of class "z"',
    );
    expect(() => computeClassWeight('even' as never, { classes: ['a'], y: ['a'] })).toThrow("'balanced'");
    expect(() => computeSampleWeight({ a: 1 }, ['a'], { indices: [0] })).toThrow("'indices'");
    expect(() => computeSampleWeight(['balanced'], [[1, 2]])).toThrow('one entry for each');
  });
});

describe('makeImbalance', () => {
  const { X, y, newX, newY } = fixture.makeImbalance;

  it('keeps the rows that imbalanced-learn keeps', () => {
    const result = makeImbalance(X, y, { samplingStrategy: { 0: 4, 2: 7 }, randomState: 3 });
    expect(result.X).toEqual(newX);
    expect(result.y).toEqual(newY);
    const called = makeImbalance(X, y, {
      samplingStrategy: () =>
        new Map([
          [0, 4],
          [2, 7],
        ]),
      randomState: 3,
    });
    expect(called.indices).toEqual(result.indices);
  });

  it('says which class is asked for too much', () => {
    expect(() => makeImbalance(X, y, { samplingStrategy: { 1: 11 } })).toThrow(
      '11 rows of class 1, which has 10',
    );
    expect(() => makeImbalance(X, y, { samplingStrategy: { 3: 1 } })).toThrow('names class "3"');
    expect(() => makeImbalance(X, y, {} as never)).toThrow("'samplingStrategy'");
  });
});

describe('scorers', () => {
  it.each([
    'sensitivity_macro',
    'specificity_macro',
    'geometric_mean',
    'index_balanced_accuracy',
    'neg_macro_averaged_mean_absolute_error',
    'partial_roc_auc',
    'precision_at_completeness',
    'completeness_at_contamination',
  ] satisfies ScorerName[])('%s', async (scoring) => {
    const y = Array.from({ length: 60 }, (_, i) => (i % 4 === 0 ? 1 : 0));
    const X = y.map((label, i) => [label + Math.sin(i), Math.cos(3 * i)]);
    const scores = await crossValScore(new GaussianNB(), X, y, { cv: 3, scoring });
    expect(scores.every(Number.isFinite)).toBe(true);
  });
});
