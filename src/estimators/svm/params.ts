import type { MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { bool, custom, either, int, oneOf, type ParamSpec, real } from '../../core/params.js';

/**
 * A kernel of your own: from the rows of A (n x d) and of B (m x d) the n x m matrix of their kernel values. It must
 * be symmetric and should be positive semi-definite.
 */
export type SvmKernelCallable = (A: Matrix, B: Matrix) => MatrixLike | Promise<MatrixLike>;

/** The `kernel` parameter's values. */
export type SvmKernel = 'linear' | 'poly' | 'rbf' | 'sigmoid' | 'precomputed' | SvmKernelCallable;

/** The `gamma` parameter's values. */
export type SvmGamma = 'scale' | 'auto' | number;

function kernelParam(): ParamSpec<SvmKernel> {
  const names = ['linear', 'poly', 'rbf', 'sigmoid', 'precomputed'];
  return custom<SvmKernel>('rbf', {
    doc: "Kernel: 'linear', 'poly', 'rbf', 'sigmoid', 'precomputed' (X holds kernel values), or (A, B) => values.",
    expected: `one of ${names.map((name) => `'${name}'`).join(', ')}, or a function of two matrices`,
    accepts: (value) => typeof value === 'function' || names.includes(value as string),
    invalid: ['no such kernel', 3, {}, null],
  });
}

/** What all kernel machines take. */
export const kernelParams = {
  kernel: kernelParam(),
  degree: int(3, { min: 0, doc: "Degree of the 'poly' kernel." }),
  gamma: either(
    [
      oneOf(['scale', 'auto'], 'scale', { doc: 'By the data.' }),
      real(1, { min: 0, doc: 'The coefficient itself.' }),
    ],
    'scale',
    {
      doc: "Coefficient of 'rbf', 'poly' and 'sigmoid': 'scale' is 1 / (d variance of X), 'auto' is 1 / d.",
    },
  ) as ParamSpec<SvmGamma>,
  coef0: real(0, { doc: "Constant of 'poly' and 'sigmoid'." }),
  shrinking: bool(true, { doc: 'Set variables aside that stay at a bound: faster for many iterations.' }),
  tol: real(1e-3, {
    min: 0,
    exclusiveMin: true,
    doc: 'Stop when the optimality conditions hold to this.',
  }),
  cacheSize: real(200, { min: 0, exclusiveMin: true, doc: 'Megabytes for kernel rows.' }),
  maxIter: int(-1, { min: -1, doc: 'Most iterations of the solver; -1 for no bound.' }),
};

/** The values of these parameters. */
export interface KernelSettings {
  readonly kernel: SvmKernel;
  readonly degree: number;
  readonly gamma: SvmGamma;
  readonly coef0: number;
  readonly shrinking: boolean;
  readonly tol: number;
  readonly cacheSize: number;
  readonly maxIter: number;
}

/** The `C` parameter. */
export const penalty = (): ParamSpec<number> =>
  real(1, { min: 0, exclusiveMin: true, doc: 'Weight of the errors beside the width of the margin.' });

/** The `nu` parameter. */
export const nuParam = (): ParamSpec<number> =>
  real(0.5, {
    min: 0,
    max: 1,
    exclusiveMin: true,
    doc: 'Upper bound of the share of margin errors, lower bound of the share of support vectors.',
  });

/** What all kernel classifiers take. */
export const classifierParams = {
  decisionFunctionShape: oneOf(['ovo', 'ovr'], 'ovr', {
    doc: "Columns of decisionFunction for several classes: one per class ('ovr') or per pair ('ovo').",
  }),
  breakTies: bool(false, {
    doc: 'Let predict break ties of votes by the decision values (needs decisionFunctionShape ovr).',
  }),
};
