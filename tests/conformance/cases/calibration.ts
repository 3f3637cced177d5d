import type { calibration } from '../../../src/registry/calibration.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof calibration> = {};
