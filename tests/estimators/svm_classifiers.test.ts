import { describe, expect, it } from 'vitest';
import { setWarningHandler } from '../../src/core/warnings.js';
import { NuSVC, SVC } from '../../src/estimators/svm/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';
import { everyNth, svmData } from './svm_support.js';

interface Case {
  readonly type: 'SVC' | 'NuSVC';
  readonly data: string;
  readonly weighted: boolean;
  readonly options: Record<string, unknown>;
  readonly support: number[];
  readonly nSupport: number[];
  readonly intercept: number[];
  readonly dualCoef: number[];
  readonly nIter: number[];
  readonly predict: number[];
  readonly every: number;
  readonly ovo: number[] | number[][];
  readonly ovr: number[] | number[][];
}

const { cases } = loadFixture<{ cases: Case[] }>('svm/classifiers');
const classes = { SVC, NuSVC };
const RENAMED: Record<string, string> = {
  class_weight: 'classWeight',
  break_ties: 'breakTies',
  max_iter: 'maxIter',
};

setWarningHandler(() => {});

describe('kernel classifiers stand where scikit-learn (LIBSVM) stands', () => {
  it.each(cases.map((given) => [`${given.type} ${given.data} ${JSON.stringify(given.options)}`, given]))(
    '%s',
    async (_name, given) => {
      const { type, data, weighted, options } = given as Case;
      const { X, y, weights } = svmData(data);
      const params = Object.fromEntries(
        Object.entries(options).map(([key, value]) => [RENAMED[key] ?? key, value]),
      );
      const model = new classes[type](params);
      await model.fit(X, y, weighted ? { sampleWeight: weights } : {});
      const expected = given as Case;
      expect(Array.from(model.nIter)).toEqual(expected.nIter);
      expect(Array.from(model.support)).toEqual(expected.support);
      expect(Array.from(model.nSupport)).toEqual(expected.nSupport);
      expect(await model.predict(X)).toEqual(expected.predict);
      // The path of the solver is the same, so only rounding differs.
      expectClose(model.intercept, expected.intercept, { rtol: 1e-6, atol: 1e-6 });
      const sums = model.dualCoef.to2DArray().map((row) => row.reduce((a, b) => a + b, 0));
      expectClose(sums, expected.dualCoef, { rtol: 1e-6, atol: 1e-5 });
      const some = everyNth(X, expected.every);
      const ovr = await model.decisionFunction(some);
      const ovo = await classes[type]
        .fromParams({ ...params, breakTies: false, decisionFunctionShape: 'ovo' })
        .restore(model.fitted);
      const pairs = await (ovo as SVC).decisionFunction(some.takeRows([...expected.ovo.keys()]));
      expectClose(pairs, expected.ovo, { rtol: 1e-6, atol: 1e-6 });
      const head = ovr instanceof Float64Array ? ovr.slice(0, 10) : ovr.takeRows([...Array(10).keys()]);
      expectClose(head, expected.ovr, { rtol: 1e-6, atol: 1e-6 });
    },
  );
});
