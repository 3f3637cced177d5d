export {
  type ClassTrainingData,
  type LabelRows,
  MultiOutputClassifierBase as TreeClassifierBase,
} from '../base/index.js';
