import type { EstimatorCase } from '../../src/testing/index.js';

/** Estimators of targets have a protocol of their own; FrozenEstimator must be given a fitted estimator. */
type OwnTests = 'FrozenEstimator' | 'LabelBinarizer' | 'LabelEncoder' | 'MultiLabelBinarizer';

/**
 * One case per registered estimator of a family, under its name; several where parameters change what it does.
 * An estimator without a case does not compile, unless it is listed above.
 */
export type Cases<Family> = Readonly<
  Record<Exclude<Extract<keyof Family, string>, OwnTests>, readonly EstimatorCase[]>
>;
