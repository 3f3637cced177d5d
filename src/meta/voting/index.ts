export { VotingClassifier, type VotingClassifierOptions } from './voting_classifier.js';
export { VotingRegressor, type VotingRegressorOptions } from './voting_regressor.js';
