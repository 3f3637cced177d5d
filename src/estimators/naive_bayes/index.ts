export { BernoulliNB } from './bernoulli_nb.js';
export { CategoricalNB } from './categorical_nb.js';
export { ComplementNB } from './complement_nb.js';
export { GaussianNB } from './gaussian_nb.js';
export { MultinomialNB } from './multinomial_nb.js';
export type { PartialFitOptions } from './naive_bayes_base.js';
