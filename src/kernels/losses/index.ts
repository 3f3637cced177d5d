export { exponential, halfBinomial, halfMultinomial } from './classification.js';
export type { Gradients, Loss } from './loss.js';
export { quantileOf } from './quantile.js';
export {
  absoluteError,
  halfGamma,
  halfPoisson,
  halfSquaredError,
  huber,
  pinball,
} from './regression.js';
export { halfTweedie, halfTweedieIdentity } from './tweedie.js';
