import type { imbalance } from '../../../src/registry/imbalance.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof imbalance> = {};
