export * from './affinity/index.js';
export * from './density/index.js';
export { KMeans } from './k_means.js';
export type { KMeansInit } from './k_means_base.js';
export { type KmeansPlusplusOptions, kmeansPlusplus } from './k_means_plusplus.js';
export { MeanShift } from './mean_shift.js';
export { type EstimateBandwidthOptions, estimateBandwidth, getBinSeeds } from './mean_shift_seeds.js';
export { MiniBatchKMeans } from './mini_batch_k_means.js';
export { SpectralClustering } from './spectral_clustering.js';
