export { GaussianNB, type PartialFitOptions } from './gaussian_nb.js';
