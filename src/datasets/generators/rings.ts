import { Matrix } from '../../core/matrix.js';
import { custom, declare, nullable, type ParamsOf, real, resolveParams } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import { addNoise, repeatCodes } from './arrays.js';
import { type GeneratedClasses, isPair, noiseLevel, randomState, shuffled } from './options.js';

const SPECS = {
  nSamples: custom<number | readonly [number, number]>(100, {
    doc: 'Number of rows, half of each class, or the number of each class.',
    expected: 'an integer >= 1 or two integers >= 0',
    accepts: (value) =>
      (Number.isSafeInteger(value) && (value as number) >= 1) ||
      isPair(value, (n) => Number.isSafeInteger(n) && (n as number) >= 0),
    invalid: [0, 1.5, [1], [1, 2, 3], [-1, 2], 'text'],
  }),
  shuffle: shuffled(),
  noise: nullable(noiseLevel()),
  randomState: randomState(),
};
const MOONS = declare('makeMoons', SPECS);
const CIRCLES = declare('makeCircles', {
  ...SPECS,
  factor: real(0.8, { doc: 'Radius of the inner circle.', min: 0, max: 1, exclusiveMax: true }),
});

/** Options of `makeMoons`. */
export type MakeMoonsOptions = Partial<ParamsOf<typeof MOONS>>;
/** Options of `makeCircles`. */
export type MakeCirclesOptions = Partial<ParamsOf<typeof CIRCLES>>;

/**
 * Two interleaving half circles in the plane, n x 2: class 0 is the upper one. The same seed gives the rows of
 * scikit-learn's make_moons. O(nSamples).
 * @throws InvalidParameterError for a bad option.
 * @example
 * ```ts
 * const { data, target } = makeMoons({ nSamples: 100, noise: 0.1, randomState: 0 });
 * [data.rows, data.columns]; // [100, 2]
 * ```
 */
export function makeMoons(options: MakeMoonsOptions = {}): GeneratedClasses {
  const params = resolveParams(MOONS, options);
  const counts = halves(params.nSamples);
  const angle = (i: number, n: number): number => {
    if (n === 1) return 0;
    return i === n - 1 ? Math.PI : i * (Math.PI / (n - 1));
  };
  return finish(params, counts, (code, i) => {
    const t = angle(i, counts[code]);
    return code === 0 ? [Math.cos(t), Math.sin(t)] : [1 - Math.cos(t), 1 - Math.sin(t) - 0.5];
  });
}

/**
 * A circle within a circle in the plane, n x 2: class 0 is the outer one with radius 1. The same seed gives the rows
 * of scikit-learn's make_circles. O(nSamples).
 * @throws InvalidParameterError for a bad option.
 * @example
 * ```ts
 * const { data, target } = makeCircles({ nSamples: [60, 40], factor: 0.5, noise: 0.05, randomState: 0 });
 * target.filter((code) => code === 1).length; // 40
 * ```
 */
export function makeCircles(options: MakeCirclesOptions = {}): GeneratedClasses {
  const params = resolveParams(CIRCLES, options);
  const counts = halves(params.nSamples);
  return finish(params, counts, (code, i) => {
    const t = i * ((2 * Math.PI) / counts[code]);
    const radius = code === 0 ? 1 : params.factor;
    return [Math.cos(t) * radius, Math.sin(t) * radius];
  });
}

function halves(nSamples: number | readonly [number, number]): readonly [number, number] {
  if (typeof nSamples !== 'number') return nSamples;
  const outer = Math.floor(nSamples / 2);
  return [outer, nSamples - outer];
}

/** Places the points, shuffles them and only then adds noise. */
function finish(
  params: ParamsOf<typeof MOONS>,
  counts: readonly [number, number],
  place: (code: number, i: number) => [number, number],
): GeneratedClasses {
  const random = RandomState.from(params.randomState);
  const codes = repeatCodes(counts);
  const points = codes.map((code, i) => place(code, code === 0 ? i : i - counts[0]));
  const order = params.shuffle ? random.permutation(codes.length) : Int32Array.from(codes.keys());
  const data = Matrix.zeros(codes.length, 2);
  order.forEach((from, to) => {
    data.data.set(points[from], 2 * to);
  });
  if (params.noise !== null) addNoise(data.data, params.noise, random);
  return { data, target: Array.from(order, (i) => codes[i]) };
}
