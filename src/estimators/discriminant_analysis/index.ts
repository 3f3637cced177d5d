export { LinearDiscriminantAnalysis } from './linear_discriminant_analysis.js';
export { QuadraticDiscriminantAnalysis } from './quadratic_discriminant_analysis.js';
