import type { linearModelCv } from '../../../src/registry/linear_model_cv.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof linearModelCv> = {};
