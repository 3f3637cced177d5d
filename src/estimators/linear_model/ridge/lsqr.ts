import type { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import type { Iterated, IterationLimits } from './iterative.js';
import { rowProduct } from './row_product.js';

/** Condition numbers above this end the iterations, as in SciPy. */
const WORST_CONDITION = 1e8;

/**
 * One target by LSQR: Golub-Kahan bidiagonalisation of X, the penalty as damping. It never squares X, so it keeps more
 * digits than conjugate gradients where columns nearly depend on each other. Each iteration reads X once. O(n d) per
 * iteration. Reference: Paige and Saunders, ACM Trans. Math. Software 8 (1982) 43 and 195.
 */
export async function ridgeByLsqr(
  X: Matrix,
  y: Float64Array,
  alpha: number,
  { tol, maxIter }: IterationLimits,
  run: Run,
): Promise<Iterated> {
  const d = X.columns;
  const damp = Math.sqrt(alpha);
  const x = new Float64Array(d);
  const u = y.slice();
  const v = new Float64Array(d);
  const image = new Float64Array(d);
  const targetNorm = norm(u);
  if (targetNorm === 0) return { x, iterations: 0, converged: true };
  advance(X, v, 0, u, image);
  for (let j = 0; j < d; j++) v[j] = image[j] / targetNorm;
  let forth = norm(v);
  if (forth === 0) return { x, iterations: 0, converged: true };
  scale(u, 1 / targetNorm);
  scale(v, 1 / forth);
  const w = v.slice();
  let rhoBar = forth;
  let phiBar = targetNorm;
  let squaredNorm = 0;
  let squaredDirections = 0;
  let dampedResidual = 0;
  let [cos2, sin2, z, squaredLength] = [-1, 0, 0, 0];
  for (let iteration = 1; iteration <= maxIter; iteration++) {
    await run.step(iteration - 1, maxIter, 'iteration');
    const back = advance(X, v, forth, u, image);
    if (back > 0) {
      scale(u, 1 / back);
      squaredNorm += forth * forth + back * back + alpha;
      for (let j = 0; j < d; j++) v[j] = image[j] / back - back * v[j];
      forth = norm(v);
      if (forth > 0) scale(v, 1 / forth);
    }
    // A rotation takes the damping away, a second one the diagonal below.
    const damped = Math.sqrt(rhoBar * rhoBar + alpha);
    const lost = (damp / damped) * phiBar;
    const kept = (rhoBar / damped) * phiBar;
    const rho = Math.hypot(damped, back);
    const sin = back / rho;
    const theta = sin * forth;
    const phi = (damped / rho) * kept;
    rhoBar = (-damped / rho) * forth;
    phiBar = sin * kept;
    let direction = 0;
    for (let j = 0; j < d; j++) {
      direction += w[j] * w[j];
      x[j] += (phi / rho) * w[j];
      w[j] = v[j] - (theta / rho) * w[j];
    }
    squaredDirections += direction / (rho * rho);
    // A rotation from the right makes an estimate of the length of x.
    const rest = phi - sin2 * rho * z;
    const gammaBar = -cos2 * rho;
    const length = Math.sqrt(squaredLength + (rest / gammaBar) ** 2);
    const gamma = Math.hypot(gammaBar, theta);
    cos2 = gammaBar / gamma;
    sin2 = theta / gamma;
    z = rest / gamma;
    squaredLength += z * z;

    dampedResidual += lost * lost;
    const matrixNorm = Math.sqrt(squaredNorm);
    const residual = Math.sqrt(phiBar * phiBar + dampedResidual);
    const gradient = forth * Math.abs(sin * phi);
    const share = residual / targetNorm;
    const reach = (matrixNorm * length) / targetNorm;
    const steepness = gradient / (matrixNorm * residual + Number.EPSILON);
    const small = share <= tol * (1 + reach) || steepness <= tol;
    const exhausted = 1 + share / (1 + reach) <= 1 || 1 + steepness <= 1;
    if (small || exhausted) return { x, iterations: iteration, converged: true };
    if (matrixNorm * Math.sqrt(squaredDirections) >= WORST_CONDITION) {
      return { x, iterations: iteration, converged: false };
    }
  }
  return { x, iterations: maxIter, converged: false };
}

/** u = X v - shift u and image = X' u in one pass over X. Returns the length of u. */
function advance(X: Matrix, v: Float64Array, shift: number, u: Float64Array, image: Float64Array): number {
  const { rows: n, columns: d, data } = X;
  // Before the first step u is the target itself.
  const first = shift === 0;
  let sum = 0;
  image.fill(0);
  for (let i = 0, at = 0; i < n; i++, at += d) {
    const value = first ? u[i] : rowProduct(data, at, v) - shift * u[i];
    u[i] = value;
    sum += value * value;
    for (let j = 0; j < d; j++) image[j] += value * data[at + j];
  }
  return Math.sqrt(sum);
}

function norm(a: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * a[j];
  return Math.sqrt(sum);
}

function scale(a: Float64Array, factor: number): void {
  for (let j = 0; j < a.length; j++) a[j] *= factor;
}
