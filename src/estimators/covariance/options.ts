import { bool } from '../../core/params.js';

/** The parameters that all covariance estimators share. */
export const shared = {
  storePrecision: bool(true, { doc: 'Keep the inverse of the covariance.' }),
  assumeCentered: bool(false, { doc: 'Take the columns as centred: their means are not subtracted.' }),
};
