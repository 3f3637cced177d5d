import type { decomposition } from '../../../src/registry/decomposition.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof decomposition> = {};
