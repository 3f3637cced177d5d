export * from './regression/index.js';
