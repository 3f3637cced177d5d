import { InvalidParameterError } from '../errors.js';
import { RandomState, type RandomStateLike } from './random_state.js';

/** How the numbers are drawn: each way uses other random numbers. */
export type SamplingMethod = 'auto' | 'tracking_selection' | 'reservoir_sampling' | 'pool';

/** `nSamples` distinct integers below `nPopulation`, as scikit-learn's sample_without_replacement draws them. */
export function sampleWithoutReplacement(
  nPopulation: number,
  nSamples: number,
  options: { method?: SamplingMethod; randomState?: RandomStateLike | null } = {},
): Float64Array {
  const { method = 'auto' } = options;
  if (!(nSamples >= 0 && nSamples <= nPopulation)) {
    throw new InvalidParameterError(
      `sampleWithoutReplacement: nSamples must be from 0 to nPopulation. Got ${nSamples} of ${nPopulation}.`,
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
