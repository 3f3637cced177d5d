export { ElasticNet } from './elastic_net.js';
export { Lasso } from './lasso.js';
export {
  type CoefficientPath,
  type EnetPathOptions,
  enetPath,
  type LassoPathOptions,
  lassoPath,
} from './paths.js';
