export { PCA } from './pca.js';
