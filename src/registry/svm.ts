import type { Loaders } from './loaders.js';

export const svm = {
  NuSVC: async () => (await import('../estimators/svm/index.js')).NuSVC,
  SVC: async () => (await import('../estimators/svm/index.js')).SVC,
} satisfies Loaders;
