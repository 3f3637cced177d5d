export type { SplineBasis } from './b_splines.js';
export type { QuantileMethod } from './bin_edges.js';
export { Binarizer } from './binarizer.js';
export type { Categories, CategoryLists } from './categories.js';
export type { Cell } from './data_transformer.js';
export {
  FunctionTransformer,
  type KwArgs,
  type MatrixFunction,
  type NamesFunction,
} from './function_transformer.js';
export {
  type AxisOption,
  addDummyFeature,
  binarize,
  type LabelBinarizeOptions,
  labelBinarize,
  maxabsScale,
  minmaxScale,
  type NormalizeOptions,
  normalize,
  powerTransform,
  quantileTransform,
  robustScale,
  scale,
} from './functions.js';
export { KBinsDiscretizer } from './k_bins_discretizer.js';
export { LabelBinarizer, type LabelBinarizerTarget } from './label_binarizer.js';
export { LabelEncoder } from './label_encoder.js';
export { MaxAbsScaler } from './max_abs_scaler.js';
export { MinMaxScaler } from './min_max_scaler.js';
export { type LabelSets, MultiLabelBinarizer } from './multi_label_binarizer.js';
export { type Norm, Normalizer } from './normalizer.js';
export { type FeatureNameCombiner, OneHotEncoder } from './one_hot_encoder.js';
export { OrdinalEncoder } from './ordinal_encoder.js';
export { PolynomialFeatures } from './polynomial_features.js';
export { PowerTransformer } from './power_transformer.js';
export { QuantileTransformer } from './quantile_transformer.js';
export { RobustScaler } from './robust_scaler.js';
export { SplineTransformer } from './spline_transformer.js';
export { StandardScaler } from './standard_scaler.js';
export { TargetEncoder, type TargetEncoderFitOptions, type TargetType } from './target_encoder.js';
