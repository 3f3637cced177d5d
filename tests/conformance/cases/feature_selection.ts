import type { Estimator } from '../../../src/core/protocol.js';
import { IncrementalPCA } from '../../../src/estimators/decomposition/index.js';
import { LogisticRegression } from '../../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../../src/estimators/naive_bayes/index.js';
import {
  GenericUnivariateSelect,
  RFE,
  RFECV,
  SelectFdr,
  SelectFpr,
  SelectFromModel,
  SelectFwe,
  SelectKBest,
  SelectPercentile,
  SequentialFeatureSelector,
  VarianceThreshold,
} from '../../../src/feature_selection/index.js';
import type { featureSelection } from '../../../src/registry/feature_selection.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof featureSelection> = {
  GenericUnivariateSelect: [{ make: () => new GenericUnivariateSelect({ mode: 'k_best', param: 2 }) }],
  RFE: [{ make: () => new RFE(new LogisticRegression(), { nFeaturesToSelect: 2 }) as Estimator }],
  RFECV: [{ make: () => new RFECV(new LogisticRegression(), { cv: 3 }) as Estimator }],
  SelectFdr: [{ make: () => new SelectFdr() }],
  SelectFpr: [{ make: () => new SelectFpr() }],
  SelectFromModel: [
    {
      make: () => new SelectFromModel(new IncrementalPCA(), { importanceGetter: 'components' }) as Estimator,
    },
  ],
  SelectFwe: [{ make: () => new SelectFwe() }],
  SelectKBest: [
    { make: () => new SelectKBest({ k: 2 }) },
    { make: () => new SelectKBest({ k: 2, scoreFunc: 'chi2' }) },
    {
      make: () =>
        new SelectKBest({ k: 2, scoreFunc: 'mutual_info_classif', scoreOptions: { randomState: 0 } }),
    },
  ],
  SelectPercentile: [{ make: () => new SelectPercentile({ percentile: 70, scoreFunc: 'f_regression' }) }],
  SequentialFeatureSelector: [
    { make: () => new SequentialFeatureSelector(new GaussianNB(), { cv: 3 }) as Estimator },
  ],
  VarianceThreshold: [{ make: () => new VarianceThreshold({ threshold: 0.1 }) }],
};
