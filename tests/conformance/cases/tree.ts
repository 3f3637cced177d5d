import type { tree } from '../../../src/registry/tree.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof tree> = {};
