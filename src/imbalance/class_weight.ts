import { describe, InvalidInputError, InvalidParameterError } from '../core/errors.js';
import { encodeLabels, type Label, type Labels } from '../core/labels.js';
import { Matrix } from '../core/matrix.js';
import { takeRows } from '../core/take.js';
import { type ClassWeight, checkSampleWeight, resolveClassWeight } from '../core/weights.js';

/** Options of computeClassWeight. */
export interface ComputeClassWeightOptions {
  /** The classes to weigh, in the order of the result. */
  readonly classes: readonly Label[];
  /** The label of each row. */
  readonly y: Labels;
  /** Weight per row, for 'balanced': sums of weights instead of numbers of rows. */
  readonly sampleWeight?: ArrayLike<number>;
}

/**
 * The weight of each class: 'balanced' gives n / (classes x rows of the class), a record its values (1 for
 * classes it leaves out), null 1 for all. O(n). Source: scikit-learn compute_class_weight.
 * @throws InvalidInputError when `classes` lacks a label of y or, for 'balanced', holds one that y lacks.
 *
 * @example
 * ```ts
 * computeClassWeight('balanced', { classes: ['qso', 'star'], y: ['star', 'star', 'star', 'qso'] }); // [2, 2/3]
 * ```
 */
export function computeClassWeight(
  classWeight: ClassWeight | null,
  { classes, y, sampleWeight }: ComputeClassWeightOptions,
): Float64Array {
  const name = 'computeClassWeight';
  const encoded = encodeLabels(y, name);
  const missing = encoded.classes.find((label) => !classes.includes(label));
  if (missing !== undefined) {
    throw new InvalidInputError(
      `${name}: option 'classes' must hold every class of y, but lacks ${describe(missing)}. Got ${describe(classes)}. Add it.`,
      { estimator: name, parameter: 'classes', received: describe(classes), remedy: 'add the class' },
    );
  }
  const weights = checkSampleWeight(sampleWeight, encoded.codes.length, name);
  if (classWeight !== null && classWeight !== 'balanced') {
    checkRecord(classWeight, name);
    // Records may name classes that these rows lack.
    const given = resolveClassWeight(classWeight, classes, encoded.codes, name);
    return given;
  }
  const own = resolveClassWeight(classWeight, encoded.classes, encoded.codes, name, weights);
  return Float64Array.from(classes, (label) => {
    const code = encoded.classes.indexOf(label);
    if (code >= 0) return own[code];
    if (classWeight === null) return 1;
    throw new InvalidInputError(
      `${name}: 'balanced' weighs classes by their rows, but y has none of class ${describe(label)}. Got ${describe(encoded.classes)}. Leave the class out.`,
      { estimator: name, parameter: 'classes', received: describe(label), remedy: 'leave the class out' },
    );
  });
}

/** Options of computeSampleWeight. */
export interface ComputeSampleWeightOptions {
  /** The rows that a learner sees (they may repeat): 'balanced' counts these; rows of absent classes weigh 0. */
  readonly indices?: ArrayLike<number> | null;
}

/**
 * The weight of each row from the weight of its class: 'balanced', a record from label to weight, or null (all
 * 1). With several columns of labels the weights of a row are multiplied, and a list gives one setting for each
 * column. O(n). Source: scikit-learn compute_sample_weight.
 * @throws InvalidInputError or InvalidParameterError for unusable labels or weights.
 *
 * @example
 * ```ts
 * computeSampleWeight('balanced', ['star', 'star', 'star', 'qso']); // [2/3, 2/3, 2/3, 2]
 * ```
 */
export function computeSampleWeight(
  classWeight: ClassWeight | null | readonly (ClassWeight | null)[],
  y: Labels | Matrix | readonly (readonly Label[])[],
  { indices = null }: ComputeSampleWeightOptions = {},
): Float64Array {
  const name = 'computeSampleWeight';
  const columns = columnsOf(y);
  const perColumn = Array.isArray(classWeight)
    ? (classWeight as (ClassWeight | null)[])
    : columns.map(() => classWeight as ClassWeight | null);
  if (perColumn.length !== columns.length) {
    throw new InvalidParameterError(
      `${name}: a list of class weights needs one entry for each of the ${columns.length} column(s) of y. Got ${perColumn.length}. Correct the list.`,
      { estimator: name, parameter: 'classWeight', received: describe(classWeight) },
    );
  }
  if (indices && perColumn.some((weight) => weight !== 'balanced')) {
    throw new InvalidParameterError(
      `${name}: option 'indices' goes with 'balanced' only. Got ${describe(classWeight)}. Leave indices out.`,
      { estimator: name, parameter: 'indices', received: describe(classWeight), remedy: 'leave indices out' },
    );
  }
  const result = new Float64Array(columns[0].length).fill(1);
  columns.forEach((labels, j) => {
    const { codes, classes } = encodeLabels(labels, name);
    const weight = perColumn[j];
    if (weight !== null && weight !== 'balanced') checkRecord(weight, name);
    const seen = indices ? takeRows(codes, indices) : codes;
    const present = new Set(seen).size;
    const perClass = resolveClassWeight(weight, classes, seen, name);
    // Classes that the chosen rows lack weigh 0, and do not count among those to balance.
    const scale = weight === 'balanced' ? classes.length / present : 1;
    for (let i = 0; i < result.length; i++) result[i] *= perClass[codes[i]] * scale;
  });
  return result;
}

function columnsOf(y: Labels | Matrix | readonly (readonly Label[])[]): Labels[] {
  if (y instanceof Matrix) return Array.from({ length: y.columns }, (_, j) => y.column(j));
  const first: unknown = y[0];
  if (!Array.isArray(first)) return [y as Labels];
  return first.map((_, j) => (y as readonly (readonly Label[])[]).map((row) => row[j]));
}

function checkRecord(weight: unknown, name: string): void {
  const record = weight !== null && typeof weight === 'object' && !Array.isArray(weight);
  const values = record
    ? weight instanceof Map
      ? [...weight.values()]
      : Object.values(weight as object)
    : [];
  if (record && values.every((value) => Number.isFinite(value) && value >= 0)) return;
  throw new InvalidParameterError(
    `${name}: the class weight must be 'balanced', a record from class to a weight >= 0, or null. Got ${describe(weight)}. Correct it.`,
    { estimator: name, parameter: 'classWeight', received: describe(weight) },
  );
}
