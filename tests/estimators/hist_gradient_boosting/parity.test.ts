import { describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import {
  HistGradientBoostingClassifier,
  HistGradientBoostingRegressor,
} from '../../../src/estimators/ensemble/index.js';
import { fitBins } from '../../../src/estimators/tree/binning.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

// The fixtures are scikit-learn 1.9's: its bins are other quantiles than those of earlier versions, and it alone has
// maxFeatures, validation data and categories of any value.
interface Data {
  readonly train: number;
  readonly inputs: Record<string, number[]>;
  readonly targets: Record<string, number[]>;
  readonly weights: number[];
  readonly binning: { maxBins: number; weighted: boolean; thresholds: number[][] }[];
}
interface Case {
  readonly input: string;
  readonly target: string;
  readonly params: Record<string, unknown>;
  readonly weighted: boolean;
  readonly nIter: number;
  readonly leaves: number;
  readonly output: number[];
  readonly trainScore: number[];
  readonly validationScore: number[];
}

const COLUMNS = 5;
const data = loadFixture<Data>('hist_gradient_boosting/data');
const inputs = Object.fromEntries(
  Object.entries(data.inputs).map(([name, cells]) => [name, Matrix.of(Float64Array.from(cells), COLUMNS)]),
);
const rows = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const training = rows(0, data.train);
const rest = rows(data.train, data.weights.length);

/** `max_leaf_nodes` -> `maxLeafNodes`. */
const camel = (name: string): string =>
  name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());

function paramsOf({ params }: Case): Record<string, unknown> {
  const given = Object.entries(params).map(([name, value]) => [camel(name), value]);
  return { maxIter: 12, ...Object.fromEntries(given) };
}

function titleOf({ input, target, params, weighted }: Case): string {
  return `${input} ${target} ${JSON.stringify(params)}${weighted ? ' weighted' : ''}`;
}

async function check(
  given: Case,
  model: HistGradientBoostingClassifier | HistGradientBoostingRegressor,
  outputOf: (X: Matrix) => Promise<Float64Array | Matrix>,
): Promise<void> {
  const X = inputs[given.input];
  const y = data.targets[given.target];
  const sampleWeight = given.weighted ? training.map((i) => data.weights[i]) : undefined;
  await model.fit(
    X.takeRows(training),
    training.map((i) => y[i]),
    { sampleWeight },
  );
  expect(model.nIter).toBe(given.nIter);
  expect(model.fitted?.model.trees.flags.filter((flag) => flag === 2).length).toBe(given.leaves);
  // Gradients are kept in single precision on both sides, so one last bit of exp moves a leaf by 1e-8.
  const close = { rtol: 1e-6, atol: 1e-7 };
  const output = await outputOf(X.takeRows(rest));
  expectClose(output instanceof Matrix ? output.data : output, given.output, { ...close, what: 'output' });
  expectClose(model.trainScore, given.trainScore, { ...close, what: 'trainScore' });
  expectClose(model.validationScore, given.validationScore, { ...close, what: 'validationScore' });
}

describe('HistGradientBoostingRegressor predicts what scikit-learn does', () => {
  for (const given of loadFixture<{ cases: Case[] }>('hist_gradient_boosting/regressors').cases) {
    it(titleOf(given), async () => {
      const model = new HistGradientBoostingRegressor(paramsOf(given));
      await check(given, model, (X) => model.predict(X));
    });
  }
});

describe('HistGradientBoostingClassifier decides what scikit-learn does', () => {
  for (const given of loadFixture<{ cases: Case[] }>('hist_gradient_boosting/classifiers').cases) {
    it(titleOf(given), async () => {
      const model = new HistGradientBoostingClassifier(paramsOf(given));
      await check(given, model, (X) => model.decisionFunction(X));
    });
  }
});

describe('bins', () => {
  for (const { maxBins, weighted, thresholds } of data.binning) {
    it(`equal scikit-learn's: ${maxBins}${weighted ? ', weighted' : ''}`, () => {
      const found = fitBins(inputs['holes'].takeColumns([0, 4]), {
        maxBins,
        sampleWeight: weighted ? Float64Array.from(data.weights) : undefined,
      });
      thresholds.forEach((expected, j) => {
        expectClose(found.thresholds[j], expected, { rtol: 0, atol: 0 });
      });
    });
  }
});
