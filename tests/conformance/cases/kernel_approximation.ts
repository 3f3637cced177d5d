import type { kernelApproximation } from '../../../src/registry/kernel_approximation.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof kernelApproximation> = {};
