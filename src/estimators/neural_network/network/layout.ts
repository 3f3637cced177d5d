import type { Activation, OutputActivation } from './activations.js';
import type { LossName } from './losses.js';

/** A network as plain data. */
export interface NetworkSpec {
  /** Columns of X, units of each hidden layer, outputs. */
  readonly units: readonly number[];
  readonly activation: Activation;
  readonly outActivation: OutputActivation;
  readonly loss: LossName;
  /** Share of units that is dropped after each hidden layer. */
  readonly dropout: readonly number[];
  /** Normalise the sums of hidden layers over the batch, before the activation. */
  readonly batchNormalization: boolean;
  /** A hidden layer that hands its sums on as they are: the code of an autoencoder. */
  readonly linearLayer?: number;
}

/** A stretch of a flat vector. */
export interface Piece {
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
}

/** Where each weight stands in the flat vector, coefficients first: only they are penalised. */
export interface Layout {
  readonly coefs: readonly Piece[];
  readonly intercepts: readonly Piece[];
  /** Factors and shifts of the normalisation, one per hidden layer; empty without it. */
  readonly gammas: readonly Piece[];
  readonly betas: readonly Piece[];
  /** Number of coefficients. */
  readonly penalized: number;
  /** Number of all weights. */
  readonly size: number;
  /** Running means and variances of the normalisation, in a vector of their own. */
  readonly means: readonly Piece[];
  readonly variances: readonly Piece[];
  readonly momentsSize: number;
}

/** Momentum and epsilon of batch normalisation, as in Keras. */
export const NORMALIZATION = { momentum: 0.99, epsilon: 1e-3 } as const;

/** Lays out the weights of a network. */
export function layoutOf({ units, batchNormalization }: NetworkSpec): Layout {
  let size = 0;
  const take = (rows: number, columns: number): Piece => {
    const piece = { offset: size, rows, columns };
    size += rows * columns;
    return piece;
  };
  const outs = units.slice(1);
  const coefs = outs.map((columns, l) => take(units[l], columns));
  const penalized = size;
  const intercepts = outs.map((columns) => take(1, columns));
  const normalized = batchNormalization ? outs.slice(0, -1) : [];
  const gammas = normalized.map((columns) => take(1, columns));
  const betas = normalized.map((columns) => take(1, columns));
  const total = size;
  size = 0;
  const means = normalized.map((columns) => take(1, columns));
  const variances = normalized.map((columns) => take(1, columns));
  return {
    coefs,
    intercepts,
    gammas,
    betas,
    penalized,
    size: total,
    means,
    variances,
    momentsSize: size,
  };
}

/** The weights of a piece as a view. */
export function pieceOf(flat: Float64Array, { offset, rows, columns }: Piece): Float64Array {
  return flat.subarray(offset, offset + rows * columns);
}
