import type { ensemble } from '../../../src/registry/ensemble.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof ensemble> = {};
