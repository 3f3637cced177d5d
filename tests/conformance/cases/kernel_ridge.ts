import type { kernelRidge } from '../../../src/registry/kernel_ridge.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof kernelRidge> = {};
