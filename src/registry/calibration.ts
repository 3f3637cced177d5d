import type { Loaders } from './loaders.js';

export const calibration = {
  CalibratedClassifierCV: async () => (await import('../calibration/index.js')).CalibratedClassifierCV,
  FixedThresholdClassifier: async () =>
    (await import('../meta/thresholds/index.js')).FixedThresholdClassifier,
  TunedThresholdClassifierCV: async () =>
    (await import('../meta/thresholds/index.js')).TunedThresholdClassifierCV,
} satisfies Loaders;
