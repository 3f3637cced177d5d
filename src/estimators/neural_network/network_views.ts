import { describe, InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import { layoutOf, type NetworkSpec, pieceOf } from './network/layout.js';
import type { NetworkModel, NetworkParams } from './network_fit.js';

/** Weights of each layer as matrices, inputs x outputs: views of the model. */
export function coefs({ spec, flat }: NetworkModel): Matrix[] {
  return layoutOf(spec).coefs.map((piece) => Matrix.of(pieceOf(flat, piece), piece.columns));
}

/** Intercepts of each layer: views of the model. */
export function intercepts({ spec, flat }: NetworkModel): Float64Array[] {
  return layoutOf(spec).intercepts.map((piece) => pieceOf(flat, piece));
}

/** Number of outputs. */
export function outputs({ spec }: NetworkModel): number {
  return spec.units[spec.units.length - 1];
}

/** @throws InvalidParameterError where training in pieces makes no sense. */
export function checkPartial({ solver, earlyStopping }: NetworkParams, estimator: string): void {
  if (solver === 'lbfgs' || earlyStopping) {
    const [parameter, value] = solver === 'lbfgs' ? ['solver', "'lbfgs'"] : ['earlyStopping', 'true'];
    throw new InvalidParameterError(
      `${estimator}: partialFit cannot work with ${parameter} ${value}. Use a solver that takes steps, without early stopping.`,
      { estimator, parameter, received: value, remedy: "solver: 'adam', earlyStopping: false" },
    );
  }
}

/** @throws InvalidInputError when training cannot go on from the model before. */
export function checkWarmStart(
  before: NetworkModel,
  spec: NetworkSpec,
  sameClasses: boolean,
  estimator: string,
): void {
  const refuse = (what: string): never => {
    throw new InvalidInputError(
      `${estimator}: warmStart goes on from the fit before, but ${what}. Fit with warmStart: false first.`,
      { estimator, parameter: 'warmStart', remedy: 'warmStart: false' },
    );
  };
  if (!sameClasses) refuse('y has other classes');
  const [old, now] = [before.spec.units, spec.units];
  if (old.length !== now.length || old.some((units, l) => units !== now[l])) {
    refuse(`the layers were ${describe(old)} and are ${describe(now)} now`);
  }
}

/** @throws InvalidInputError unless validation rows have the columns of X. */
export function checkValidation(X: Matrix, trained: Matrix, estimator: string): void {
  if (X.columns === trained.columns) return;
  throw new InvalidInputError(
    `${estimator}: validationData must have the ${trained.columns} columns of X. Got ${X.columns}. Pass the same columns.`,
    { estimator, parameter: 'validationData', remedy: 'pass the same columns' },
  );
}

/** @throws InvalidInputError unless codes have the width of the code layer. */
export function checkCodes(codes: Matrix, width: number, estimator: string): void {
  if (codes.columns === width) return;
  throw new InvalidInputError(
    `${estimator}: codes must have ${width} columns, as transform gives them. Got ${codes.columns}. Pass what transform gave.`,
    {
      estimator,
      parameter: 'codes',
      received: `${codes.columns} columns`,
      remedy: 'pass what transform gave',
    },
  );
}
