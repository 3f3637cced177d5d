import type { covariance } from '../../../src/registry/covariance.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof covariance> = {};
