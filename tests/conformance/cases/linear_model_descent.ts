// Linear models by stochastic gradient descent.
import {
  PassiveAggressiveClassifier,
  PassiveAggressiveRegressor,
  Perceptron,
  SGDClassifier,
  SGDOneClassSVM,
  SGDRegressor,
} from '../../../src/estimators/linear_model/index.js';
import type { EstimatorCase } from '../../../src/testing/index.js';

const stepwise = {
  'integer weights equal repetition, and weight 0 equals absence':
    'a row of weight 2 makes one step of double length, not two, and every row is a step that shrinks the weights',
};
const stepwiseClasses = {
  ...stepwise,
  "classWeight 'balanced' equals the weights it stands for":
    'of three classes only the one that is told from the rest has its weight, as in scikit-learn',
};

export const descentCases = {
  PassiveAggressiveClassifier: [
    { make: () => new PassiveAggressiveClassifier({ randomState: 0 }), exceptions: stepwiseClasses },
    {
      make: () => new PassiveAggressiveClassifier({ randomState: 0, loss: 'squared_hinge', average: true }),
      exceptions: stepwiseClasses,
    },
  ],
  PassiveAggressiveRegressor: [
    { make: () => new PassiveAggressiveRegressor({ randomState: 0 }), exceptions: stepwise },
  ],
  Perceptron: [{ make: () => new Perceptron(), exceptions: stepwiseClasses }],
  SGDClassifier: [
    { make: () => new SGDClassifier({ randomState: 0 }), exceptions: stepwiseClasses },
    {
      make: () => new SGDClassifier({ loss: 'log_loss', randomState: 0, average: true }),
      exceptions: stepwiseClasses,
    },
    {
      make: () => new SGDClassifier({ loss: 'modified_huber', penalty: 'elasticnet', randomState: 0 }),
      exceptions: stepwiseClasses,
    },
  ],
  SGDOneClassSVM: [{ make: () => new SGDOneClassSVM({ randomState: 0 }), exceptions: stepwise }],
  SGDRegressor: [
    { make: () => new SGDRegressor({ randomState: 0 }), exceptions: stepwise },
    {
      make: () => new SGDRegressor({ loss: 'huber', learningRate: 'adaptive', randomState: 0 }),
      exceptions: stepwise,
    },
  ],
} satisfies Record<string, readonly EstimatorCase[]>;
