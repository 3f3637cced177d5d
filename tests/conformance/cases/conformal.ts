import type { conformal } from '../../../src/registry/conformal.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof conformal> = {};
