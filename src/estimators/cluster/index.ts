export * from './density/index.js';
export { KMeans } from './k_means.js';
export type { KMeansInit } from './k_means_base.js';
export { type KmeansPlusplusOptions, kmeansPlusplus } from './k_means_plusplus.js';
export { MiniBatchKMeans } from './mini_batch_k_means.js';
export { SpectralClustering } from './spectral_clustering.js';
