export { IncrementalPCA } from './incremental_pca.js';
export { KernelPCA } from './kernel_pca.js';
export { PCA } from './pca.js';
export { TruncatedSVD } from './truncated_svd.js';
