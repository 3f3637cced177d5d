import { bool, custom, nullable } from '../../core/params.js';
import { type Estimator, hasMethod, isEstimator } from '../../core/protocol.js';
import { underStrategyParam } from '../base/sampling_strategy.js';

/** How the rows of a member are drawn. */
export const drawParams = {
  samplingStrategy: underStrategyParam(),
  replacement: bool(false, { doc: 'Draw rows of a class with replacement.' }),
};

/** The sampler of the members. */
export const samplerParam = nullable(
  custom<Estimator>(undefined as unknown as Estimator, {
    doc: "Sampler of the members; null is RandomUnderSampler. Of one given, samplingStrategy other than 'auto' replaces its own.",
    expected: 'a sampler',
    accepts: (value) => isEstimator(value) && hasMethod(value, 'fitResample'),
    invalid: ['under', 3, {}],
  }),
);
