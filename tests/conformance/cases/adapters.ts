import type { adapters } from '../../../src/registry/adapters.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof adapters> = {};
