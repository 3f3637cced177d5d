import type { Check, EstimatorCase } from './check.js';
import { apiChecks } from './checks/api.js';
import { clustererChecks, outlierChecks } from './checks/cluster_and_outlier.js';
import { compositionChecks } from './checks/composition.js';
import { inputChecks } from './checks/input.js';
import { lifecycleChecks } from './checks/lifecycle.js';
import { samplerChecks } from './checks/sampler.js';
import { classifierChecks, regressorChecks, targetChecks, transformerChecks } from './checks/target.js';
import { weightChecks } from './checks/weights.js';

/** Every check of the suite. */
export const allChecks: readonly Check[] = [
  ...apiChecks,
  ...inputChecks,
  ...targetChecks,
  ...classifierChecks,
  ...regressorChecks,
  ...transformerChecks,
  ...clustererChecks,
  ...outlierChecks,
  ...samplerChecks,
  ...weightChecks,
  ...lifecycleChecks,
  ...compositionChecks,
];

/** How one check ended. */
export interface CheckResult {
  readonly name: string;
  /** 'excused': failed as the case says it must; 'passed though excused' is a failure. */
  readonly outcome: 'passed' | 'failed' | 'excused';
  readonly message?: string;
}

/** The checks that apply to an estimator. */
export function checksFor(given: EstimatorCase): Check[] {
  const estimator = given.make();
  return allChecks.filter((check) => check.applies?.(estimator) ?? true);
}

/** Runs one check, heeding the exceptions of the case. */
export async function runCheck(check: Check, given: EstimatorCase): Promise<CheckResult> {
  const reason = given.exceptions?.[check.name];
  try {
    await check.run(given);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (reason !== undefined) return { name: check.name, outcome: 'excused', message: reason };
    return { name: check.name, outcome: 'failed', message };
  }
  if (reason === undefined) return { name: check.name, outcome: 'passed' };
  return { name: check.name, outcome: 'failed', message: `it passes now: remove the exception (${reason})` };
}

/**
 * Runs the whole suite on an estimator of your own: what every estimator of learnkit must do with parameters,
 * input, weights, labels, copies, aborts and files. It knows from the tags which checks apply.
 * @throws Error listing every check that failed.
 *
 * @example
 * ```ts
 * const results = await checkEstimator({ make: () => new GaussianNB() });
 * results.every((result) => result.outcome === 'passed'); // true
 * ```
 */
export async function checkEstimator(given: EstimatorCase): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checksFor(given)) results.push(await runCheck(check, given));
  const failures = results.filter((result) => result.outcome === 'failed');
  if (failures.length > 0) {
    const list = failures.map(({ name, message }) => `- ${name}: ${message}`).join('\n');
    throw new Error(`${given.make().type} fails ${failures.length} of ${results.length} checks:\n${list}`);
  }
  return results;
}
