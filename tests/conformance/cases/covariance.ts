import {
  EllipticEnvelope,
  EmpiricalCovariance,
  GraphicalLasso,
  GraphicalLassoCV,
  LedoitWolf,
  MinCovDet,
  OAS,
  ShrunkCovariance,
} from '../../../src/estimators/covariance/index.js';
import type { covariance } from '../../../src/registry/covariance.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof covariance> = {
  EllipticEnvelope: [{ make: () => new EllipticEnvelope({ randomState: 0 }) }],
  EmpiricalCovariance: [{ make: () => new EmpiricalCovariance() }],
  GraphicalLasso: [{ make: () => new GraphicalLasso({ alpha: 0.1 }) }],
  GraphicalLassoCV: [{ make: () => new GraphicalLassoCV({ alphas: [0.1, 0.5], cv: 3 }) }],
  LedoitWolf: [{ make: () => new LedoitWolf() }],
  MinCovDet: [{ make: () => new MinCovDet({ randomState: 0 }) }],
  OAS: [{ make: () => new OAS() }],
  ShrunkCovariance: [{ make: () => new ShrunkCovariance() }],
};
