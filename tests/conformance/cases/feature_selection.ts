import {
  GenericUnivariateSelect,
  SelectFdr,
  SelectFpr,
  SelectFwe,
  SelectKBest,
  SelectPercentile,
  VarianceThreshold,
} from '../../../src/feature_selection/index.js';
import type { featureSelection } from '../../../src/registry/feature_selection.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof featureSelection> = {
  GenericUnivariateSelect: [{ make: () => new GenericUnivariateSelect({ mode: 'k_best', param: 2 }) }],
  SelectFdr: [{ make: () => new SelectFdr() }],
  SelectFpr: [{ make: () => new SelectFpr() }],
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
  VarianceThreshold: [{ make: () => new VarianceThreshold({ threshold: 0.1 }) }],
};
