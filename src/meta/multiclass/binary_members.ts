import { InvalidInputError } from '../../core/errors.js';
import type { DataLike } from '../../core/input.js';
import type { Label } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { custom } from '../../core/params.js';
import { type Estimator, hasMethod, isEstimator } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { DummyClassifier } from '../../estimators/dummy/index.js';
import { fitMembers, type MemberData, type MemberFit } from '../base/fit_members.js';
import { callMember, memberProba } from '../base/member_outputs.js';

/** The required `estimator` parameter. */
export function binaryMemberParam(doc: string) {
  return custom<Estimator>(undefined as unknown as Estimator, {
    doc,
    expected: 'an estimator',
    accepts: isEstimator,
    invalid: ['svc', 3, {}],
  });
}

/** One problem of two classes: 1 for rows of the positive one. */
export interface BinaryProblem {
  readonly y: Int32Array;
  /** The rows that it is about; all when left out. */
  readonly rows?: Int32Array;
  /** The columns that members see; all when left out. */
  readonly columns?: Int32Array;
}

/** Fits a copy of the estimator to each problem; where all rows are of one class, that class is always predicted. */
export async function fitBinary(
  estimator: Estimator,
  problems: readonly BinaryProblem[],
  data: MemberData,
  nJobs: number | null,
  run: Run,
): Promise<Estimator[]> {
  const fits = problems.map(
    (problem): MemberFit => ({
      ...problem,
      estimator: isConstant(problem) ? new DummyClassifier() : estimator,
    }),
  );
  return fitMembers(fits, data, { nJobs, run, what: 'class' });
}

function isConstant({ y, rows }: BinaryProblem): boolean {
  if (!rows) return y.every((code) => code === y[0]);
  return rows.every((row) => y[row] === y[rows[0]]);
}

const ZERO_ONE: readonly Label[] = [0, 1];

/** How sure a member is of the positive class. */
export interface BinaryScores {
  readonly scores: Float64Array;
  /** Above it the member predicts the positive class. */
  readonly threshold: number;
}

/** Decision values of classifiers that have them, else probabilities, else (regressors) predictions. */
export async function binaryScores(member: Estimator, X: DataLike, run: Run): Promise<BinaryScores> {
  const options = run.inner();
  const source = run.estimator;
  if (hasMethod(member, 'decisionFunction')) {
    const values = await callMember<Float64Array | Matrix>(member, 'decisionFunction', X, options, source);
    return { scores: values instanceof Matrix ? values.column(values.columns - 1) : values, threshold: 0 };
  }
  if (hasMethod(member, 'predictProba')) {
    const proba = await memberProba(member, X, ZERO_ONE, options, source);
    return { scores: proba.column(1), threshold: 0.5 };
  }
  const values = await callMember<Float64Array | number[]>(
    member as Estimator,
    'predict',
    X,
    options,
    source,
  );
  return { scores: Float64Array.from(values), threshold: 0.5 };
}

/** @throws InvalidInputError when y holds one class only. */
export function requireTwoClasses(classes: readonly Label[], source: string): void {
  if (classes.length > 1) return;
  throw new InvalidInputError(
    `${source}: y must hold at least two classes. Got one class. Pass rows of another class too.`,
    { estimator: source, parameter: 'y', received: 'one class', remedy: 'pass rows of another class' },
  );
}
