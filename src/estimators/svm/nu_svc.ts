import { declare, jobs, type ParamsOf } from '../../core/params.js';
import { classWeightParam } from '../../core/weights.js';
import { classifierParams, kernelParams, nuParam } from './params.js';
import { KernelClassifier } from './svc_base.js';

const declaration = declare('NuSVC', {
  nu: nuParam(),
  ...kernelParams,
  classWeight: classWeightParam(),
  ...classifierParams,
  nJobs: jobs(),
});

/**
 * Support vector classification in which nu bounds the share of margin errors from above and the share of support
 * vectors from below, instead of the penalty C of SVC. Costs as SVC.
 * Reference: Schoelkopf, Smola, Williamson, Bartlett (2000); scikit-learn NuSVC.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const svc = await new NuSVC({ nu: 0.2 }).fit(data, target);
 * await svc.score(data, target); // 0.973
 * ```
 */
export class NuSVC extends KernelClassifier<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected machine(): { C: number; nu: number } {
    return { C: 1, nu: this.params.nu };
  }
}
