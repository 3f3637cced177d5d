export type { ErrorNormOptions } from './covariance_base.js';
export { EllipticEnvelope } from './elliptic_envelope.js';
export { EmpiricalCovariance } from './empirical_covariance.js';
export {
  type CenteringOptions,
  empiricalCovariance,
  ledoitWolf,
  ledoitWolfShrinkage,
  logLikelihood,
  oas,
  type ShrunkEstimate,
  shrunkCovariance,
} from './estimates.js';
export { GraphicalLasso } from './graphical_lasso.js';
export { type GraphicalCvResults, GraphicalLassoCV } from './graphical_lasso_cv.js';
export { LedoitWolf } from './ledoit_wolf.js';
export { MinCovDet } from './min_cov_det.js';
export { OAS } from './oas.js';
export { ShrunkCovariance } from './shrunk_covariance.js';
