export { type TrustworthinessOptions, trustworthiness } from './trustworthiness.js';
export { TSNE } from './tsne/tsne.js';
