import type { Loaders } from './loaders.js';

export const calibration = {
  CalibratedClassifierCV: async () => (await import('../calibration/index.js')).CalibratedClassifierCV,
} satisfies Loaders;
