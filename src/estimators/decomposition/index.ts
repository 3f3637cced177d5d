export { FactorAnalysis } from './factor_analysis.js';
export { FastICA } from './fast_ica.js';
export { IncrementalPCA } from './incremental_pca.js';
export { KernelPCA } from './kernel_pca.js';
export { NMF } from './nmf.js';
export { PCA } from './pca.js';
export { TruncatedSVD } from './truncated_svd.js';
