import { declare, jobs, type ParamsOf } from '../../core/params.js';
import { classWeightParam } from '../../core/weights.js';
import { classifierParams, kernelParams, penalty } from './params.js';
import { KernelClassifier } from './svc_base.js';

const declaration = declare('SVC', {
  C: penalty(),
  ...kernelParams,
  classWeight: classWeightParam(),
  ...classifierParams,
  nJobs: jobs(),
});

/**
 * Support vector classification with kernels: the widest margin between classes, errors weighed by C; several classes
 * by one machine per pair and votes. Use it for up to some ten thousand rows, with scaled columns; for more rows
 * LinearSVC. The solver is LIBSVM's: second-order working sets, shrinking, a cache of kernel rows. Fit is O(n^2 d) to
 * O(n^3), predict O(nSV d) a row.
 * Reference: Cortes, Vapnik (1995); Chang, Lin, LIBSVM (2011); scikit-learn SVC.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const svc = await new SVC({ C: 10 }).fit(data, target);
 * await svc.score(data, target); // 0.98
 * ```
 */
export class SVC extends KernelClassifier<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected machine(): { C: number; nu: null } {
    return { C: this.params.C, nu: null };
  }
}
