import { Matrix } from '../../core/matrix.js';
import {
  bool,
  custom,
  declare,
  int,
  nullable,
  type ParamsOf,
  real,
  resolveParams,
} from '../../core/params.js';
import { RandomState, sampleWithoutReplacement } from '../../core/random.js';
import { multiply, normalMatrix, uniformMatrix } from './arrays.js';
import {
  featureCount,
  type GeneratedClasses,
  misfit,
  numberOrList,
  randomState,
  sampleCount,
  shuffled,
} from './options.js';

const CALLER = 'makeClassification';

const DECLARATION = declare(CALLER, {
  nSamples: sampleCount(),
  nFeatures: featureCount(20),
  nInformative: int(2, { doc: 'Columns that separate the classes.', min: 1 }),
  nRedundant: int(2, { doc: 'Columns that are linear combinations of the informative ones.', min: 0 }),
  nRepeated: int(0, { doc: 'Copies of informative or redundant columns, drawn at random.', min: 0 }),
  nClasses: int(2, { doc: 'Number of classes.', min: 1 }),
  nClustersPerClass: int(2, { doc: 'Clusters of each class.', min: 1 }),
  weights: nullable(
    custom<readonly number[]>([], {
      doc: 'Share of each class, or of each but the last; null for equal shares.',
      expected: 'an array of shares in [0, 1]',
      accepts: (value) => Array.isArray(value) && value.every((share) => share >= 0 && share <= 1),
      invalid: ['balanced', [-0.5, 1.5], 0.5],
    }),
  ),
  flipY: real(0.01, { doc: 'Share of rows that get a class at random.', min: 0, max: 1 }),
  classSep: real(1, { doc: "Half the side of the cube on whose corners the clusters' centres lie.", min: 0 }),
  hypercube: bool(true, { doc: 'Centres on the corners of a cube; false stretches it at random.' }),
  shift: nullable(
    numberOrList(0, { doc: 'Added to each column; null draws from [-classSep, classSep].' }),
    0,
  ),
  scale: nullable(
    numberOrList(1, { doc: 'Factor of each column after the shift; null draws from [1, 100].' }),
    1,
  ),
  shuffle: shuffled('Put rows and columns in random order.'),
  randomState: randomState(),
});

/** Options of `makeClassification`. */
export type MakeClassificationOptions = Partial<ParamsOf<typeof DECLARATION>>;
type Options = ParamsOf<typeof DECLARATION>;

/** What a generated column is. */
export type FeatureKind = 'informative' | 'redundant' | 'repeated' | 'random';

/** Generated classes, and what each column is. */
export interface ClassificationData extends GeneratedClasses {
  readonly featureInfo: readonly FeatureKind[];
}

/**
 * A random classification problem: normal clusters with random covariance around the corners of a cube in
 * `nInformative` dimensions, with redundant, repeated and useless columns added and some labels flipped. The same
 * seed gives the rows of scikit-learn's make_classification (to rounding in the last digits). Without `shuffle` the
 * columns stand in the order informative, redundant, repeated, random. O(nSamples nFeatures nInformative).
 * Reference: I. Guyon, Design of experiments for the NIPS 2003 variable selection benchmark (2003).
 * @throws InvalidParameterError for a bad option, more special columns than nFeatures, or more clusters than corners.
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 200, weights: [0.9], randomState: 0 });
 * data.columns; // 20
 * target.filter((code) => code === 1).length; // about 20
 * ```
 */
export function makeClassification(options: MakeClassificationOptions = {}): ClassificationData {
  const params = resolveParams(DECLARATION, options);
  const { nSamples, nFeatures, nInformative, nRedundant, nRepeated, nClasses } = params;
  const counts = clusterSizes(params);
  const random = RandomState.from(params.randomState);
  const useful = nInformative + nRedundant + nRepeated;

  const centres = clusterCentres(counts.length, params, random);
  const data = Matrix.zeros(nSamples, nFeatures);
  const target = new Array<number>(nSamples).fill(0);
  const normals = normalMatrix(random, nSamples, nInformative);
  for (let c = 0, from = 0; c < counts.length; c++) {
    const to = Math.min(nSamples, from + counts[c]);
    const mixing = mixingMatrix(random, nInformative, nInformative);
    const cells = normals.data.subarray(from * nInformative, to * nInformative);
    const mixed = multiply(Matrix.of(cells, nInformative), mixing);
    for (let i = from; i < to; i++) {
      target[i] = c % nClasses;
      for (let j = 0; j < nInformative; j++) {
        normals.set(i, j, mixed.get(i - from, j) + centres.get(c, j));
      }
    }
    from = to;
  }
  put(data, normals, 0);
  if (nRedundant > 0) {
    put(data, multiply(normals, mixingMatrix(random, nInformative, nRedundant)), nInformative);
  }
  if (nRepeated > 0) {
    const sources = nInformative + nRedundant;
    const copied = random.randomSample(nRepeated).map((u) => Math.floor((sources - 1) * u + 0.5));
    put(data, data.takeColumns(copied), sources);
  }
  if (useful < nFeatures) put(data, normalMatrix(random, nSamples, nFeatures - useful), useful);

  flipLabels(target, params, random);
  shiftAndScale(data, params, random);
  const featureInfo = Array.from({ length: nFeatures }, (_, j): FeatureKind => {
    if (j < nInformative) return 'informative';
    if (j < nInformative + nRedundant) return 'redundant';
    return j < useful ? 'repeated' : 'random';
  });
  if (!params.shuffle) return { data, target, featureInfo };
  const rows = random.permutation(nSamples);
  const columns = random.permutation(nFeatures);
  return {
    data: data.takeRows(rows).takeColumns(columns),
    target: Array.from(rows, (i) => target[i]),
    featureInfo: Array.from(columns, (j) => featureInfo[j]),
  };
}

/** Checks that the counts fit together, and shares the rows out over the clusters (cluster k has class k % nClasses). */
function clusterSizes(params: Options): number[] {
  const { nSamples, nFeatures, nInformative, nRedundant, nRepeated, nClasses, nClustersPerClass } = params;
  const useful = nInformative + nRedundant + nRepeated;
  if (useful > nFeatures) {
    throw misfit(
      CALLER,
      'nFeatures',
      `must be at least nInformative + nRedundant + nRepeated = ${useful}`,
      nFeatures,
      'Raise nFeatures or lower the others.',
    );
  }
  const nClusters = nClasses * nClustersPerClass;
  if (nClusters > 2 ** nInformative) {
    throw misfit(
      CALLER,
      'nInformative',
      `must give a corner to each of the nClasses * nClustersPerClass = ${nClusters} clusters, but 2^nInformative is ${2 ** nInformative}`,
      nInformative,
      'Raise nInformative or lower nClasses or nClustersPerClass.',
    );
  }
  const shares = classShares(params);
  const sizes = Array.from({ length: nClusters }, (_, c) =>
    Math.trunc((nSamples * shares[c % nClasses]) / nClustersPerClass),
  );
  const left = nSamples - sizes.reduce((sum, size) => sum + size, 0);
  for (let i = 0; i < left; i++) sizes[i % nClusters]++;
  return sizes;
}

function classShares({ weights, nClasses }: Options): number[] {
  if (weights === null) return new Array<number>(nClasses).fill(1 / nClasses);
  const sum = weights.reduce((total, share) => total + share, 0);
  if ((weights.length !== nClasses && weights.length !== nClasses - 1) || sum > 1 + 1e-8) {
    throw misfit(
      CALLER,
      'weights',
      `must hold ${nClasses} shares, or ${nClasses - 1} to which the last is added, that sum to at most 1`,
      weights,
      'Divide them by their sum.',
    );
  }
  return weights.length === nClasses ? [...weights] : [...weights, Math.max(0, 1 - sum)];
}

function clusterCentres(
  nClusters: number,
  { nInformative, classSep, hypercube }: Options,
  random: RandomState,
): Matrix {
  const centres = cubeCorners(nClusters, nInformative, random);
  const { data } = centres;
  for (let i = 0; i < data.length; i++) data[i] = data[i] * (2 * classSep) - classSep;
  if (hypercube) return centres;
  const perCluster = random.randomSample(nClusters);
  const perColumn = random.randomSample(nInformative);
  for (let i = 0; i < data.length; i++) {
    data[i] = data[i] * perCluster[Math.floor(i / nInformative)] * perColumn[i % nInformative];
  }
  return centres;
}

/** Distinct corners of the unit cube, as rows of 0 and 1; beyond 30 dimensions the leading bits are drawn freely. */
function cubeCorners(n: number, dimensions: number, random: RandomState): Matrix {
  const free = Math.max(0, dimensions - 30);
  const bits = dimensions - free;
  const corners = Matrix.zeros(n, dimensions);
  const leading = free > 0 ? random.randint(0, 2, n * free) : new Float64Array(0);
  const numbers = sampleWithoutReplacement(2 ** bits, n, { randomState: random });
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < free; j++) corners.set(i, j, leading[i * free + j]);
    for (let j = 0; j < bits; j++) corners.set(i, free + j, (numbers[i] >>> (bits - 1 - j)) & 1);
  }
  return corners;
}

function mixingMatrix(random: RandomState, rows: number, columns: number): Matrix {
  const matrix = uniformMatrix(random, rows, columns);
  for (let i = 0; i < matrix.data.length; i++) matrix.data[i] = 2 * matrix.data[i] - 1;
  return matrix;
}

function put(data: Matrix, block: Matrix, column: number): void {
  for (let i = 0; i < data.rows; i++) data.data.set(block.row(i), i * data.columns + column);
}

function flipLabels(target: number[], { flipY, nClasses }: Options, random: RandomState): void {
  const marks = random.randomSample(target.length);
  for (let i = 0; i < target.length; i++) if (marks[i] < flipY) target[i] = random.randint(0, nClasses);
}

function shiftAndScale(data: Matrix, { shift, scale, classSep }: Options, random: RandomState): void {
  const d = data.columns;
  const perColumn = (name: string, value: number | readonly number[]): ArrayLike<number> => {
    if (typeof value === 'number') return new Float64Array(d).fill(value);
    if (value.length === d) return value;
    throw misfit(
      CALLER,
      name,
      `must have one number for each of the ${d} columns`,
      value,
      'Correct its length.',
    );
  };
  const shifts =
    shift === null ? random.randomSample(d).map((u) => (2 * u - 1) * classSep) : perColumn('shift', shift);
  const scales = scale === null ? random.randomSample(d).map((u) => 1 + 100 * u) : perColumn('scale', scale);
  for (let i = 0; i < data.data.length; i++) data.data[i] = (data.data[i] + shifts[i % d]) * scales[i % d];
}
