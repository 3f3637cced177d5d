import { MLPAutoencoder, MLPClassifier, MLPRegressor } from '../../../src/estimators/neural_network/index.js';
import type { neuralNetwork } from '../../../src/registry/neural_network.js';
import type { Cases } from '../cases.js';

const small = { hiddenLayerSizes: [8], randomState: 0 } as const;
const quick = { ...small, learningRateInit: 0.02, maxIter: 100 } as const;
// Strongly penalised, so that lbfgs converges and small changes of the data change little.
const converged = {
  ...small,
  solver: 'lbfgs',
  activation: 'tanh',
  alpha: 1,
  tol: 1e-8,
  maxIter: 5000,
} as const;

const joint = 'hidden units serve all targets at once, as in scikit-learn';
const noPieces = 'lbfgs needs all rows at once and says so, as in scikit-learn';
const stops =
  "lbfgs stops where the loss falls by less than 2e-9 of itself, as SciPy's: 3e-6 short in a probability";
const partialFit = 'partialFit learns, resolves to the estimator and refuses other columns';

export const cases: Cases<typeof neuralNetwork> = {
  MLPAutoencoder: [{ make: () => new MLPAutoencoder({ ...quick, hiddenLayerSizes: [6, 2] }) }],
  MLPClassifier: [
    { make: () => new MLPClassifier(quick) },
    {
      make: () => new MLPClassifier(converged),
      exceptions: {
        [partialFit]: noPieces,
        'partialFit refuses a class that was not announced': noPieces,
        'integer weights equal repetition, and weight 0 equals absence': stops,
      },
    },
  ],
  MLPRegressor: [
    {
      make: () => new MLPRegressor(quick),
      exceptions: { 'several targets are learned at once, or refused': joint },
    },
    {
      make: () => new MLPRegressor({ ...converged, hiddenLayerSizes: [], activation: 'identity' }),
      exceptions: { [partialFit]: noPieces, 'several targets are learned at once, or refused': joint },
    },
  ],
};
