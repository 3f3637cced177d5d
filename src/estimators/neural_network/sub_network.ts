import { layoutOf, type NetworkSpec, pieceOf } from './network/layout.js';
import type { NetworkModel } from './network_fit.js';

/**
 * The layers of a network (without normalisation) between two of its rows of units, as a network of its own: its
 * last layer is linear, as the code and the outputs of an autoencoder are.
 */
export function part(
  { spec, flat }: Pick<NetworkModel, 'spec' | 'flat'>,
  from: number,
  to: number,
): { spec: NetworkSpec; flat: Float64Array } {
  const { linearLayer, ...rest } = spec;
  const inside = linearLayer !== undefined && linearLayer >= from && linearLayer < to - 1;
  const small: NetworkSpec = {
    ...rest,
    units: spec.units.slice(from, to + 1),
    outActivation: 'identity',
    dropout: spec.dropout.slice(from, to - 1),
    ...(inside && { linearLayer: linearLayer - from }),
  };
  const [whole, layout] = [layoutOf(spec), layoutOf(small)];
  const weights = new Float64Array(layout.size);
  for (let l = 0; l < layout.coefs.length; l++) {
    pieceOf(weights, layout.coefs[l]).set(pieceOf(flat, whole.coefs[from + l]));
    pieceOf(weights, layout.intercepts[l]).set(pieceOf(flat, whole.intercepts[from + l]));
  }
  return { spec: small, flat: weights };
}
