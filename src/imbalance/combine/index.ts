export { SMOTEENN } from './smote_enn.js';
export { SMOTETomek } from './smote_tomek.js';
