export { Isomap } from './isomap/isomap.js';
export { type EmbeddingAffinity, SpectralEmbedding } from './spectral/spectral_embedding.js';
export { type TrustworthinessOptions, trustworthiness } from './trustworthiness.js';
export { TSNE } from './tsne/tsne.js';
