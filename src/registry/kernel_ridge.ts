import type { Loaders } from './loaders.js';

export const kernelRidge = {
  KernelRidge: async () => (await import('../estimators/kernel_ridge/index.js')).KernelRidge,
} satisfies Loaders;
