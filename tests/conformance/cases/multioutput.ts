import type { multioutput } from '../../../src/registry/multioutput.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof multioutput> = {};
