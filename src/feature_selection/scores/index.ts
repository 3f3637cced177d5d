export { chi2 } from './chi2.js';
export { fClassif, fOneway } from './f_classif.js';
export { fRegression, type RegressionScoreOptions, rRegression } from './f_regression.js';
export { type MutualInformationOptions, mutualInfoClassif, mutualInfoRegression } from './mutual_info.js';
export type { ColumnScores } from './score_data.js';
