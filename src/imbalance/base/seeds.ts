import { RandomState } from '../../core/random.js';

/**
 * Generators in imbalanced-learn's manner: with a seed every class (and every stage) starts from the seed again;
 * without one all draw from one fresh generator.
 */
export function generators(randomState: number | readonly number[] | null): () => RandomState {
  if (randomState !== null) return () => new RandomState(randomState);
  const shared = new RandomState();
  return () => shared;
}
