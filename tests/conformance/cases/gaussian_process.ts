import type { gaussianProcess } from '../../../src/registry/gaussian_process.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof gaussianProcess> = {};
