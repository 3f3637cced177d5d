export type { Check, CheckData, EstimatorCase } from './check.js';
export { allChecks, type CheckResult, checkEstimator, checksFor, runCheck } from './check_estimator.js';
