import { Matrix } from '../../core/matrix.js';
import { bool, declare, type ParamsOf, resolveParams } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import { type GeneratedValues, noiseLevel, randomState, sampleCount } from './options.js';

const SPECS = { nSamples: sampleCount(), noise: noiseLevel(), randomState: randomState() };
const S_CURVE = declare('makeSCurve', SPECS);
const SWISS_ROLL = declare('makeSwissRoll', {
  ...SPECS,
  hole: bool(false, { doc: 'Leave out a rectangle in the middle of the sheet.' }),
});

/** Options of `makeSCurve`. */
export type MakeSCurveOptions = Partial<ParamsOf<typeof S_CURVE>>;
/** Options of `makeSwissRoll`. */
export type MakeSwissRollOptions = Partial<ParamsOf<typeof SWISS_ROLL>>;

/**
 * Points on a sheet bent like an S, n x 3; `target` is the position along the S. The same seed gives the rows of
 * scikit-learn's make_s_curve. O(nSamples).
 * @throws InvalidParameterError for a bad option.
 * @example
 * ```ts
 * const { data, target } = makeSCurve({ nSamples: 100, randomState: 0 });
 * data.columns; // 3
 * ```
 */
export function makeSCurve(options: MakeSCurveOptions = {}): GeneratedValues {
  const { nSamples, noise, randomState: seed } = resolveParams(S_CURVE, options);
  const random = RandomState.from(seed);
  const t = random.randomSample(nSamples).map((u) => 3 * Math.PI * (u - 0.5));
  const y = random.randomSample(nSamples).map((u) => 2 * u);
  const x = t.map(Math.sin);
  const z = t.map((angle) => Math.sign(angle) * (Math.cos(angle) - 1));
  return { data: space([x, y, z], noise, random), target: t };
}

/**
 * Points on a rolled-up sheet, n x 3; `target` is the position along the roll. The same seed gives the rows of
 * scikit-learn's make_swiss_roll. O(nSamples). Reference: S. Marsland, Machine Learning: An Algorithmic Perspective.
 * @throws InvalidParameterError for a bad option.
 * @example
 * ```ts
 * const { data, target } = makeSwissRoll({ nSamples: 100, hole: true, randomState: 0 });
 * data.columns; // 3
 * ```
 */
export function makeSwissRoll(options: MakeSwissRollOptions = {}): GeneratedValues {
  const { nSamples, noise, hole, randomState: seed } = resolveParams(SWISS_ROLL, options);
  const random = RandomState.from(seed);
  const { t, y } = hole ? sheetWithHole(nSamples, random) : sheet(nSamples, random);
  const x = t.map((angle) => angle * Math.cos(angle));
  const z = t.map((angle) => angle * Math.sin(angle));
  return { data: space([x, y, z], noise, random), target: t };
}

function sheet(n: number, random: RandomState): { t: Float64Array; y: Float64Array } {
  const t = random.randomSample(n).map((u) => 1.5 * Math.PI * (1 + 2 * u));
  return { t, y: random.randomSample(n).map((u) => 21 * u) };
}

/** The sheet in 3 x 3 rectangles without the middle one: a rectangle is drawn, then a point in it. */
function sheetWithHole(n: number, random: RandomState): { t: Float64Array; y: Float64Array } {
  const rectangle = random.randint(0, 8, n).map((k) => (k < 4 ? k : k + 1));
  const along = random.randomSample(n);
  const across = random.randomSample(n);
  return {
    t: along.map((u, i) => Math.PI * (1.5 + Math.floor(rectangle[i] / 3)) + u * Math.PI),
    y: across.map((u, i) => (rectangle[i] % 3) * 7 + u * 7),
  };
}

/** Coordinates as columns, with noise drawn coordinate by coordinate. */
function space(coordinates: readonly Float64Array[], noise: number, random: RandomState): Matrix {
  const n = coordinates[0].length;
  const data = Matrix.zeros(n, 3);
  for (let j = 0; j < 3; j++) {
    for (let i = 0; i < n; i++) data.set(i, j, coordinates[j][i] + noise * random.standardNormal());
  }
  return data;
}
