import type { Loaders } from './loaders.js';

export const preprocessing = {
  Binarizer: async () => (await import('../preprocessing/index.js')).Binarizer,
  FunctionTransformer: async () => (await import('../preprocessing/index.js')).FunctionTransformer,
  KBinsDiscretizer: async () => (await import('../preprocessing/index.js')).KBinsDiscretizer,
  LabelBinarizer: async () => (await import('../preprocessing/index.js')).LabelBinarizer,
  LabelEncoder: async () => (await import('../preprocessing/index.js')).LabelEncoder,
  MaxAbsScaler: async () => (await import('../preprocessing/index.js')).MaxAbsScaler,
  MinMaxScaler: async () => (await import('../preprocessing/index.js')).MinMaxScaler,
  MultiLabelBinarizer: async () => (await import('../preprocessing/index.js')).MultiLabelBinarizer,
  Normalizer: async () => (await import('../preprocessing/index.js')).Normalizer,
  OneHotEncoder: async () => (await import('../preprocessing/index.js')).OneHotEncoder,
  OrdinalEncoder: async () => (await import('../preprocessing/index.js')).OrdinalEncoder,
  PolynomialFeatures: async () => (await import('../preprocessing/index.js')).PolynomialFeatures,
  PowerTransformer: async () => (await import('../preprocessing/index.js')).PowerTransformer,
  QuantileTransformer: async () => (await import('../preprocessing/index.js')).QuantileTransformer,
  RobustScaler: async () => (await import('../preprocessing/index.js')).RobustScaler,
  SplineTransformer: async () => (await import('../preprocessing/index.js')).SplineTransformer,
  StandardScaler: async () => (await import('../preprocessing/index.js')).StandardScaler,
  TargetEncoder: async () => (await import('../preprocessing/index.js')).TargetEncoder,
} satisfies Loaders;
