import type { cluster } from '../../../src/registry/cluster.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof cluster> = {};
