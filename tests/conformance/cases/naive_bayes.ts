import { Matrix } from '../../../src/core/matrix.js';
import {
  BernoulliNB,
  CategoricalNB,
  ComplementNB,
  GaussianNB,
  MultinomialNB,
} from '../../../src/estimators/naive_bayes/index.js';
import type { naiveBayes } from '../../../src/registry/naive_bayes.js';
import type { Cases } from '../cases.js';

/** Three columns of four categories that tell three classes apart. */
function categories() {
  const y = Array.from({ length: 60 }, (_, i) => i % 3);
  const cells = y.flatMap((c, i) => [c, i % 7 === 0 ? 3 : (c + 1) % 3, (i * 5) % 4]);
  return { X: Matrix.of(Float64Array.from(cells), 3), y };
}

export const cases: Cases<typeof naiveBayes> = {
  BernoulliNB: [{ make: () => new BernoulliNB({ binarize: 7 }) }],
  CategoricalNB: [{ make: () => new CategoricalNB({ minCategories: 4 }), data: categories }],
  ComplementNB: [{ make: () => new ComplementNB() }, { make: () => new ComplementNB({ norm: true }) }],
  GaussianNB: [{ make: () => new GaussianNB() }],
  MultinomialNB: [{ make: () => new MultinomialNB() }],
};
