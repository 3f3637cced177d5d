/** The part an estimator plays. */
export type Role =
  | 'classifier'
  | 'regressor'
  | 'transformer'
  | 'clusterer'
  | 'outlier_detector'
  | 'density'
  | 'embedding'
  | 'neighbors'
  | 'sampler'
  | 'target_transformer';

/** What an estimator can and cannot do; the conformance suite holds each to its tags. */
export interface Tags {
  readonly role: Role;
  /** `fit` needs y. */
  readonly requiresTarget: boolean;
  /** Takes `sampleWeight` in fit; without this tag, weights are an error. */
  readonly sampleWeight: boolean;
  /** X may hold NaN. */
  readonly allowNaN: boolean;
  /** Fills in NaN, so that what comes after it need not take NaN. */
  readonly imputes: boolean;
  /** X may hold text columns (a Table). */
  readonly text: boolean;
  /** X must not be negative. */
  readonly positiveOnly: boolean;
  /** X is a square matrix of distances or kernel values. */
  readonly pairwise: boolean;
  /** Takes several targets at once. */
  readonly multiOutput: boolean;
  /** Takes two classes only. */
  readonly binaryOnly: boolean;
  /** Learns nothing in fit; transform works without it. */
  readonly stateless: boolean;
  /** Two fits with the same seed may differ. */
  readonly nonDeterministic: boolean;
  /** Not expected to score well (dummies). */
  readonly poorScore: boolean;
  /** Fitting draws, drops or makes rows (samplers, pipelines with one): a row of weight 0 is not an absent row. */
  readonly resamples: boolean;
}

/** Tags with the usual answers filled in. */
export function tags(role: Role, given: Partial<Tags> = {}): Tags {
  return {
    role,
    requiresTarget: role === 'classifier' || role === 'regressor' || role === 'sampler',
    sampleWeight: false,
    allowNaN: false,
    imputes: false,
    text: false,
    positiveOnly: false,
    pairwise: false,
    multiOutput: false,
    binaryOnly: false,
    stateless: false,
    nonDeterministic: false,
    poorScore: false,
    resamples: role === 'sampler',
    ...given,
  };
}
