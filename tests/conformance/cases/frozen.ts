import type { frozen } from '../../../src/registry/frozen.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof frozen> = {};
