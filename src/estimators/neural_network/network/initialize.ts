import type { RandomState } from '../../../core/random.js';
import { layoutOf, type NetworkSpec, pieceOf } from './layout.js';

/** Weights and running moments of a network. */
export interface Weights {
  /** All weights in the order of the layout. */
  readonly flat: Float64Array;
  /** Running means and variances of the normalisation. */
  readonly moments: Float64Array;
}

/**
 * The first weights: uniform within Glorot's bound, drawn in scikit-learn's order (layer by layer, coefficients and
 * then intercepts); normalisation starts as the identity.
 * Reference: Glorot and Bengio, AISTATS (2010).
 */
export function initialWeights(spec: NetworkSpec, random: RandomState): Weights {
  const layout = layoutOf(spec);
  const flat = new Float64Array(layout.size);
  const factor = spec.activation === 'logistic' ? 2 : 6;
  layout.coefs.forEach((coef, l) => {
    const bound = Math.sqrt(factor / (coef.rows + coef.columns));
    const drawn = pieceOf(flat, coef);
    for (let i = 0; i < drawn.length; i++) drawn[i] = random.uniform(-bound, bound);
    const intercept = pieceOf(flat, layout.intercepts[l]);
    for (let i = 0; i < intercept.length; i++) intercept[i] = random.uniform(-bound, bound);
  });
  for (const gamma of layout.gammas) pieceOf(flat, gamma).fill(1);
  const moments = new Float64Array(layout.momentsSize);
  for (const variance of layout.variances) pieceOf(moments, variance).fill(1);
  return { flat, moments };
}
