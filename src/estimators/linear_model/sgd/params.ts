import { InvalidParameterError } from '../../../core/errors.js';
import { bool, custom, int, nullable, oneOf, type ParamSpec, real, seed } from '../../../core/params.js';
import type { SgdLoss, SgdSchedule } from '../../../kernels/sgd.js';

/** What all descents share. */
export const commonParams = {
  fitIntercept: bool(true, { doc: 'Learn an intercept, which is not penalised.' }),
  maxIter: int(1000, { min: 1, doc: 'Most epochs: passes over the rows. partialFit makes one.' }),
  tol: nullable(real(1e-3, { min: 0, doc: 'Least improvement of an epoch; null makes all maxIter.' }), 1e-3),
  shuffle: bool(true, { doc: 'Go through the rows in another order in every epoch.' }),
  randomState: seed(),
  warmStart: bool(false, { doc: 'Start from the coefficients of the fit before.' }),
};

export const stoppingParams = {
  earlyStopping: bool(false, { doc: 'Hold rows back and stop when the score on them gets no better.' }),
  validationFraction: real(0.1, {
    min: 0,
    max: 1,
    exclusiveMin: true,
    exclusiveMax: true,
    doc: 'Share of the rows to hold back for earlyStopping.',
  }),
  nIterNoChange: int(5, { min: 1, doc: 'Epochs in a row without improvement after which to stop.' }),
};

/** Averages of the weights over the steps. */
export function averageParam(): ParamSpec<boolean | number> {
  return custom<boolean | number>(false, {
    doc: 'Answer with the mean of the weights over all steps, or from the given step on.',
    expected: 'true, false or an integer >= 1',
    accepts: (value) => typeof value === 'boolean' || (Number.isInteger(value) && (value as number) >= 1),
    invalid: [0, 1.5, 'yes', null],
  });
}

/** The first step to average, 0 for none. */
export const averageFrom = (average: boolean | number): number => Number(average);

export const penaltyParams = {
  penalty: nullable(
    oneOf(['l2', 'l1', 'elasticnet'], 'l2', { doc: "'l2', 'l1', 'elasticnet', or null for no penalty." }),
    'l2',
  ),
  alpha: real(1e-4, { min: 0, doc: "Strength of the penalty; also sets the steps of 'optimal'." }),
  l1Ratio: real(0.15, { min: 0, max: 1, doc: "Share of l1 in 'elasticnet'." }),
};

export const epsilonParam = real(0.1, {
  min: 0,
  doc: "Where 'huber' turns linear, and the error that the epsilon-insensitive losses forgive.",
});

/** learningRate, eta0 and powerT. */
export const scheduleParams = (defaultRate: SgdSchedule, powerT: number) => ({
  learningRate: oneOf(['constant', 'optimal', 'invscaling', 'adaptive', 'pa1', 'pa2'], defaultRate, {
    doc: "Size of step t: eta0; 1 / (alpha (t0 + t)); eta0 / t^powerT; eta0, divided by 5 when epochs stop helping; or 'pa1', 'pa2': as far as the row needs, limited by eta0.",
  }),
  eta0: real(0.01, { min: 0, exclusiveMin: true, doc: 'First step; of pa1 and pa2 the aggressiveness C.' }),
  powerT: real(powerT, { min: 0, doc: "Exponent of 'invscaling'." }),
});

/** The passive-aggressive algorithms have no penalty. */
export const passiveSettings = { penalty: null, alpha: 1, l1Ratio: 0, powerT: 0.5, oneClass: false } as const;

/** @throws InvalidParameterError for a schedule that does not go with the other parameters. */
export function checkSchedule(
  params: { readonly learningRate: SgdSchedule; readonly alpha: number; readonly loss: SgdLoss },
  lossOfPassive: SgdLoss,
  estimator: string,
): void {
  const { learningRate, alpha, loss } = params;
  if (learningRate === 'optimal' && alpha === 0) {
    throw new InvalidParameterError(
      `${estimator}: parameter 'alpha' must be > 0 with learningRate 'optimal', which it sets. Got 0. Use another learningRate, or penalty: null for no penalty.`,
      { estimator, parameter: 'alpha', received: '0', remedy: 'penalty: null' },
    );
  }
  if ((learningRate === 'pa1' || learningRate === 'pa2') && loss !== lossOfPassive) {
    throw new InvalidParameterError(
      `${estimator}: learningRate '${learningRate}' goes with loss '${lossOfPassive}' only. Got '${loss}'. Change one of them.`,
      { estimator, parameter: 'learningRate', received: learningRate, remedy: `loss: '${lossOfPassive}'` },
    );
  }
}
