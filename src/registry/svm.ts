import type { Loaders } from './loaders.js';

export const svm = {
  LinearSVC: async () => (await import('../estimators/svm/index.js')).LinearSVC,
  LinearSVR: async () => (await import('../estimators/svm/index.js')).LinearSVR,
  NuSVC: async () => (await import('../estimators/svm/index.js')).NuSVC,
  NuSVR: async () => (await import('../estimators/svm/index.js')).NuSVR,
  OneClassSVM: async () => (await import('../estimators/svm/index.js')).OneClassSVM,
  SVC: async () => (await import('../estimators/svm/index.js')).SVC,
  SVR: async () => (await import('../estimators/svm/index.js')).SVR,
} satisfies Loaders;
