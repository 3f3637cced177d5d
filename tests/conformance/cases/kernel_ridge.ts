import { KernelRidge } from '../../../src/estimators/kernel_ridge/index.js';
import type { kernelRidge } from '../../../src/registry/kernel_ridge.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof kernelRidge> = {
  KernelRidge: [
    { make: () => new KernelRidge() },
    { make: () => new KernelRidge({ kernel: 'rbf', gamma: 0.1, alpha: 0.01 }) },
  ],
};
