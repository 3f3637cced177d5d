import { Matrix } from '../../../src/core/matrix.js';
import {
  LinearSVC,
  LinearSVR,
  NuSVC,
  NuSVR,
  OneClassSVM,
  SVC,
  SVR,
} from '../../../src/estimators/svm/index.js';
import type { svm } from '../../../src/registry/svm.js';
import { blobs, line } from '../../../src/testing/data.js';
import type { Cases } from '../cases.js';

/** Kernel values of the usual data. */
function kernelData(): { X: Matrix; y: number[] } {
  const { X, y } = blobs();
  const values = X.to2DArray().map((a) =>
    X.to2DArray().map((b) => Math.exp(-0.3 * a.reduce((sum, x, j) => sum + (x - b[j]) ** 2, 0))),
  );
  return { X: Matrix.from2DArray(values), y };
}

/** The same with the usual targets. */
function kernelTargets(): { X: Matrix; y: number[] } {
  return { X: kernelData().X, y: line().y };
}

const restUnweighted = {
  "classWeight 'balanced' equals the weights it stands for":
    'of several classes only the one told from the rest has its weight, as in LIBLINEAR and scikit-learn',
};

// gamma is fixed because 'scale' looks at the rows, not at their weights, as in scikit-learn.
export const cases: Cases<typeof svm> = {
  LinearSVC: [
    { make: () => new LinearSVC({ tol: 1e-12, randomState: 0 }), exceptions: restUnweighted },
    {
      make: () => new LinearSVC({ penalty: 'l1', tol: 1e-8, maxIter: 100_000, randomState: 0 }),
      exceptions: restUnweighted,
    },
    {
      make: () => new LinearSVC({ loss: 'hinge', C: 0.01, tol: 1e-8, maxIter: 100_000, randomState: 0 }),
      exceptions: restUnweighted,
    },
    {
      make: () =>
        new LinearSVC({ multiClass: 'crammer_singer', C: 0.01, tol: 1e-9, maxIter: 50_000, randomState: 0 }),
    },
  ],
  LinearSVR: [
    { make: () => new LinearSVR({ C: 0.1, tol: 1e-10, maxIter: 50_000, randomState: 0 }) },
    { make: () => new LinearSVR({ loss: 'squared_epsilon_insensitive', tol: 1e-12, randomState: 0 }) },
  ],
  SVC: [
    { make: () => new SVC({ gamma: 0.3, tol: 1e-10 }) },
    { make: () => new SVC({ kernel: 'linear', C: 0.1, tol: 1e-10, decisionFunctionShape: 'ovo' }) },
    {
      make: () => new SVC({ kernel: 'poly', gamma: 0.1, degree: 2, coef0: 1, breakTies: true, tol: 1e-10 }),
    },
    { make: () => new SVC({ kernel: 'precomputed' }), data: kernelData },
  ],
  NuSVC: [
    {
      make: () => new NuSVC({ nu: 0.3, gamma: 0.3, tol: 1e-10 }),
      exceptions: {
        'a huge class weight draws predictions to its class':
          'nu asks for a share of the weight of each class, which a class of weight 0.0001 cannot give',
      },
    },
  ],
  NuSVR: [{ make: () => new NuSVR({ gamma: 0.1, C: 10, tol: 1e-10 }) }],
  OneClassSVM: [
    { make: () => new OneClassSVM({ gamma: 0.3, nu: 0.2, tol: 1e-10 }) },
    { make: () => new OneClassSVM({ kernel: 'precomputed', nu: 0.2 }), data: kernelData },
  ],
  SVR: [
    { make: () => new SVR({ gamma: 0.1, C: 10, tol: 1e-10 }) },
    { make: () => new SVR({ kernel: 'linear', epsilon: 0.01, tol: 1e-10 }) },
    { make: () => new SVR({ kernel: 'precomputed', C: 10 }), data: kernelTargets },
  ],
};
