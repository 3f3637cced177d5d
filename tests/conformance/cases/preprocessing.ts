import {
  Binarizer,
  FunctionTransformer,
  KBinsDiscretizer,
  MaxAbsScaler,
  MinMaxScaler,
  Normalizer,
  OneHotEncoder,
  OrdinalEncoder,
  PolynomialFeatures,
  PowerTransformer,
  QuantileTransformer,
  RobustScaler,
  SplineTransformer,
  StandardScaler,
  TargetEncoder,
} from '../../../src/preprocessing/index.js';
import type { preprocessing } from '../../../src/registry/preprocessing.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof preprocessing> = {
  Binarizer: [{ make: () => new Binarizer({ threshold: 6 }) }],
  FunctionTransformer: [{ make: () => new FunctionTransformer({ featureNamesOut: 'one-to-one' }) }],
  KBinsDiscretizer: [
    { make: () => new KBinsDiscretizer({ nBins: 3, encode: 'ordinal' }) },
    { make: () => new KBinsDiscretizer({ nBins: 3, encode: 'onehot-dense', strategy: 'uniform' }) },
  ],
  MaxAbsScaler: [{ make: () => new MaxAbsScaler() }],
  MinMaxScaler: [{ make: () => new MinMaxScaler() }],
  Normalizer: [{ make: () => new Normalizer() }],
  OneHotEncoder: [{ make: () => new OneHotEncoder({ handleUnknown: 'ignore' }) }],
  OrdinalEncoder: [
    { make: () => new OrdinalEncoder({ handleUnknown: 'use_encoded_value', unknownValue: -1 }) },
  ],
  PolynomialFeatures: [{ make: () => new PolynomialFeatures() }],
  PowerTransformer: [{ make: () => new PowerTransformer() }],
  QuantileTransformer: [{ make: () => new QuantileTransformer({ nQuantiles: 20, randomState: 0 }) }],
  RobustScaler: [{ make: () => new RobustScaler() }],
  SplineTransformer: [
    { make: () => new SplineTransformer() },
    {
      make: () => new SplineTransformer({ extrapolation: 'periodic', handleMissing: 'zeros' }),
    },
  ],
  StandardScaler: [
    { make: () => new StandardScaler() },
    { make: () => new StandardScaler({ withMean: false }) },
  ],
  TargetEncoder: [
    {
      make: () => new TargetEncoder({ randomState: 0 }),
      exceptions: {
        'fitTransform equals fit and transform, and transform twice the same':
          'fitTransform encodes each row by the rows of the other folds, so that the target does not leak',
      },
    },
  ],
};
