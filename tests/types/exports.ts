export * from '../../src/index.js';
/** Keeps this module a value import. */
export const OneOfTheTests = true;
