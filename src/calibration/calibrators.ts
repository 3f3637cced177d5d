import { isotonicPolyline, type Polyline, polylineAt } from '../kernels/isotonic.js';

/** Platt's sigmoid: the probability at score f is 1 / (1 + exp(a f + b)). */
export interface Sigmoid {
  readonly kind: 'sigmoid';
  readonly a: number;
  readonly b: number;
}

/** A non-decreasing function of the score. */
export interface Isotonic extends Polyline {
  readonly kind: 'isotonic';
}

/** Maps the score of one class to its probability. */
export type Calibrator = Sigmoid | Isotonic;

/** Scores beyond this are scaled down for the fit, whose numbers would otherwise overflow. */
const LARGE_SCORE = 30;

/**
 * Platt's sigmoid for scores and targets (0 or 1): the targets are drawn in a little from 0 and 1, then Newton's
 * method minimises the log loss, which is convex in a and b, to rounding. O(n) per step, about ten steps.
 * Reference: Platt, Probabilistic outputs for support vector machines (1999); Lin, Lin, Weng, Machine Learning 68
 * (2007) 267.
 */
export function fitSigmoid(
  scores: ArrayLike<number>,
  targets: ArrayLike<number>,
  weight: ArrayLike<number> | undefined,
): Sigmoid {
  const n = scores.length;
  let largest = 0;
  let positive = 0;
  let negative = 0;
  for (let i = 0; i < n; i++) {
    largest = Math.max(largest, Math.abs(scores[i]));
    const w = weight ? weight[i] : 1;
    if (targets[i] > 0) positive += w;
    else negative += w;
  }
  const scale = largest >= LARGE_SCORE ? largest : 1;
  const high = (positive + 1) / (positive + 2);
  const low = 1 / (negative + 2);
  const loss = (a: number, b: number): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const z = (a * scores[i]) / scale + b;
      // -log p = log(1 + e^z), -log(1 - p) = log(1 + e^-z), for p = 1 / (1 + e^z).
      const t = targets[i] > 0 ? high : low;
      const soft = Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
      sum += (weight ? weight[i] : 1) * (soft - (1 - t) * z);
    }
    return sum;
  };
  let a = 0;
  let b = Math.log((negative + 1) / (positive + 1));
  let value = loss(a, b);
  for (let step = 0; step < 100; step++) {
    let ga = 0;
    let gb = 0;
    let haa = 0;
    let hab = 0;
    let hbb = 0;
    for (let i = 0; i < n; i++) {
      const f = scores[i] / scale;
      const w = weight ? weight[i] : 1;
      const p = 1 / (1 + Math.exp(a * f + b));
      const gap = w * ((targets[i] > 0 ? high : low) - p);
      const curvature = w * p * (1 - p);
      ga += gap * f;
      gb += gap;
      haa += curvature * f * f;
      hab += curvature * f;
      hbb += curvature;
    }
    const size = positive + negative;
    if (Math.max(Math.abs(ga), Math.abs(gb)) <= 1e-12 * size) break;
    // A little on the diagonal: equal scores leave the slope undecided.
    const damping = 1e-12 * (haa + hbb) + 1e-300;
    const determinant = (haa + damping) * (hbb + damping) - hab * hab;
    const da = -((hbb + damping) * ga - hab * gb) / determinant;
    const db = -((haa + damping) * gb - hab * ga) / determinant;
    let t = 1;
    let next = loss(a + da, b + db);
    while (!(next <= value) && t > 1e-10) {
      t /= 2;
      next = loss(a + t * da, b + t * db);
    }
    if (!(next <= value)) break;
    const fall = value - next;
    a += t * da;
    b += t * db;
    value = next;
    if (fall <= 1e-15 * Math.abs(value) && t === 1) break;
  }
  return { kind: 'sigmoid', a: a / scale, b };
}

/** The non-decreasing function nearest to the targets. O(n log n). */
export function fitIsotonic(
  scores: ArrayLike<number>,
  targets: ArrayLike<number>,
  weight: ArrayLike<number> | undefined,
): Isotonic {
  return { kind: 'isotonic', ...isotonicPolyline(scores, targets, weight) };
}

/** The probability that a calibrator gives a score. */
export function calibrate(calibrator: Calibrator, score: number): number {
  if (calibrator.kind === 'isotonic') return polylineAt(calibrator, score);
  return 1 / (1 + Math.exp(calibrator.a * score + calibrator.b));
}
