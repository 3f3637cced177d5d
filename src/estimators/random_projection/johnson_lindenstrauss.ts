import { describe, InvalidParameterError } from '../../core/errors.js';

/**
 * The number of components that keep all squared distances between `nSamples` points within a share of `eps` for sure:
 * 4 ln n / (eps^2 / 2 - eps^3 / 3). Source: Dasgupta, Gupta (1999); scikit-learn johnson_lindenstrauss_min_dim.
 * @throws InvalidParameterError for eps outside (0, 1) or nSamples below 1.
 * @example
 * ```ts
 * johnsonLindenstraussMinDim(1e6, { eps: 0.5 }); // 663
 * ```
 */
export function johnsonLindenstraussMinDim(
  nSamples: number,
  options: { readonly eps?: number } = {},
): number {
  const { eps = 0.1 } = options;
  const refuse = (parameter: string, what: string, value: unknown): never => {
    throw new InvalidParameterError(
      `johnsonLindenstraussMinDim: parameter '${parameter}' must be ${what}. Got ${describe(value)}.`,
      { estimator: 'johnsonLindenstraussMinDim', parameter, received: describe(value) },
    );
  };
  if (!(eps > 0 && eps < 1)) refuse('eps', 'a number between 0 and 1', eps);
  if (!(nSamples >= 1)) refuse('nSamples', 'at least 1', nSamples);
  return Math.floor((4 * Math.log(nSamples)) / (eps ** 2 / 2 - eps ** 3 / 3));
}
