import type { Loaders } from './loaders.js';

export const covariance = {
  EllipticEnvelope: async () => (await import('../estimators/covariance/index.js')).EllipticEnvelope,
  EmpiricalCovariance: async () => (await import('../estimators/covariance/index.js')).EmpiricalCovariance,
  GraphicalLasso: async () => (await import('../estimators/covariance/index.js')).GraphicalLasso,
  GraphicalLassoCV: async () => (await import('../estimators/covariance/index.js')).GraphicalLassoCV,
  LedoitWolf: async () => (await import('../estimators/covariance/index.js')).LedoitWolf,
  MinCovDet: async () => (await import('../estimators/covariance/index.js')).MinCovDet,
  OAS: async () => (await import('../estimators/covariance/index.js')).OAS,
  ShrunkCovariance: async () => (await import('../estimators/covariance/index.js')).ShrunkCovariance,
} satisfies Loaders;
