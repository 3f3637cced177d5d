import { declare, type ParamsOf, resolveParams } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import { addNoise, uniformMatrix } from './arrays.js';
import { featureCount, type GeneratedValues, noiseLevel, randomState, sampleCount } from './options.js';

const SPECS = { nSamples: sampleCount(), noise: noiseLevel(), randomState: randomState() };
const FRIEDMAN1 = declare('makeFriedman1', { ...SPECS, nFeatures: featureCount(10, 5) });
const FRIEDMAN2 = declare('makeFriedman2', SPECS);
const FRIEDMAN3 = declare('makeFriedman3', SPECS);

/** Options of `makeFriedman1`. */
export type MakeFriedman1Options = Partial<ParamsOf<typeof FRIEDMAN1>>;
/** Options of `makeFriedman2` and `makeFriedman3`. */
export type MakeFriedmanOptions = Partial<ParamsOf<typeof FRIEDMAN2>>;

/**
 * Friedman's first problem: uniform columns, of which five matter:
 * y = 10 sin(pi x0 x1) + 20 (x2 - 0.5)^2 + 10 x3 + 5 x4 + noise. The same seed gives the rows of scikit-learn's
 * make_friedman1. O(nSamples nFeatures). Reference: J. Friedman, Annals of Statistics 19 (1991) 1.
 * @throws InvalidParameterError for a bad option.
 * @example
 * ```ts
 * const { data, target } = makeFriedman1({ nSamples: 50, noise: 1, randomState: 0 });
 * [data.columns, target.length]; // [10, 50]
 * ```
 */
export function makeFriedman1(options: MakeFriedman1Options = {}): GeneratedValues {
  const { nSamples, nFeatures, noise, randomState: seed } = resolveParams(FRIEDMAN1, options);
  const random = RandomState.from(seed);
  const data = uniformMatrix(random, nSamples, nFeatures);
  const target = Float64Array.from({ length: nSamples }, (_, i) => {
    const [a, b, c, d, e] = data.row(i);
    return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e;
  });
  addNoise(target, noise, random);
  return { data, target };
}

/**
 * Friedman's second problem, the impedance of a circuit: y = sqrt(x0^2 + (x1 x2 - 1 / (x1 x3))^2) + noise. The same
 * seed gives the rows of scikit-learn's make_friedman2. O(nSamples).
 * @throws InvalidParameterError for a bad option.
 * @example
 * ```ts
 * const { data, target } = makeFriedman2({ nSamples: 50, randomState: 0 });
 * data.columns; // 4
 * ```
 */
export function makeFriedman2(options: MakeFriedmanOptions = {}): GeneratedValues {
  return circuit(resolveParams(FRIEDMAN2, options), (resistance, reactance) =>
    Math.sqrt(resistance ** 2 + reactance ** 2),
  );
}

/**
 * Friedman's third problem, the phase of a circuit: y = atan((x1 x2 - 1 / (x1 x3)) / x0) + noise. The same seed gives
 * the rows of scikit-learn's make_friedman3. O(nSamples).
 * @throws InvalidParameterError for a bad option.
 * @example
 * ```ts
 * const { target } = makeFriedman3({ nSamples: 50, randomState: 0 });
 * target.every((phase) => Math.abs(phase) < Math.PI / 2); // true
 * ```
 */
export function makeFriedman3(options: MakeFriedmanOptions = {}): GeneratedValues {
  return circuit(resolveParams(FRIEDMAN3, options), (resistance, reactance) =>
    Math.atan(reactance / resistance),
  );
}

function circuit(
  { nSamples, noise, randomState: seed }: ParamsOf<typeof FRIEDMAN2>,
  formula: (resistance: number, reactance: number) => number,
): GeneratedValues {
  const random = RandomState.from(seed);
  const data = uniformMatrix(random, nSamples, 4);
  const target = new Float64Array(nSamples);
  for (let i = 0; i < nSamples; i++) {
    const [u0, u1, u2, u3] = data.row(i);
    const row = [u0 * 100, u1 * (520 * Math.PI) + 40 * Math.PI, u2, u3 * 10 + 1];
    data.data.set(row, 4 * i);
    target[i] = formula(row[0], row[1] * row[2] - 1 / (row[1] * row[3]));
  }
  addNoise(target, noise, random);
  return { data, target };
}
