import { describe, expect, it } from 'vitest';
import { Pipeline } from '../../src/compose/index.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { loadIris } from '../../src/datasets/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import {
  fClassif,
  GenericUnivariateSelect,
  mutualInfoClassif,
  SelectFdr,
  SelectFpr,
  SelectFwe,
  SelectKBest,
  SelectPercentile,
  VarianceThreshold,
} from '../../src/feature_selection/index.js';
import { GridSearchCV } from '../../src/model_selection/index.js';
import { load, save } from '../../src/persistence/index.js';
import { installRegistry } from '../../src/registry/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

installRegistry();

interface Fixture {
  readonly noisy: number[][];
  readonly target: number[];
  readonly masks: Record<string, boolean[]>;
  readonly gaps: number[][];
  readonly variances: Record<string, { variances: number[]; support: boolean[] }>;
}

const { noisy, target, masks, gaps, variances } = loadFixture<Fixture>('feature_selection/univariate');
const varied = noisy.map((row) => row.slice(0, 40));

describe('univariate selection', () => {
  it.each(Object.keys(masks))('%s keeps the columns that scikit-learn keeps', async (name) => {
    const [rule, text] = name.split(' ');
    const number = Number(text);
    const makers: Record<string, () => SelectKBest> = {
      kBest: () => new SelectKBest({ k: text === 'all' ? 'all' : number }),
      percentile: () => new SelectPercentile({ percentile: number }) as unknown as SelectKBest,
      fpr: () => new SelectFpr({ alpha: number }) as unknown as SelectKBest,
      fdr: () => new SelectFdr({ alpha: number }) as unknown as SelectKBest,
      fwe: () => new SelectFwe({ alpha: number }) as unknown as SelectKBest,
      generic: () => new GenericUnivariateSelect({ mode: 'fdr', param: 0.1 }) as unknown as SelectKBest,
    };
    const selector = makers[rule]();
    const X = rule === 'kBest' || rule === 'percentile' ? noisy : varied;
    // The constant column makes the F test warn.
    const { value } = await collectWarnings(() => selector.fit(X, target));
    expect(value.getSupport()).toEqual(masks[name]);
  });

  it('gives scores, probabilities, names and the columns back', async () => {
    const { data, target: y, featureNames } = await loadIris();
    const named = data.withColumnNames(featureNames);
    const selector = new SelectKBest({ k: 2 });
    const X = await selector.fitTransform(named, y);
    expect(selector.scores).toEqual(fClassif(data, y).scores);
    expect(selector.pValues).toEqual(fClassif(data, y).pValues);
    expect(Array.from(selector.getSupport({ indices: true }))).toEqual([2, 3]);
    expect(selector.getFeatureNamesOut()).toEqual(featureNames.slice(2));
    expect(X.columnNames).toEqual(featureNames.slice(2));
    const back = await selector.inverseTransform(X);
    expect(back.to2DArray()[0]).toEqual([0, 0, data.get(0, 2), data.get(0, 3)]);
    await expect(selector.inverseTransform(data)).rejects.toThrow(/2 columns/);
  });

  it('is saved with a named score function; our own functions are known by their names', async () => {
    const { data, target: y } = await loadIris();
    const selector = new SelectKBest({ k: 1, scoreFunc: fClassif });
    expect(selector.params.scoreFunc).toBe('f_classif');
    const again = (await load(await save(await selector.fit(data, y)))) as unknown as SelectKBest;
    expect(again.getSupport()).toEqual(selector.getSupport());
    const own = new SelectKBest({ k: 1, scoreFunc: (X) => X.row(0) });
    expect((await own.fit(data, y)).getSupport()).toEqual([true, false, false, false]);
    expect(own.pValues).toBeNull();
    await expect(new SelectFpr({ scoreFunc: (X) => X.row(0) }).fit(data, y)).rejects.toThrow(/pValues/);
    await expect(new SelectKBest({ scoreFunc: () => [1] }).fit(data, y)).rejects.toThrow(/4 columns/);
  });

  it('hands options to the score function', async () => {
    const { data, target: y } = await loadIris();
    const selector = new SelectKBest({
      k: 1,
      scoreFunc: 'mutual_info_classif',
      scoreOptions: { randomState: 3, nNeighbors: 5 },
    });
    await selector.fit(data, y);
    expect(selector.scores).toEqual(await mutualInfoClassif(data, y, { randomState: 3, nNeighbors: 5 }));
    expect(() => new SelectKBest({ scoreOptions: { nNeighbors: 5 } })).toThrow(/nNeighbors/);
    expect(() => new GenericUnivariateSelect({ mode: 'fpr', param: 3 })).toThrow(/param/);
  });

  it('warns when nothing or too little is there', async () => {
    const { data, target: y } = await loadIris();
    const none = await collectWarnings(() => new SelectKBest({ k: 0 }).fitTransform(data, y));
    expect([none.value.rows, none.value.columns, none.warnings.length]).toEqual([150, 0, 1]);
    const many = await collectWarnings(() => new SelectKBest({ k: 9 }).fitTransform(data, y));
    expect([many.value.columns, many.warnings.length]).toEqual([4, 1]);
  });

  it('is searched over in a pipeline', async () => {
    const { data, target: y } = await loadIris();
    const search = new GridSearchCV(
      new Pipeline([
        ['select', new SelectKBest()],
        ['nb', new GaussianNB()],
      ]),
      { select__k: [1, 2, 4], select__scoreFunc: ['f_classif', 'chi2'] },
    );
    await search.fit(data, y);
    expect(search.bestScore).toBeGreaterThan(0.94);
  });
});

describe('VarianceThreshold', () => {
  it.each(Object.keys(variances))('threshold %s as scikit-learn', async (threshold) => {
    const selector = await new VarianceThreshold({ threshold: Number(threshold) }).fit(gaps);
    expectClose(selector.variances, variances[threshold].variances, { rtol: 1e-12, atol: 1e-15 });
    expect(selector.getSupport()).toEqual(variances[threshold].support);
  });

  it('sees exactly what is constant', async () => {
    const X = Array.from({ length: 100 }, (_, i) => [0.1, 1e8 + 0.1, 1e8 + (i % 2) * 1e-6]);
    const selector = await new VarianceThreshold().fit(X);
    expect(selector.getSupport()).toEqual([false, false, true]);
    await expect(new VarianceThreshold().fit([[1, 2]])).rejects.toThrow(/one row/);
  });
});
