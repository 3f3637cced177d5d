import { describe, InvalidInputError, InvalidParameterError } from './errors.js';
import type { Label } from './labels.js';
import { custom, type ParamSpec } from './params.js';

/** One weight per row. */
export type SampleWeight = ArrayLike<number>;

/** Weight per class: 'balanced', or a record (or entries) from label to weight; absent classes weigh 1. */
export type ClassWeight = 'balanced' | Readonly<Record<string, number>> | ReadonlyMap<Label, number>;

/** The `classWeight` parameter. */
export function classWeightParam(): ParamSpec<ClassWeight | null> {
  return custom<ClassWeight | null>(null, {
    doc: "Weight per class: a record from label to weight, 'balanced' (n / (k * count)), or null for equal weights.",
    expected: "'balanced', a record from class label to a weight >= 0, or null",
    accepts: (value) =>
      value === null ||
      value === 'balanced' ||
      (typeof value === 'object' &&
        !Array.isArray(value) &&
        !ArrayBuffer.isView(value) &&
        entriesOf(value as Exclude<ClassWeight, 'balanced'>).every(([, w]) => Number.isFinite(w) && w >= 0)),
    invalid: ['unbalanced', 3, [1, 2]],
  });
}

/**
 * The sample weights as a checked copy, or undefined when none were given.
 * @throws InvalidInputError for a wrong length, a negative or non-finite weight, or all zeros.
 */
export function checkSampleWeight(
  sampleWeight: SampleWeight | undefined | null,
  n: number,
  estimator: string,
): Float64Array | undefined {
  if (sampleWeight === undefined || sampleWeight === null) return undefined;
  const refuse = (what: string, received: unknown, remedy: string): never => {
    throw new InvalidInputError(`${estimator}: sampleWeight ${what}. Got ${describe(received)}. ${remedy}`, {
      estimator,
      parameter: 'sampleWeight',
      received: describe(received),
      remedy,
    });
  };
  if (typeof sampleWeight !== 'object' || !('length' in sampleWeight)) {
    return refuse('must be an array of numbers', sampleWeight, 'Pass one weight per row.');
  }
  if (sampleWeight.length !== n) {
    return refuse(`must hold one weight for each of the ${n} rows`, sampleWeight, 'Pass one weight per row.');
  }
  const weights = new Float64Array(n);
  let positive = false;
  for (let i = 0; i < n; i++) {
    const weight = sampleWeight[i];
    if (typeof weight !== 'number' || !Number.isFinite(weight) || weight < 0) {
      return refuse(`must hold finite numbers >= 0, but row ${i} does not`, weight, 'Mend or drop that row.');
    }
    weights[i] = weight;
    positive ||= weight > 0;
  }
  if (!positive)
    return refuse('is zero in every row', sampleWeight, 'Give at least one row a weight above 0.');
  return weights;
}

/** The weight of each class under `classWeight`. `counts` is what 'balanced' balances: rows (or weights) per class. */
export function resolveClassWeight(
  classWeight: ClassWeight | null,
  classes: readonly Label[],
  codes: Int32Array,
  estimator: string,
  sampleWeight?: Float64Array,
): Float64Array {
  const result = new Float64Array(classes.length).fill(1);
  if (classWeight === null) return result;
  if (classWeight === 'balanced') {
    const counts = new Float64Array(classes.length);
    let total = 0;
    for (let i = 0; i < codes.length; i++) {
      const weight = sampleWeight ? sampleWeight[i] : 1;
      counts[codes[i]] += weight;
      total += weight;
    }
    for (let c = 0; c < counts.length; c++)
      result[c] = counts[c] > 0 ? total / (classes.length * counts[c]) : 0;
    return result;
  }
  const position = new Map(classes.map((label, i) => [String(label), i]));
  for (const [label, weight] of entriesOf(classWeight)) {
    const code = position.get(String(label));
    if (code === undefined) {
      throw new InvalidParameterError(
        `${estimator}: parameter 'classWeight' names class ${describe(label)}, which y does not hold. Classes: ${classes.map(describe).join(', ')}.`,
        { estimator, parameter: 'classWeight', received: describe(label), remedy: 'name only classes of y' },
      );
    }
    result[code] = weight;
  }
  return result;
}

/** Sample weights times class weights, or undefined when every row weighs 1. */
export function combineWeights(
  sampleWeight: Float64Array | undefined,
  classWeight: ClassWeight | null,
  codes: Int32Array,
  classes: readonly Label[],
  estimator: string,
): Float64Array | undefined {
  if (classWeight === null) return sampleWeight;
  const perClass = resolveClassWeight(classWeight, classes, codes, estimator, sampleWeight);
  const result = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    result[i] = perClass[codes[i]] * (sampleWeight ? sampleWeight[i] : 1);
  }
  return result;
}

function entriesOf(classWeight: Exclude<ClassWeight, 'balanced'>): [Label, number][] {
  return classWeight instanceof Map
    ? [...classWeight.entries()]
    : Object.entries(classWeight as Record<string, number>);
}
