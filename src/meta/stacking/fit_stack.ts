import { sideBySide } from '../../compose/feature_union.js';
import { InvalidParameterError, NotFittedError } from '../../core/errors.js';
import { asMatrix, type DataLike } from '../../core/input.js';
import type { Label } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { type Estimator, hasMethod, type MethodName, type Target } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import type { CvLike } from '../../model_selection/check_cv.js';
import { crossValPredict, splitAll } from '../../model_selection/cross_validate.js';
import { fitMembers } from '../base/fit_members.js';
import { callMember, classPlaces, spread } from '../base/member_outputs.js';

/** What a member is asked for, as scikit-learn spells it. */
export type StackMethod = 'predict_proba' | 'decision_function' | 'predict';

const METHODS = {
  predict_proba: 'predictProba',
  decision_function: 'decisionFunction',
  predict: 'predict',
} as const satisfies Record<StackMethod, MethodName>;

/** The fitted members of a stack and what they are asked for. */
export interface Stack {
  readonly members: readonly (readonly [string, Estimator])[];
  readonly methods: readonly StackMethod[];
  readonly final: Estimator;
  /** Columns that each member contributes. */
  readonly widths: readonly number[];
}

/** What is common to the fits of a stack. */
export interface StackPlan {
  readonly members: readonly (readonly [string, Estimator])[];
  readonly final: Estimator;
  readonly stackMethod: 'auto' | StackMethod;
  readonly cv: CvLike | 'prefit' | null;
  readonly passthrough: boolean;
  readonly nJobs: number | null;
  /** Of a classifier. */
  readonly classes: readonly Label[] | undefined;
  /** Decides whether folds are stratified. */
  readonly whole: Estimator;
}

/** Data of the fit; `yOf` gives a member its targets: labels to classifiers, codes to regressors. */
export interface StackData {
  readonly X: DataLike;
  readonly y: Target;
  readonly yOf: (member: Estimator) => Target;
  readonly sampleWeight: Float64Array | undefined;
}

/**
 * Fits the members on all rows, predicts every row by members that did not learn from it, and fits the final
 * estimator on these predictions.
 */
export async function fitStack(plan: StackPlan, data: StackData, run: Run): Promise<Stack> {
  const { members, cv, nJobs } = plan;
  const { X, y, yOf, sampleWeight } = data;
  const methods = members.map(([, member]) => chooseMethod(member, plan.stackMethod, run.estimator));
  const prefit = cv === 'prefit';
  const fits = members.map(([, estimator]) => ({ estimator, y: yOf(estimator) }));
  const fitted = prefit
    ? members.map(([, member]) => requireFitted(member, run.estimator))
    : await fitMembers(fits, { X, y, sampleWeight }, { nJobs, run });
  // The folds are cut once, so that a splitter that shuffles gives every member the same ones.
  const folds = prefit ? [] : splitAll(plan.whole, X, y, { cv: cv ?? undefined });
  const blocks: Matrix[] = [];
  for (const [i, member] of fitted.entries()) {
    await run.step(i, fitted.length, 'predictions');
    const values = prefit
      ? await callMember<Values>(member, METHODS[methods[i]], X, run.inner(), run.estimator)
      : ((await crossValPredict(members[i][1], X, yOf(member), {
          cv: folds,
          method: METHODS[methods[i]],
          nJobs,
          ...(sampleWeight && { sampleWeight }),
          ...(run.signal && { signal: run.signal }),
        })) as Values);
    const own = prefit ? member : undefined;
    blocks.push(blockOf(values, methods[i], plan.classes, own, run.estimator));
  }
  const all = withInput(blocks, plan.passthrough, X, run.estimator);
  const { signal } = run;
  const final = await plan.final.with({}).fit(all, y, sampleWeight ? { sampleWeight, signal } : { signal });
  await run.step(fitted.length, fitted.length, 'predictions');
  return {
    members: members.map(([name], i) => [name, fitted[i]] as const),
    methods,
    final,
    widths: blocks.map((block) => block.columns),
  };
}

/** What the final estimator sees of X: the members' predictions, and X itself with `passthrough`. */
export async function stackColumns(
  { members, methods }: Stack,
  X: DataLike,
  classes: readonly Label[] | undefined,
  passthrough: boolean,
  run: Run,
): Promise<Matrix> {
  const blocks: Matrix[] = [];
  for (const [i, [, member]] of members.entries()) {
    const values = await callMember<Values>(member, METHODS[methods[i]], X, run.inner(), run.estimator);
    blocks.push(blockOf(values, methods[i], classes, member, run.estimator));
    await run.breathe();
  }
  return withInput(blocks, passthrough, X, run.estimator);
}

/** Names of the columns that the final estimator sees. */
export function stackNames(
  { members, widths }: Stack,
  prefix: string,
  input: readonly string[] | undefined,
): string[] {
  const names = members.flatMap(([name], i) =>
    widths[i] === 1
      ? [`${prefix}_${name}`]
      : Array.from({ length: widths[i] }, (_, j) => `${prefix}_${name}${j}`),
  );
  return [...names, ...(input ?? [])];
}

type Values = Matrix | Float64Array | readonly Label[];

/** A member's predictions as columns; of two probabilities, which sum to 1, only the second. */
function blockOf(
  values: Values,
  method: StackMethod,
  classes: readonly Label[] | undefined,
  member: Estimator | undefined,
  source: string,
): Matrix {
  if (values instanceof Matrix) {
    const places =
      classes && member && method !== 'predict' ? classPlaces(member, classes, source) : undefined;
    const wide = places && classes ? spread(values, places, classes.length, 0) : values;
    return method === 'predict_proba' && wide.columns === 2 ? wide.takeColumns([1]) : wide;
  }
  if (values instanceof Float64Array) return Matrix.of(values, 1);
  const place = new Map((classes ?? []).map((label, code) => [label, code]));
  return Matrix.of(
    Float64Array.from(values, (label) => place.get(label) ?? Number(label)),
    1,
  );
}

function withInput(blocks: readonly Matrix[], passthrough: boolean, X: DataLike, source: string): Matrix {
  const plain = blocks.map((block) => block.withColumnNames(undefined));
  if (!passthrough) return sideBySide(plain, source);
  return sideBySide([...plain, asMatrix(X, { estimator: source, allowNaN: true })], source);
}

function chooseMethod(member: Estimator, asked: 'auto' | StackMethod, source: string): StackMethod {
  const candidates: StackMethod[] =
    asked === 'auto' ? ['predict_proba', 'decision_function', 'predict'] : [asked];
  const found = candidates.find((method) => hasMethod(member, METHODS[method]));
  if (found) return found;
  throw new InvalidParameterError(
    `${source}: parameter 'stackMethod' must be a method that every member has. Got '${asked}', which ${member.type} lacks. Use 'auto'.`,
    { estimator: source, parameter: 'stackMethod', received: asked, remedy: "stackMethod: 'auto'" },
  );
}

function requireFitted(member: Estimator, source: string): Estimator {
  if (member.isFitted) return member;
  throw new NotFittedError(member.type, `${source} with cv: 'prefit'`);
}
