import { type EstimatorClass, setBuiltInEstimators } from '../core/registry.js';
import { adapters } from './adapters.js';
import { calibration } from './calibration.js';
import { cluster } from './cluster.js';
import { compose } from './compose.js';
import { conformal } from './conformal.js';
import { covariance } from './covariance.js';
import { decomposition } from './decomposition.js';
import { discriminantAnalysis } from './discriminant_analysis.js';
import { dummy } from './dummy.js';
import { ensemble } from './ensemble.js';
import { featureSelection } from './feature_selection.js';
import { forest } from './forest.js';
import { frozen } from './frozen.js';
import { gaussianProcess } from './gaussian_process.js';
import { histGradientBoosting } from './hist_gradient_boosting.js';
import { imbalance } from './imbalance.js';
import { impute } from './impute.js';
import { isotonic } from './isotonic.js';
import { kernelApproximation } from './kernel_approximation.js';
import { kernelRidge } from './kernel_ridge.js';
import { linearModel } from './linear_model.js';
import { linearModelCv } from './linear_model_cv.js';
import { manifold } from './manifold.js';
import { mixture } from './mixture.js';
import { modelSelection } from './model_selection.js';
import { multiclass } from './multiclass.js';
import { multioutput } from './multioutput.js';
import { naiveBayes } from './naive_bayes.js';
import { neighbors } from './neighbors.js';
import { neuralNetwork } from './neural_network.js';
import { preprocessing } from './preprocessing.js';
import { randomProjection } from './random_projection.js';
import { svm } from './svm.js';
import { tree } from './tree.js';

/**
 * Every estimator of the package by name, family by family. The names in files and in messages to workers are
 * looked up here and nowhere else.
 */
const builtIn = {
  ...adapters,
  ...calibration,
  ...cluster,
  ...compose,
  ...conformal,
  ...covariance,
  ...decomposition,
  ...discriminantAnalysis,
  ...dummy,
  ...ensemble,
  ...featureSelection,
  ...forest,
  ...frozen,
  ...gaussianProcess,
  ...histGradientBoosting,
  ...imbalance,
  ...impute,
  ...isotonic,
  ...kernelApproximation,
  ...kernelRidge,
  ...linearModel,
  ...linearModelCv,
  ...manifold,
  ...mixture,
  ...modelSelection,
  ...multiclass,
  ...multioutput,
  ...naiveBayes,
  ...neighbors,
  ...neuralNetwork,
  ...preprocessing,
  ...randomProjection,
  ...svm,
  ...tree,
};

/** The name of a built-in estimator. */
export type EstimatorName = keyof typeof builtIn;

/** The names of all built-in estimators, sorted. */
export function estimatorNames(): EstimatorName[] {
  return (Object.keys(builtIn) as EstimatorName[]).sort();
}

/** Makes the built-in estimators known to the core. */
export function installRegistry(): void {
  setBuiltInEstimators(
    async (name) =>
      Object.hasOwn(builtIn, name)
        ? ((await builtIn[name as EstimatorName]()) as unknown as EstimatorClass)
        : undefined,
    estimatorNames,
  );
}
