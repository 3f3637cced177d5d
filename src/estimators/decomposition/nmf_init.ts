import { Matrix } from '../../core/matrix.js';
import type { RandomStateLike } from '../../core/random.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { randomizedRange } from '../../kernels/linalg/index.js';

/** Non-negative factors: X is about W H. */
export interface Factors {
  /** n x k. */
  readonly W: Matrix;
  /** k x d. */
  readonly H: Matrix;
}

/** The ways to start. */
export type NmfInit = 'random' | 'nndsvd' | 'nndsvda' | 'nndsvdar';

const TINY = 1e-6;

/** Mean of all values. */
export function meanOf(data: Float64Array): number {
  return data.reduce((sum, x) => sum + x, 0) / data.length;
}

/** First factors, with scikit-learn's draws. Source: Boutsidis, Gallopoulos (2008); scikit-learn _initialize_nmf. */
export async function initialFactors(
  X: Matrix,
  k: number,
  init: NmfInit | null,
  seed: RandomStateLike | null,
  run: Run,
): Promise<Factors> {
  const { rows: n, columns: d } = X;
  const way = init ?? (k <= Math.min(n, d) ? 'nndsvda' : 'random');
  const mean = meanOf(X.data);
  if (way === 'random') {
    const random = RandomState.from(seed);
    const size = Math.sqrt(mean / k);
    const H = random.standardNormal(k * d).map((x) => Math.abs(size * x));
    const W = random.standardNormal(n * k).map((x) => Math.abs(size * x));
    return { W: Matrix.of(W, k), H: Matrix.of(H, d) };
  }
  const options = { nIter: 'auto', nOversamples: 10, normalizer: 'auto' } as const;
  const { U, s, Vt } = await randomizedRange(X, k, options, RandomState.from(seed), run);
  const W = Matrix.zeros(n, k);
  const H = Matrix.zeros(k, d);
  for (let c = 0; c < s.length; c++) {
    const { u, v, size } = c === 0 ? firstPair(U, Vt, s[0]) : oneSided(U.column(c), Vt.row(c), s[c]);
    for (let i = 0; i < n; i++) W.data[i * k + c] = size * u[i];
    for (let j = 0; j < d; j++) H.data[c * d + j] = size * v[j];
  }
  const random = RandomState.from(seed);
  for (const part of [W, H]) {
    for (let i = 0; i < part.data.length; i++) {
      if (part.data[i] < TINY) part.data[i] = 0;
    }
  }
  if (way === 'nndsvd') return { W, H };
  for (const part of [W, H]) {
    for (let i = 0; i < part.data.length; i++) {
      if (part.data[i] !== 0) continue;
      part.data[i] = way === 'nndsvda' ? mean : Math.abs((mean * random.standardNormal()) / 100);
    }
  }
  return { W, H };
}

interface Pair {
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly size: number;
}

/** The leading singular vectors of a non-negative matrix have one sign. */
function firstPair(U: Matrix, Vt: Matrix, s: number): Pair {
  return { u: U.column(0).map(Math.abs), v: Vt.row(0).map(Math.abs), size: Math.sqrt(s) };
}

/** Of the positive and the negative parts of a pair the larger one. */
function oneSided(x: Float64Array, y: Float64Array, s: number): Pair {
  const part = (values: Float64Array, sign: number) => values.map((value) => Math.max(0, sign * value));
  const norm = (values: Float64Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  const plus = { u: part(x, 1), v: part(y, 1) };
  const minus = { u: part(x, -1), v: part(y, -1) };
  const sizeOf = (pair: { u: Float64Array; v: Float64Array }) => norm(pair.u) * norm(pair.v);
  const chosen = sizeOf(plus) > sizeOf(minus) ? plus : minus;
  const [a, b] = [norm(chosen.u) || 1, norm(chosen.v) || 1];
  return {
    u: chosen.u.map((value) => value / a),
    v: chosen.v.map((value) => value / b),
    size: Math.sqrt(s * sizeOf(chosen)),
  };
}
