import type { isotonic } from '../../../src/registry/isotonic.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof isotonic> = {};
