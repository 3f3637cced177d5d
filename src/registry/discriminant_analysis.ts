import type { Loaders } from './loaders.js';

export const discriminantAnalysis = {
  LinearDiscriminantAnalysis: async () =>
    (await import('../estimators/discriminant_analysis/index.js')).LinearDiscriminantAnalysis,
  QuadraticDiscriminantAnalysis: async () =>
    (await import('../estimators/discriminant_analysis/index.js')).QuadraticDiscriminantAnalysis,
} satisfies Loaders;
