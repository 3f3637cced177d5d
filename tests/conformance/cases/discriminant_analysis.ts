import type { discriminantAnalysis } from '../../../src/registry/discriminant_analysis.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof discriminantAnalysis> = {};
