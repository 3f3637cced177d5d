import { tridiagonalQL } from './tridiagonal_ql.js';

/** Values closer than this share of the largest are a cluster: their vectors are made orthogonal explicitly. */
const CLUSTER = 1e-3;
const ITERATIONS = 3;
/** Up to this share of the values bisection is quicker than finding all. */
const FEW = 0.1;

/**
 * The eigenvalues from number `first` to before `last`, counted from the smallest, of the symmetric tridiagonal matrix
 * with diagonal d and e beside it (n - 1 or more values), scaled to about 1. O(n) for each, or O(n^2) for many.
 */
export function tridiagonalValues(
  d: Float64Array,
  e: Float64Array,
  first: number,
  last: number,
): Float64Array {
  const n = d.length;
  if (last - first > FEW * n) {
    const values = d.slice();
    const beside = e.slice();
    tridiagonalQL(values, beside, undefined);
    return values.sort().slice(first, last);
  }
  const squares = e.map((x) => x * x);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    const radius = (i > 0 ? Math.abs(e[i - 1]) : 0) + (i < n - 1 ? Math.abs(e[i]) : 0);
    low = Math.min(low, d[i] - radius);
    high = Math.max(high, d[i] + radius);
  }
  const values = new Float64Array(last - first);
  for (let i = first; i < last; i++) {
    let a = i > first ? Math.max(low, values[i - first - 1]) : low;
    let b = high;
    for (;;) {
      const middle = a + (b - a) / 2;
      if (middle <= a || middle >= b || b - a <= Number.EPSILON * 0.5 * (Math.abs(a) + Math.abs(b))) break;
      if (countBelow(d, squares, middle) > i) b = middle;
      else a = middle;
    }
    values[i - first] = a + (b - a) / 2;
  }
  return values;
}

/** How many eigenvalues lie below x: signs in the sequence of Sturm. */
function countBelow(d: Float64Array, squares: Float64Array, x: number): number {
  let count = 0;
  let q = 1;
  for (let i = 0; i < d.length; i++) {
    q = d[i] - x - (i > 0 ? squares[i - 1] / q : 0);
    if (Math.abs(q) < 1e-300) q = -1e-300;
    if (q < 0) count++;
  }
  return count;
}

/**
 * Unit eigenvectors of that matrix for rising eigenvalues, as the rows of a k x n array, by inverse iteration;
 * undefined when one does not come out, which has not been seen. O(n k), and O(n c^2) for clusters of c.
 * Source: Wilkinson (1965); LAPACK dstein.
 */
export function tridiagonalVectors(
  d: Float64Array,
  e: Float64Array,
  values: Float64Array,
): Float64Array | undefined {
  const n = d.length;
  const k = values.length;
  let size = 0;
  for (let i = 0; i < n; i++) {
    size = Math.max(size, Math.abs(d[i]) + Math.abs(e[i] ?? 0) + (i > 0 ? Math.abs(e[i - 1]) : 0));
  }
  const least = Number.EPSILON * (size || 1);
  const rows = new Float64Array(k * n);
  const factor = new Factor(n);
  let seed = 1;
  let cluster = 0;
  let shift = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < k; i++) {
    if (i > 0 && values[i] - values[i - 1] > CLUSTER * size) cluster = i;
    // Equal values are shifted apart a little, so that their vectors differ.
    shift = i > cluster ? Math.max(values[i], shift + 10 * least) : values[i];
    factor.of(d, e, shift, least);
    const x = rows.subarray(i * n, (i + 1) * n);
    for (let j = 0; j < n; j++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      x[j] = seed / 2 ** 32 - 0.5;
    }
    for (let step = 0; step < ITERATIONS; step++) {
      if (step > 0) normalise(x);
      factor.solve(x);
      if (!normalise(x)) return undefined;
      orthogonalise(rows, n, cluster, i);
    }
    if (!normalise(x) || residual(d, e, values[i], x) > 1e3 * n * least) return undefined;
  }
  return rows;
}

/** Takes from row i what lies along the rows from `from` on before it, twice. */
function orthogonalise(rows: Float64Array, n: number, from: number, i: number): void {
  const at = i * n;
  for (let pass = 0; pass < 2; pass++) {
    for (let other = from; other < i; other++) {
      const start = other * n;
      let sum = 0;
      for (let j = 0; j < n; j++) sum += rows[start + j] * rows[at + j];
      for (let j = 0; j < n; j++) rows[at + j] -= sum * rows[start + j];
    }
  }
}

function normalise(x: Float64Array): boolean {
  let most = 0;
  for (let j = 0; j < x.length; j++) most = Math.max(most, Math.abs(x[j]));
  if (!(most > 0 && most < Number.POSITIVE_INFINITY)) return false;
  let squares = 0;
  for (let j = 0; j < x.length; j++) squares += (x[j] / most) ** 2;
  const norm = Math.sqrt(squares);
  for (let j = 0; j < x.length; j++) x[j] = x[j] / most / norm;
  return true;
}

function residual(d: Float64Array, e: Float64Array, value: number, x: Float64Array): number {
  const n = d.length;
  let most = 0;
  for (let i = 0; i < n; i++) {
    const above = i > 0 ? e[i - 1] * x[i - 1] : 0;
    const below = i < n - 1 ? e[i] * x[i + 1] : 0;
    most = Math.max(most, Math.abs((d[i] - value) * x[i] + above + below));
  }
  return most;
}

/** The LU decomposition, with rows exchanged, of a tridiagonal matrix minus a shift. */
class Factor {
  readonly #diagonal: Float64Array;
  readonly #upper: Float64Array;
  readonly #second: Float64Array;
  readonly #lower: Float64Array;
  readonly #swapped: Uint8Array;

  constructor(readonly n: number) {
    this.#diagonal = new Float64Array(n);
    this.#upper = new Float64Array(n);
    this.#second = new Float64Array(n);
    this.#lower = new Float64Array(n);
    this.#swapped = new Uint8Array(n);
  }

  of(d: Float64Array, e: Float64Array, shift: number, least: number): void {
    const { n } = this;
    const [diagonal, upper, second] = [this.#diagonal, this.#upper, this.#second];
    const [lower, swapped] = [this.#lower, this.#swapped];
    let pivot = d[0] - shift;
    let beside = n > 1 ? e[0] : 0;
    for (let i = 0; i < n - 1; i++) {
      const below = e[i];
      const nextDiagonal = d[i + 1] - shift;
      const nextBeside = i < n - 2 ? e[i + 1] : 0;
      if (Math.abs(below) > Math.abs(pivot)) {
        swapped[i] = 1;
        const factor = pivot / below;
        diagonal[i] = below;
        upper[i] = nextDiagonal;
        second[i] = nextBeside;
        lower[i] = factor;
        pivot = beside - factor * nextDiagonal;
        beside = -factor * nextBeside;
      } else {
        swapped[i] = 0;
        if (Math.abs(pivot) < least) pivot = pivot < 0 ? -least : least;
        const factor = below / pivot;
        diagonal[i] = pivot;
        upper[i] = beside;
        second[i] = 0;
        lower[i] = factor;
        pivot = nextDiagonal - factor * beside;
        beside = nextBeside;
      }
    }
    if (Math.abs(pivot) < least) pivot = pivot < 0 ? -least : least;
    diagonal[n - 1] = pivot;
    upper[n - 1] = 0;
    second[n - 1] = 0;
  }

  /** Solves in place. */
  solve(x: Float64Array): void {
    const { n } = this;
    const [diagonal, upper, second] = [this.#diagonal, this.#upper, this.#second];
    const [lower, swapped] = [this.#lower, this.#swapped];
    for (let i = 0; i < n - 1; i++) {
      if (swapped[i]) {
        const kept = x[i];
        x[i] = x[i + 1];
        x[i + 1] = kept - lower[i] * x[i];
      } else {
        x[i + 1] -= lower[i] * x[i];
      }
    }
    x[n - 1] /= diagonal[n - 1];
    if (n > 1) x[n - 2] = (x[n - 2] - upper[n - 2] * x[n - 1]) / diagonal[n - 2];
    for (let i = n - 3; i >= 0; i--) {
      x[i] = (x[i] - upper[i] * x[i + 1] - second[i] * x[i + 2]) / diagonal[i];
    }
  }
}
