import { logGamma } from './special.js';

/** The kernels of density estimates, by the numbers that WebAssembly knows them by. */
export const DENSITY_KERNELS = [
  'gaussian',
  'tophat',
  'epanechnikov',
  'exponential',
  'linear',
  'cosine',
] as const;

/** The shape of a kernel. */
export type DensityKernel = (typeof DENSITY_KERNELS)[number];

/** Logarithm of a kernel of width h at a distance; not normalised. */
export function logKernel(kernel: DensityKernel, distance: number, h: number): number {
  const share = distance / h;
  if (kernel === 'gaussian') return -0.5 * share * share;
  if (kernel === 'exponential') return -share;
  if (!(distance < h)) return Number.NEGATIVE_INFINITY;
  if (kernel === 'tophat') return 0;
  if (kernel === 'epanechnikov') return Math.log(1 - share * share);
  // sin(pi/2 (1 - x)) is cos(pi/2 x) with all its digits near the edge.
  return Math.log(kernel === 'linear' ? 1 - share : Math.sin(0.5 * Math.PI * (1 - share)));
}

/** Logarithm of the factor that makes the integral of a kernel of width h over d dimensions 1. */
export function logKernelNorm(kernel: DensityKernel, h: number, d: number): number {
  return -logVolume(kernel, d) - d * Math.log(h);
}

function logVolume(kernel: DensityKernel, d: number): number {
  switch (kernel) {
    case 'gaussian':
      return 0.5 * d * Math.log(2 * Math.PI);
    case 'tophat':
      return logBall(d);
    case 'epanechnikov':
      return logBall(d) + Math.log(2 / (d + 2));
    case 'exponential':
      return logSphere(d) + logGamma(d);
    case 'linear':
      return logBall(d) - Math.log(d + 1);
    default:
      return logSphere(d) + Math.log(cosineMoment(d));
  }
}

/** Integral over r in [0, 1] of r^(d - 1) cos(pi r / 2). */
function cosineMoment(d: number): number {
  // The terms of the closed form alternate and cancel in many dimensions; the series of the integral by parts of
  // (1 - r) has positive terms only: r^(d-1) against sin(pi (1 - r) / 2).
  let term = Math.PI / 2 / (d * (d + 1));
  let sum = 0;
  for (let k = 1; Math.abs(term) > 1e-18 * sum; k += 2) {
    sum += term;
    term *= -((Math.PI / 2) ** 2) / ((d + k + 1) * (d + k + 2));
  }
  return sum;
}

/** Logarithm of the volume of the unit ball. */
function logBall(d: number): number {
  return 0.5 * d * Math.log(Math.PI) - logGamma(0.5 * d + 1);
}

/** Logarithm of the surface of the unit ball in d dimensions. */
function logSphere(d: number): number {
  return Math.log(d) + logBall(d);
}
