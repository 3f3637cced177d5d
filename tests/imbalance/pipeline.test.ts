import { describe, expect, it } from 'vitest';
import { ColumnTransformer, FeatureUnion, makePipeline, Pipeline } from '../../src/compose/index.js';
import { Matrix } from '../../src/core/matrix.js';
import { fromPlain, toPlain } from '../../src/core/plain.js';
import { type Estimator, hasMethod } from '../../src/core/protocol.js';
import { RandomState } from '../../src/core/random.js';
import { tags } from '../../src/core/tags.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { KNeighborsClassifier } from '../../src/estimators/neighbors/index.js';
import { RandomOverSampler, RandomUnderSampler, SMOTE } from '../../src/imbalance/index.js';
import {
  crossValidate,
  crossValPredict,
  GridSearchCV,
  StratifiedKFold,
} from '../../src/model_selection/index.js';
import { StandardScaler } from '../../src/preprocessing/index.js';
import { installRegistry } from '../../src/registry/index.js';

installRegistry();

const FOLDS = 4;

/**
 * Rows that carry the fold they are tested in as one-hot columns after two columns of data: a synthetic row that
 * any row of fold f went into shows it in column 2 + f.
 */
function marked(): { X: Matrix; y: string[]; folds: { train: Int32Array; test: Int32Array }[] } {
  const random = new RandomState(3);
  const y = Array.from({ length: 120 }, (_, i) => (i % 5 === 0 ? 'qso' : 'star'));
  const X = Matrix.zeros(120, 2 + FOLDS);
  for (let i = 0; i < 120; i++) {
    X.set(i, 0, random.standardNormal() + (y[i] === 'qso' ? 1.5 : 0));
    X.set(i, 1, random.standardNormal());
  }
  const cv = new StratifiedKFold({ nSplits: FOLDS, shuffle: true, randomState: 1 });
  const folds = [...cv.split(X, y)];
  folds.forEach(({ test }, f) => {
    for (const i of test) X.set(i, 2 + f, 1);
  });
  return { X, y, folds };
}

interface Seen {
  readonly fitted: { X: Matrix; y: string[]; weight: ArrayLike<number> | undefined }[];
  readonly predicted: Matrix[];
}

/** A classifier that writes down which rows it is fitted on and asked about. */
function spy(seen: Seen, params: object = {}): Estimator {
  const inner = new GaussianNB(params);
  const estimator = {
    type: 'Spy',
    tags: tags('classifier', { sampleWeight: true }),
    isFitted: false,
    params: inner.params,
    classes: ['qso', 'star'],
    with: (changes: object) => spy(seen, { ...inner.params, ...changes }),
    async fit(X: Matrix, y: string[], options: { sampleWeight?: ArrayLike<number> }) {
      seen.fitted.push({ X, y, weight: options.sampleWeight });
      await inner.fit(X, y, options);
      return estimator;
    },
    async predict(X: Matrix) {
      seen.predicted.push(X);
      return inner.predict(X);
    },
    async score(X: Matrix, y: string[]) {
      seen.predicted.push(X);
      return inner.score(X, y);
    },
  };
  return estimator as unknown as Estimator;
}

const nothing = (): Seen => ({ fitted: [], predicted: [] });

/**
 * The rows that were asked about are the test rows of a fold, untouched; none of them, nor anything made of them, is
 * among the rows that the classifier had learned from; every fold had its turn.
 */
function expectNoLeak(seen: Seen, folds: { train: Int32Array; test: Int32Array }[], X: Matrix): void {
  const turns = new Array<number>(FOLDS).fill(0);
  seen.predicted.forEach((asked, call) => {
    const f = [...Array(FOLDS).keys()].findIndex((fold) => asked.get(0, 2 + fold) === 1);
    turns[f]++;
    expect(asked.data, `fold ${f}`).toEqual(X.takeRows(folds[f].test).data);
    const { X: learned, y } = seen.fitted[call];
    expect(
      learned.column(2 + f).every((cell) => cell === 0),
      `fold ${f}`,
    ).toBe(true);
    const qso = y.filter((label) => label === 'qso').length;
    expect(qso).toBe(y.length - qso);
  });
  expect(turns.every((count) => count === turns[0] && count > 0)).toBe(true);
}

describe('leak detector: resampled rows never reach a validation fold', () => {
  const samplers = [
    ['SMOTE', () => new SMOTE({ randomState: 0 })],
    ['RandomOverSampler', () => new RandomOverSampler({ randomState: 0 })],
    ['RandomOverSampler with scatter', () => new RandomOverSampler({ randomState: 0, shrinkage: 0 })],
    ['RandomUnderSampler', () => new RandomUnderSampler({ randomState: 0 })],
  ] as const;

  it.each(samplers)('crossValidate with %s', async (_, make) => {
    const { X, y, folds } = marked();
    const seen = nothing();
    const pipe = new Pipeline([
      ['sample', make()],
      ['clf', spy(seen)],
    ]);
    await crossValidate(pipe, X, y, { cv: folds });
    expect(seen.fitted).toHaveLength(FOLDS);
    expect(seen.predicted).toHaveLength(FOLDS);
    expectNoLeak(seen, folds, X);
  });

  it.each(samplers)('GridSearchCV with %s', async (_, make) => {
    const { X, y, folds } = marked();
    const seen = nothing();
    const pipe = new Pipeline([
      ['sample', make()],
      ['clf', spy(seen)],
    ]);
    const search = new GridSearchCV(pipe, { clf__varSmoothing: [1e-9, 1e-3] } as object, {
      cv: folds,
      refit: false,
    });
    await search.fit(X, y);
    expect(seen.fitted).toHaveLength(2 * FOLDS);
    expectNoLeak(seen, folds, X);
  });

  it('notices rows that were resampled before the split', async () => {
    const { X, y, folds } = marked();
    const seen = nothing();
    const resampled = await new SMOTE({ randomState: 0 }).fitResample(X, y);
    await crossValidate(spy(seen), resampled.X, resampled.y, { cv: new StratifiedKFold({ nSplits: FOLDS }) });
    expect(() => expectNoLeak(seen, folds, X)).toThrow(/fold \d/);
  });

  it('nested pipelines, and one prediction for each row in crossValPredict', async () => {
    const { X, y, folds } = marked();
    const seen = nothing();
    const pipe = new Pipeline([
      [
        'prep',
        new Pipeline([
          ['pass', 'passthrough'],
          ['smote', new SMOTE({ randomState: 0 })],
        ]),
      ],
      ['clf', spy(seen)],
    ]);
    const predicted = await crossValPredict(pipe, X, y, { cv: folds });
    expect(predicted).toHaveLength(y.length);
    expectNoLeak(seen, folds, X);
  });

  it('weights of the training rows go with them', async () => {
    const { X, y, folds } = marked();
    const seen = nothing();
    const sampleWeight = y.map((_, i) => 1 + i);
    const pipe = new Pipeline([
      ['sample', new RandomUnderSampler({ randomState: 0 })],
      ['clf', spy(seen)],
    ]);
    await crossValidate(pipe, X, y, { cv: folds, sampleWeight });
    const weightOf = new Map(sampleWeight.map((w, i) => [X.get(i, 0), w]));
    for (const { X: learned, weight } of seen.fitted) {
      expect(Array.from(weight as Float64Array)).toEqual(
        Array.from(learned.column(0), (x) => weightOf.get(x)),
      );
    }
  });
});

describe('a pipeline with samplers', () => {
  const { X, y } = marked();

  it('equals its steps done by hand', async () => {
    const pipe = await new Pipeline([
      ['scale', new StandardScaler()],
      ['smote', new SMOTE({ randomState: 7 })],
      ['knn', new KNeighborsClassifier()],
    ]).fit(X, y);
    const scaler = await new StandardScaler().fit(X);
    const resampled = await new SMOTE({ randomState: 7 }).fitResample(await scaler.transform(X), y);
    const knn = await new KNeighborsClassifier().fit(resampled.X, resampled.y);
    expect(resampled.y.length).toBe(192);
    expect((await pipe.predictProba(X)).data).toEqual(
      (await knn.predictProba(await scaler.transform(X))).data,
    );
    expect(await pipe.predict(X.takeRows([3, 1]))).toHaveLength(2);
    expect((pipe.namedSteps['smote'] as SMOTE).sampleIndices).toEqual(resampled.indices);
  });

  it('resamples wherever the sampler stands, several times too', async () => {
    const seen = nothing();
    const pipe = new Pipeline([
      ['under', new RandomUnderSampler({ samplingStrategy: { star: 60 }, randomState: 0 })],
      ['scale', new StandardScaler()],
      ['over', new SMOTE({ randomState: 0 })],
      ['clf', spy(seen)],
    ]);
    await pipe.fit(X, y);
    expect(seen.fitted[0].y).toHaveLength(120);
    expect(await pipe.score(X, y)).toBeGreaterThan(0.5);
    expect(seen.predicted[0].rows).toBe(120);
  });

  it('that ends in a sampler or a transformer resamples and transforms', async () => {
    const sampling = new Pipeline([
      ['scale', new StandardScaler()],
      ['smote', new SMOTE({ randomState: 0 })],
    ]);
    expect(hasMethod(sampling, 'fitResample')).toBe(true);
    expect(hasMethod(sampling, 'predict')).toBe(false);
    const result = await sampling.fitResample(X, y, { sampleWeight: y.map(() => 2) });
    expect((result.X as Matrix).rows).toBe(192);
    expect(Array.from(result.sampleWeight as Float64Array).every((w) => w === 2)).toBe(true);
    expect(result.indices).toHaveLength(192);
    // Afterwards it only transforms: one row for each row.
    expect((await sampling.transform(X)).rows).toBe(120);
    const around = makePipeline(new RandomOverSampler({ randomState: 0 }), new StandardScaler());
    expect((await around.fitResample(X, y)).y).toHaveLength(192);
    const direct = await around.fitTransform(X, y);
    expect(direct.rows).toBe(120);
    expect(direct.data).toEqual((await around.transform(X)).data);
  });

  it('composes the indices of several samplers', async () => {
    const twice = new Pipeline([
      ['under', new RandomUnderSampler({ samplingStrategy: { star: 60 }, randomState: 0 })],
      ['over', new RandomOverSampler({ randomState: 1 })],
    ]);
    const { X: rows, indices } = await twice.fitResample(X, y);
    expect((rows as Matrix).data).toEqual(X.takeRows(indices as Int32Array).data);
  });

  it('without a sampler has no fitResample, and one before a classifier neither', () => {
    expect(hasMethod(makePipeline(new StandardScaler()), 'fitResample')).toBe(false);
    expect(hasMethod(makePipeline(new SMOTE(), new GaussianNB()), 'fitResample')).toBe(false);
  });

  it('inside a union or a column transformer changes no number of rows', async () => {
    const part = makePipeline(new RandomOverSampler({ randomState: 0 }), new StandardScaler());
    const union = await new FeatureUnion([['part', part]]).fitTransform(X, y);
    expect(union.rows).toBe(120);
    const columns = new ColumnTransformer([['part', part, [0, 1]]]);
    expect((await columns.fitTransform(X, y)).rows).toBe(120);
  });

  it('refuses a sampler that drops the weights, or returns fewer labels than rows', async () => {
    const forgetful = (lost: number): Estimator => {
      const estimator = {
        type: 'Forgetful',
        params: {},
        tags: tags('sampler'),
        isFitted: true,
        with: () => estimator,
        fit: async () => estimator,
        fitResample: async (data: Matrix, labels: string[]) => ({ X: data, y: labels.slice(lost) }),
      };
      return estimator as unknown as Estimator;
    };
    const pipe = new Pipeline([
      ['odd', forgetful(0)],
      ['nb', new GaussianNB()],
    ]);
    const sampleWeight = y.map(() => 1);
    await expect(pipe.fit(X, y, { sampleWeight })).rejects.toThrow(
      "step 'odd' (Forgetful) returns no weights",
    );
    await pipe.fit(X, y);
    await expect(
      new Pipeline([
        ['odd', forgetful(3)],
        ['nb', new GaussianNB()],
      ]).fit(X, y),
    ).rejects.toThrow('120 rows and 117 labels');
  });

  it('is saved and restored with its samplers', async () => {
    const pipe = await makePipeline(new SMOTE({ randomState: 0 }), new GaussianNB()).fit(X, y);
    const copy = (await fromPlain(structuredClone(toPlain(pipe)))) as typeof pipe;
    expect(await copy.predict(X)).toEqual(await pipe.predict(X));
  });

  it('stops when aborted, and keeps the earlier model', async () => {
    const pipe = makePipeline(new SMOTE({ randomState: 0 }), new GaussianNB());
    await pipe.fit(X, y);
    const before = pipe.fitted;
    const controller = new AbortController();
    const stopped = pipe.fit(X, y, { signal: controller.signal, onProgress: () => controller.abort() });
    await expect(stopped).rejects.toThrow('aborted');
    expect(pipe.fitted).toBe(before);
  });
});
