import type { svm } from '../../../src/registry/svm.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof svm> = {};
