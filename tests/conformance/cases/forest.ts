import type { forest } from '../../../src/registry/forest.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof forest> = {};
