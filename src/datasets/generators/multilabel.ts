import { Matrix } from '../../core/matrix.js';
import { bool, declare, int, type ParamsOf, real, resolveParams } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import { uniformMatrix } from './arrays.js';
import { featureCount, misfit, randomState, sampleCount } from './options.js';

const DECLARATION = declare('makeMultilabelClassification', {
  nSamples: sampleCount(),
  nFeatures: featureCount(20),
  nClasses: int(5, { doc: 'Number of classes.', min: 1 }),
  nLabels: real(2, {
    doc: 'Mean number of labels of a row, before those beyond nClasses are redrawn.',
    min: 0,
  }),
  length: real(50, { doc: 'Mean sum of a row (words of a document).', min: 1 }),
  allowUnlabeled: bool(true, { doc: 'Let rows have no label.' }),
  randomState: randomState(),
});

/** Options of `makeMultilabelClassification`. */
export type MakeMultilabelClassificationOptions = Partial<ParamsOf<typeof DECLARATION>>;

/** Rows with any number of labels each, and the probabilities they were drawn from. */
export interface MultilabelData {
  /** Counts of words, nSamples x nFeatures. */
  readonly data: Matrix;
  /** 1 where the row has the label, else 0: nSamples x nClasses. */
  readonly target: Matrix;
  /** The labels of each row, ascending. */
  readonly labels: readonly (readonly number[])[];
  /** Probability of each class. */
  readonly pC: Float64Array;
  /** Probability of each word given the class, nFeatures x nClasses. */
  readonly pWC: Matrix;
}

/**
 * Random documents with several labels: a Poisson number of distinct classes, then a Poisson number of words drawn
 * from the mixture of the classes' word probabilities. The same seed gives the rows of scikit-learn's
 * make_multilabel_classification (dense). O(nSamples (nFeatures nClasses + length)).
 * @throws InvalidParameterError for a bad option, or `nLabels` 0 when every row must have a label.
 * @example
 * ```ts
 * const { data, target, labels } = makeMultilabelClassification({ nSamples: 40, nClasses: 3, randomState: 0 });
 * [data.columns, target.columns, labels.length]; // [20, 3, 40]
 * ```
 */
export function makeMultilabelClassification(
  options: MakeMultilabelClassificationOptions = {},
): MultilabelData {
  const params = resolveParams(DECLARATION, options);
  const { nSamples, nFeatures, nClasses, length } = params;
  if (params.nLabels === 0 && !params.allowUnlabeled) {
    throw misfit(
      DECLARATION.name,
      'nLabels',
      'must be positive when allowUnlabeled is false',
      0,
      'Raise it.',
    );
  }
  const random = RandomState.from(params.randomState);
  const pC = random.randomSample(nClasses);
  normalise(pC);
  const pWC = uniformMatrix(random, nFeatures, nClasses);
  normaliseColumns(pWC);

  const data = Matrix.zeros(nSamples, nFeatures);
  const target = Matrix.zeros(nSamples, nClasses);
  const labels: number[][] = [];
  const classSteps = cumulate(pC);
  for (let i = 0; i < nSamples; i++) {
    const chosen = drawLabels(classSteps, params, random);
    labels.push(chosen);
    for (const code of chosen) target.set(i, code, 1);
    let words = 0;
    while (words === 0) words = random.poisson(length);
    const steps = wordSteps(pWC, chosen);
    for (let k = 0; k < words; k++) {
      const word = steps ? searchLeft(steps, random.random()) : random.randint(0, nFeatures);
      data.data[i * nFeatures + word]++;
    }
  }
  return { data, target, labels, pC, pWC };
}

function drawLabels(
  classSteps: Float64Array,
  { nClasses, nLabels, allowUnlabeled }: ParamsOf<typeof DECLARATION>,
  random: RandomState,
): number[] {
  let size = nClasses + 1;
  while (size > nClasses || (size === 0 && !allowUnlabeled)) size = random.poisson(nLabels);
  const chosen = new Set<number>();
  while (chosen.size < size) {
    // All that are missing are drawn at once, as the reference does; repeated ones are drawn again.
    for (const u of random.randomSample(size - chosen.size)) chosen.add(searchLeft(classSteps, u));
  }
  return [...chosen].sort((a, b) => a - b);
}

/** Cumulative word probabilities of the mixture of classes; undefined without any class. */
function wordSteps(pWC: Matrix, chosen: readonly number[]): Float64Array | undefined {
  if (chosen.length === 0) return undefined;
  const steps = cumulate(
    Float64Array.from({ length: pWC.rows }, (_, word) =>
      chosen.reduce((sum, code) => sum + pWC.get(word, code), 0),
    ),
  );
  const total = steps[steps.length - 1];
  return steps.map((step) => step / total);
}

function normalise(values: Float64Array): void {
  let sum = 0;
  for (const value of values) sum += value;
  for (let i = 0; i < values.length; i++) values[i] /= sum;
}

function normaliseColumns(matrix: Matrix): void {
  for (let j = 0; j < matrix.columns; j++) {
    const column = matrix.column(j);
    normalise(column);
    for (let i = 0; i < column.length; i++) matrix.set(i, j, column[i]);
  }
}

function cumulate(values: Float64Array): Float64Array {
  let sum = 0;
  return values.map((value) => (sum += value));
}

/** The first position whose value is at least `value`; the last one if rounding left none. */
function searchLeft(steps: Float64Array, value: number): number {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (steps[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
