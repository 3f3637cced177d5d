import type { mixture } from '../../../src/registry/mixture.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof mixture> = {};
