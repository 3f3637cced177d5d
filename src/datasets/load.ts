export { loadBreastCancer } from './breast_cancer.js';
export type { Bunch, ClassificationBunch, LoadDatasetOptions } from './bunch.js';
export { type LoadDiabetesOptions, loadDiabetes } from './diabetes.js';
export { type DigitsBunch, type LoadDigitsOptions, loadDigits } from './digits.js';
export { loadIris } from './iris.js';
export { loadWine } from './wine.js';
