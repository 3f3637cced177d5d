import type { Matrix } from '../core/matrix.js';
import type { Run } from '../core/run.js';
import { type LinearSession, linearModule } from './wasm/modules/linear.js';
import { acquire, type Region } from './wasm/runtime.js';

/** What 0.5 |y - Xw|^2 is minimised with. */
export interface DescentOptions {
  /** Weight of |w|_1. */
  readonly l1: number;
  /** Weight of 0.5 |w|^2. */
  readonly l2: number;
  /** Bound of the duality gap, relative to |y|^2. */
  readonly tol: number;
  readonly maxIter: number;
  /** Seed of a random order of the columns; null goes through them in turn. */
  readonly order: number | null;
  /** Only coefficients >= 0. */
  readonly positive: boolean;
  /** Leave aside columns that the gap rules out; default true. The minimum is the same. */
  readonly screening?: boolean;
}

/** Where the descent ended. */
export interface Descent {
  readonly gap: number;
  /** Most that the gap may be: tol |y|^2. */
  readonly goal: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Multiply-adds between two looks at the clock. */
const SLICE = 2e7;

/** Data that stay in a session for any number of descents; release it in a `finally`. */
export class CoordinateDescent {
  readonly #session: LinearSession;
  readonly #coef: Region<Float64Array>;
  readonly #ySquare: number;

  private constructor(session: LinearSession, n: number, d: number, ySquare: number) {
    this.#session = session;
    this.#ySquare = ySquare;
    this.#coef = session.f64(d);
    const work = session.f64(n).pointer;
    const slopes = session.f64(d).pointer;
    session.kernels.setDescent(
      this.#coef.pointer,
      work,
      slopes,
      session.i32(d).pointer,
      session.u8(d).pointer,
    );
  }

  /** On the columns of X themselves: O(n) per coefficient. `X` is transposed: d x n. */
  static onColumns(X: Matrix, y: Float64Array): CoordinateDescent {
    const { rows: d, columns: n } = X;
    const session = acquire(linearModule);
    try {
      const ySquare = squareOf(y);
      const x = session.f64(X.data).pointer;
      const norms = session.f64(d).pointer;
      session.kernels.squaredColumns(n, d, x, norms);
      session.kernels.setColumns(n, d, x, session.f64(y).pointer, ySquare, norms);
      return new CoordinateDescent(session, n, d, ySquare);
    } catch (error) {
      session.release();
      throw error;
    }
  }

  /** On X'X (d x d), X'y and y'y: O(d) per coefficient that moves. */
  static onGram(gram: Matrix, xy: Float64Array, ySquare: number): CoordinateDescent {
    const d = gram.columns;
    const session = acquire(linearModule);
    try {
      const q = session.f64(gram.data).pointer;
      const norms = session.f64(Float64Array.from({ length: d }, (_, j) => gram.data[j * d + j])).pointer;
      session.kernels.setGram(d, q, session.f64(xy).pointer, ySquare, norms);
      return new CoordinateDescent(session, d, d, ySquare);
    } catch (error) {
      session.release();
      throw error;
    }
  }

  /**
   * Minimises 0.5 |y - Xw|^2 + l1 |w|_1 + 0.5 l2 |w|^2 from the `coef` given, which ends as the minimum. O(n d) per
   * iteration, less when columns are ruled out.
   */
  async minimise(coef: Float64Array, options: DescentOptions, run: Run): Promise<Descent> {
    const { l1, l2, tol, maxIter, order, positive, screening = true } = options;
    const { kernels } = this.#session;
    this.#coef.view().set(coef);
    // The generator's state must not be 0, which here stands for columns in turn.
    const seed = order === null ? 0 : order || 1;
    kernels.startDescent(l1, l2, tol, maxIter, seed, Number(positive), Number(screening));
    let status = 0;
    while (status === 0) {
      status = kernels.descend(SLICE);
      if (run.due) await run.breathe();
    }
    coef.set(this.#coef.view());
    return {
      gap: kernels.descentGap(),
      goal: tol * this.#ySquare,
      iterations: kernels.descentIterations(),
      converged: status === 1,
    };
  }

  /** Frees the session; nothing can be done afterwards. */
  release(): void {
    this.#session.release();
  }
}

function squareOf(y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += y[i] * y[i];
  return sum;
}
