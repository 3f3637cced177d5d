import type { DenseSession } from './wasm/modules/dense.js';
import type { Region } from './wasm/runtime.js';

/**
 * Half the Tweedie deviance of log-linear predictions e^(Z u + b), summed over resident rows Z (n x d) under weights, with
 * its derivatives, in one pass over the rows. Constant terms are left out as in `halfTweedie`, its plain counterpart.
 * The regions belong to the session of the rows. O(n d) per evaluation.
 */
export class TweediePass {
  readonly #y: Region<Float64Array>;
  readonly #weights: Region<Float64Array> | undefined;
  readonly #u: Region<Float64Array>;
  readonly #sums: Region<Float64Array>;
  readonly #curvatures: Region<Float64Array>;
  readonly #work: Region<Float64Array>;

  constructor(
    private readonly session: DenseSession,
    private readonly z: Region<Float64Array>,
    private readonly columns: number,
    private readonly power: number,
    y: Float64Array,
    sampleWeight: Float64Array | undefined,
  ) {
    this.#y = session.f64(y);
    this.#weights = sampleWeight && session.f64(sampleWeight);
    this.#u = session.f64(columns);
    this.#sums = session.f64(columns + 1);
    this.#curvatures = session.f64(y.length);
    this.#work = session.f64(256);
  }

  /** Writes the gradient by u (the first d of its values) and, if it has room, by b; returns the summed loss. */
  lossGradient(u: Float64Array, b: number, gradient: Float64Array): number {
    this.#u.view().set(u.subarray(0, this.columns));
    this.#sums.view().fill(0);
    const loss = this.session.kernels.tweediePass(
      this.#y.length,
      this.columns,
      this.power,
      this.z.pointer,
      this.#y.pointer,
      this.#weights?.pointer ?? 0,
      this.#u.pointer,
      b,
      this.#sums.pointer,
      this.#curvatures.pointer,
      this.#work.pointer,
    );
    gradient.set(this.#sums.view().subarray(0, gradient.length));
    return loss;
  }

  /** Second derivatives of each row's loss by its score, where `lossGradient` was last asked. */
  curvatures(): Float64Array {
    return this.#curvatures.view().slice();
  }

  /** The diagonal of Z' H Z and the sum of H (d + 1 values) for curvatures H; those below 0 count as 0. */
  weightedSquares(): Float64Array {
    const sums = this.#sums.view();
    sums.fill(0);
    const { length } = this.#y;
    const { kernels } = this.session;
    kernels.weightedSquares(
      length,
      this.columns,
      this.z.pointer,
      this.#curvatures.pointer,
      this.#sums.pointer,
    );
    return sums.slice();
  }
}
