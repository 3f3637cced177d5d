import type { histGradientBoosting } from '../../../src/registry/hist_gradient_boosting.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof histGradientBoosting> = {};
