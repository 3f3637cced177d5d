import { declare, type ParamsOf, resolveParams } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import { normalMatrix } from './arrays.js';
import { type GeneratedClasses, randomState, sampleCount } from './options.js';

const DECLARATION = declare('makeHastie102', { nSamples: sampleCount(12_000), randomState: randomState() });

/** Options of `makeHastie102`. */
export type MakeHastie102Options = Partial<ParamsOf<typeof DECLARATION>>;

/**
 * The boosting problem of Hastie, Tibshirani and Friedman (The Elements of Statistical Learning, example 10.2): ten
 * normal columns; class 1 where the sum of their squares is above 9.34, else -1. The same seed gives the rows of
 * scikit-learn's make_hastie_10_2. O(nSamples).
 * @throws InvalidParameterError for a bad option.
 * @example
 * ```ts
 * const { data, target } = makeHastie102({ nSamples: 100, randomState: 0 });
 * [data.columns, [...new Set(target)].sort()]; // [10, [-1, 1]]
 * ```
 */
export function makeHastie102(options: MakeHastie102Options = {}): GeneratedClasses {
  const params = resolveParams(DECLARATION, options);
  const data = normalMatrix(RandomState.from(params.randomState), params.nSamples, 10);
  const target = Array.from({ length: params.nSamples }, (_, i) => {
    const squares = data.row(i).reduce((sum, value) => sum + value * value, 0);
    return squares > 9.34 ? 1 : -1;
  });
  return { data, target };
}
