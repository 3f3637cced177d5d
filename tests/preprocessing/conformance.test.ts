import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../src/core/matrix.js';
import type { Estimator } from '../../src/core/protocol.js';
import { setWarningHandler } from '../../src/core/warnings.js';
import { SimpleImputer } from '../../src/impute/index.js';
import * as preprocessing from '../../src/preprocessing/index.js';
import { installRegistry } from '../../src/registry/index.js';
import { checksFor, type EstimatorCase, runCheck } from '../../src/testing/index.js';

installRegistry();
// Small data make bins and quantiles warn, which is not what is tested here.
setWarningHandler(() => {});

const {
  KBinsDiscretizer,
  LabelBinarizer,
  LabelEncoder,
  MaxAbsScaler,
  MinMaxScaler,
  MultiLabelBinarizer,
  Normalizer,
  OneHotEncoder,
  OrdinalEncoder,
  PolynomialFeatures,
  PowerTransformer,
  QuantileTransformer,
  RobustScaler,
  StandardScaler,
} = preprocessing;

const rows = [
  ['a', 1],
  [null, 2],
  ['b', 1],
  ['a', Number.NaN],
];
const labels = ['b', 'a', 'c', 'a'];

/** Parameters that change what is computed, beyond the one case per estimator of the main suite. */
const cases: Record<string, EstimatorCase> = {
  'standard, deviation only': { make: () => new StandardScaler({ withMean: false }) },
  'standard, mean only': { make: () => new StandardScaler({ withStd: false }) },
  'min-max, clipped': { make: () => new MinMaxScaler({ featureRange: [-1, 3], clip: true }) },
  'max-abs, clipped': { make: () => new MaxAbsScaler({ clip: true }) },
  'robust, unit variance': { make: () => new RobustScaler({ quantileRange: [5, 90], unitVariance: true }) },
  'normalizer, l1': { make: () => new Normalizer({ norm: 'l1' }) },
  'normalizer, max': { make: () => new Normalizer({ norm: 'max' }) },
  'box-cox': { make: () => new PowerTransformer({ method: 'box-cox' }) },
  'yeo-johnson, not standardised': { make: () => new PowerTransformer({ standardize: false }) },
  'quantiles, normal': {
    make: () => new QuantileTransformer({ nQuantiles: 15, outputDistribution: 'normal' }),
  },
  'quantiles of drawn rows': {
    make: () => new QuantileTransformer({ nQuantiles: 15, subsample: 30, randomState: 1 }),
  },
  'interactions only': { make: () => new PolynomialFeatures({ degree: 3, interactionOnly: true }) },
  'bins of k-means': { make: () => new KBinsDiscretizer({ strategy: 'kmeans' }) },
  'bins at lower quantiles': {
    make: () => new KBinsDiscretizer({ nBins: 4, quantileMethod: 'inverted_cdf' }),
  },
  'one-hot of text': { make: () => new OneHotEncoder(), data: () => ({ X: rows, y: undefined }) },
  'one-hot, rare together': {
    make: () => new OneHotEncoder({ minFrequency: 2, handleUnknown: 'infrequent_if_exist' }),
    data: () => ({ X: rows, y: undefined }),
  },
  'ordinal of text': { make: () => new OrdinalEncoder(), data: () => ({ X: rows, y: undefined }) },
  'imputer, median': { make: () => new SimpleImputer({ strategy: 'median' }) },
  'label encoder': { make: () => new LabelEncoder() as unknown as Estimator, data: () => labelData(labels) },
  'label binarizer': {
    make: () => new LabelBinarizer() as unknown as Estimator,
    data: () => labelData(labels),
  },
  'multi-label binarizer': {
    make: () => new MultiLabelBinarizer() as unknown as Estimator,
    data: () => ({ X: [['a'], ['b', 'a']] as never, y: undefined }),
  },
};

function labelData(y: unknown): { X: Matrix; y: undefined } {
  // Target transformers take y in the place of X.
  return { X: y as Matrix, y: undefined };
}

describe.each(Object.entries(cases))('%s', (_, given) => {
  it.each(checksFor(given).map((check) => [check.name, check] as const))('%s', async (_name, check) => {
    const { outcome, message } = await runCheck(check, given);
    if (outcome === 'failed') expect.fail(message);
  });
});
