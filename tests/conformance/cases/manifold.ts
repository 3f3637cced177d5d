import type { manifold } from '../../../src/registry/manifold.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof manifold> = {};
