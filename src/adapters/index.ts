export * from './ml_js/index.js';
