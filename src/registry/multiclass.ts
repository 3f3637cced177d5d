import type { Loaders } from './loaders.js';

export const multiclass = {
  OneVsOneClassifier: async () => (await import('../meta/multiclass/index.js')).OneVsOneClassifier,
  OneVsRestClassifier: async () => (await import('../meta/multiclass/index.js')).OneVsRestClassifier,
  OutputCodeClassifier: async () => (await import('../meta/multiclass/index.js')).OutputCodeClassifier,
} satisfies Loaders;
