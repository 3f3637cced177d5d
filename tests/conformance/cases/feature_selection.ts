import type { featureSelection } from '../../../src/registry/feature_selection.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof featureSelection> = {};
