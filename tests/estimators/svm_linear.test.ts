import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { setWarningHandler } from '../../src/core/warnings.js';
import { LinearSVC, LinearSVR, l1MinC } from '../../src/estimators/svm/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';
import { svmData } from './svm_support.js';

interface Case {
  readonly type: 'LinearSVC' | 'LinearSVR';
  readonly data: string;
  readonly weighted: boolean;
  readonly options: Record<string, unknown>;
  readonly coef: number[][];
  readonly intercept: number[];
  readonly predict: number[];
}

const { scaledIris, cases } = loadFixture<{ scaledIris: number[][]; cases: Case[] }>('svm/linear');
const { targets } = loadFixture<{ targets: Record<string, number[]> }>('svm/singles');
const RENAMED: Record<string, string> = {
  class_weight: 'classWeight',
  fit_intercept: 'fitIntercept',
  intercept_scaling: 'interceptScaling',
  multi_class: 'multiClass',
};

setWarningHandler(() => {});

function problem(given: Case): { X: Matrix; y: number[]; weights: number[] | undefined } {
  const { X, y, weights } = svmData(given.data);
  const scaled = given.data === 'iris' ? Matrix.from2DArray(scaledIris) : X;
  return { X: scaled, y, weights: given.weighted ? weights : undefined };
}

/** What the machines minimise, written down from the definition. */
function objective(given: Case, coef: number[][], intercept: ArrayLike<number>): number {
  const { X, y, weights } = problem(given);
  const { C = 1, penalty, loss, epsilon = 0, intercept_scaling = 1, fit_intercept } = given.options;
  const { class_weight, multi_class } = given.options;
  const labels = [...new Set(y)].sort((a, b) => a - b);
  const counts = labels.map((label) => y.filter((other) => other === label).length);
  let total = 0;
  coef.forEach((w, c) => {
    const b = fit_intercept === false ? 0 : intercept[c] / Number(intercept_scaling);
    for (const value of [...w, b]) total += penalty === 'l1' ? Math.abs(value) : 0.5 * value * value;
  });
  const score = (i: number, c: number): number =>
    coef[c].reduce((sum, value, j) => sum + value * X.get(i, j), intercept[c]);
  for (let i = 0; i < X.rows; i++) {
    const weight = Number(C) * (weights?.[i] ?? 1);
    const label = labels.indexOf(y[i]);
    const ofClass = class_weight === 'balanced' ? X.rows / (labels.length * counts[label]) : 1;
    if (multi_class === 'crammer_singer') {
      const scores = coef.map((_, c) => score(i, c) + (c === label ? 0 : 1));
      total += weight * (Math.max(...scores) - scores[label]);
      continue;
    }
    for (let c = 0; c < coef.length; c++) {
      const positive = coef.length === 1 ? label === 1 : label === c;
      const excess =
        given.type === 'LinearSVR'
          ? Math.max(0, Math.abs(score(i, c) - targetOf(given)[i]) - Number(epsilon))
          : Math.max(0, 1 - (positive ? 1 : -1) * score(i, c));
      const linear = loss === 'hinge' || (given.type === 'LinearSVR' && loss === undefined);
      // Of several classes only the one that is told from the rest has its weight.
      total += weight * (positive || coef.length === 1 ? ofClass : 1) * (linear ? excess : excess * excess);
    }
  }
  return total;
}

let irisTargets: number[] | undefined;
function targetOf(given: Case): number[] {
  if (given.data !== 'iris') return targets[given.data];
  irisTargets ??= loadFixture<{ irisTargets: number[] }>('svm/linear').irisTargets;
  return irisTargets;
}

describe('linear machines reach the optimum of scikit-learn (LIBLINEAR)', () => {
  it.each(
    cases.map(
      (given) =>
        [`${given.type} ${given.data} ${given.weighted} ${JSON.stringify(given.options)}`, given] as const,
    ),
  )('%s', async (_name, given) => {
    const { X, y, weights } = problem(given);
    const options = Object.fromEntries(
      Object.entries(given.options).map(([key, value]) => [RENAMED[key] ?? key, value]),
    );
    const classes = { LinearSVC, LinearSVR };
    const model = new classes[given.type]({ tol: 1e-10, randomState: 0, maxIter: 200_000, ...options });
    await model.fit(X, given.type === 'LinearSVR' ? targetOf(given) : y, { sampleWeight: weights });
    const coef = model.coef instanceof Matrix ? model.coef.to2DArray() : [Array.from(model.coef)];
    const binaryCrammer = given.options['multi_class'] === 'crammer_singer' && coef.length === 1;
    if (!binaryCrammer) {
      // The order of the coordinates differs, so only the optimum is the same.
      const ours = objective(given, coef, model.intercept);
      expectClose([ours], [objective(given, given.coef, given.intercept)], { rtol: 1e-8 });
    }
    expectClose(coef, given.coef, { rtol: 1e-4, atol: 1e-5 });
    expectClose(model.intercept, given.intercept, { rtol: 1e-4, atol: 1e-5 });
    const predicted = Array.from((await (model as LinearSVR).predict(X)) as ArrayLike<number>).filter(
      (_, i) => i % 5 === 0,
    );
    expectClose(predicted, given.predict, { rtol: 1e-4, atol: 1e-4 });
  });
});

describe('linear machines refuse what they cannot solve', () => {
  it('names options that do not go together', () => {
    expect(() => new LinearSVC({ penalty: 'l1', loss: 'hinge' })).toThrow(/penalty/);
    expect(() => new LinearSVC({ loss: 'hinge', dual: false })).toThrow(/loss/);
    expect(() => new LinearSVR({ dual: false })).toThrow(/dual/);
  });

  it('asks for two classes', async () => {
    await expect(new LinearSVC().fit([[1], [2]], [3, 3])).rejects.toThrow(/two classes/);
  });
});

describe('l1MinC', () => {
  it('is where weights begin', async () => {
    const X = [[0], [1], [2]];
    // scikit-learn 1.2.1.
    expect(l1MinC(X, [0, 0, 1])).toBe(0.5);
    expect(l1MinC(X, [0, 1, 2])).toBeCloseTo(0.16666666666666666, 15);
    expect(l1MinC(X, [0, 1, 2], { loss: 'log', fitIntercept: false })).toBeCloseTo(0.6666666666666666, 15);
    expect(l1MinC(X, [0, 1, 1], { interceptScaling: 5 })).toBe(0.1);
    const { X: wine, y } = svmData('wine');
    const least = l1MinC(wine, y);
    const size = async (C: number): Promise<number> => {
      const model = await new LinearSVC({ penalty: 'l1', C, tol: 1e-8, randomState: 0 }).fit(wine, y);
      return [...model.coef.data, ...model.intercept].filter((w) => w !== 0).length;
    };
    expect(await size(0.99 * least)).toBe(0);
    expect(await size(1.05 * least)).toBeGreaterThan(0);
    expect(() => l1MinC([[1], [1]], [0, 1], { fitIntercept: false })).toThrow(/orthogonal/);
  });
});
