import type { multiclass } from '../../../src/registry/multiclass.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof multiclass> = {};
