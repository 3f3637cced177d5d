import { InvalidParameterError } from '../../core/errors.js';
import type { NetworkParams } from './network_fit.js';

/** Parameters that only make sense together. */
interface Checked extends Pick<NetworkParams, 'solver' | 'earlyStopping'> {
  readonly hiddenLayerSizes: number | readonly number[];
  readonly dropout: number | readonly number[];
  readonly batchNormalization: boolean;
  readonly balancedBatches?: boolean;
  readonly precision: NetworkParams['precision'];
  readonly device: NetworkParams['device'];
}

/** The units of the hidden layers as an array. */
export function hiddenUnits(sizes: number | readonly number[]): readonly number[] {
  return typeof sizes === 'number' ? [sizes] : sizes;
}

/** The share of dropped units of each hidden layer. */
export function dropoutRates(dropout: number | readonly number[], layers: number): readonly number[] {
  return typeof dropout === 'number' ? new Array<number>(layers).fill(dropout) : dropout;
}

/** @throws InvalidParameterError for parameters that contradict each other. */
export function checkTogether(params: Checked, estimator: string): void {
  const layers = hiddenUnits(params.hiddenLayerSizes).length;
  const rates = dropoutRates(params.dropout, layers);
  const refuse = (parameter: string, what: string, remedy: string): never => {
    throw new InvalidParameterError(`${estimator}: parameter '${parameter}' ${what}. ${remedy}`, {
      estimator,
      parameter,
      remedy,
    });
  };
  if (rates.length !== layers) {
    refuse(
      'dropout',
      `must hold one share for each of the ${layers} hidden layers. Got ${rates.length}`,
      'Pass one number for all, or one per layer.',
    );
  }
  if (params.precision === 'float64' && params.device !== 'cpu' && params.device !== 'auto') {
    refuse(
      'precision',
      "'float64' is computed by device 'cpu' only",
      "Use precision 'auto', or device 'cpu'.",
    );
  }
  if (params.solver !== 'lbfgs') return;
  if (rates.some((rate) => rate > 0)) {
    refuse(
      'dropout',
      "needs a solver that takes steps. Got solver 'lbfgs'",
      "Use solver 'adam', or dropout 0.",
    );
  }
  if (params.batchNormalization) {
    refuse('batchNormalization', "needs batches. Got solver 'lbfgs'", "Use solver 'adam'.");
  }
  if (params.earlyStopping) {
    refuse(
      'earlyStopping',
      "needs epochs. Got solver 'lbfgs'",
      "Use solver 'adam', or earlyStopping: false.",
    );
  }
  if (params.balancedBatches) {
    refuse('balancedBatches', "needs batches. Got solver 'lbfgs'", "Use solver 'adam'.");
  }
}
