import { describe, InvalidParameterError, nearestName } from '../errors.js';
import { RandomState, type RandomStateLike } from './random_state.js';

const METHODS: readonly SamplingMethod[] = ['auto', 'tracking_selection', 'reservoir_sampling', 'pool'];

/** How the numbers are drawn: each way uses other random numbers. */
export type SamplingMethod = 'auto' | 'tracking_selection' | 'reservoir_sampling' | 'pool';

/**
 * `nSamples` distinct integers below `nPopulation`, the same as scikit-learn sample_without_replacement draws
 * for the same seed. 'tracking_selection' takes O(nSamples) memory, 'reservoir_sampling' O(nPopulation) time,
 * 'pool' O(nPopulation) memory; 'auto' permutes all unless nSamples is a tiny or nearly whole share.
 * @throws InvalidParameterError when more are asked for than there are, or for an unknown method.
 *
 * @example
 * ```ts
 * sampleWithoutReplacement(1e6, 5, { randomState: 0 }).length; // 5, all different
 * ```
 */
export function sampleWithoutReplacement(
  nPopulation: number,
  nSamples: number,
  options: { method?: SamplingMethod; randomState?: RandomStateLike | null } = {},
): Float64Array {
  const { method = 'auto' } = options;
  if (!METHODS.includes(method)) {
    const near = nearestName(String(method), METHODS);
    throw new InvalidParameterError(
      `sampleWithoutReplacement: method must be one of ${METHODS.join(', ')}. Got ${describe(method)}.${near ? ` Did you mean '${near}'?` : ''}`,
      { estimator: 'sampleWithoutReplacement', parameter: 'method', received: describe(method) },
    );
  }
  const whole = Number.isSafeInteger(nPopulation) && Number.isSafeInteger(nSamples);
  if (!whole || nSamples < 0 || nSamples > nPopulation) {
    throw new InvalidParameterError(
      `sampleWithoutReplacement: nSamples must be a whole number from 0 to nPopulation. Got ${nSamples} of ${nPopulation}.`,
      { parameter: 'nSamples', received: String(nSamples) },
    );
  }
  const random = RandomState.from(options.randomState);
  const ratio = nPopulation === 0 ? 1 : nSamples / nPopulation;
  if (method === 'auto' && ratio > 0.01 && ratio < 0.99) {
    return Float64Array.from(random.permutation(nPopulation).subarray(0, nSamples));
  }
  if (method === 'pool') return pool(nPopulation, nSamples, random);
  if (method !== 'reservoir_sampling' && ratio < 0.2) return tracking(nPopulation, nSamples, random);
  return reservoir(nPopulation, nSamples, random);
}

function tracking(n: number, k: number, random: RandomState): Float64Array {
  const seen = new Set<number>();
  while (seen.size < k) seen.add(random.randint(0, n));
  return Float64Array.from(seen);
}

function reservoir(n: number, k: number, random: RandomState): Float64Array {
  const result = Float64Array.from({ length: k }, (_, i) => i);
  for (let i = k; i < n; i++) {
    const j = random.randint(0, i + 1);
    if (j < k) result[j] = i;
  }
  return result;
}

function pool(n: number, k: number, random: RandomState): Float64Array {
  const left = Float64Array.from({ length: n }, (_, i) => i);
  const result = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    const j = random.randint(0, n - i);
    result[i] = left[j];
    left[j] = left[n - i - 1];
  }
  return result;
}
