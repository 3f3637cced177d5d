/** Steps that are kept. */
const KEPT = 10;

/** The last steps and the changes of the gradient with them: a guess of the inverse Hessian among free variables. */
export class StepMemory {
  readonly #steps: Float64Array[] = [];
  readonly #changes: Float64Array[] = [];
  readonly #unit: Float64Array;

  /** `unit` is a first guess of the inverse Hessian's diagonal. */
  constructor(unit: Float64Array) {
    this.#unit = unit;
  }

  add(step: Float64Array, change: Float64Array): void {
    this.#steps.push(step.slice());
    this.#changes.push(change);
    if (this.#steps.length <= KEPT) return;
    this.#steps.shift();
    this.#changes.shift();
  }

  /** Minus the inverse Hessian times the gradient, as if the variables that are not free did not exist. O(10 d). */
  direction(gradient: Float64Array, free: Uint8Array): Float64Array {
    const d = gradient.length;
    const result = new Float64Array(d);
    for (let j = 0; j < d; j++) if (free[j] === 1) result[j] = -gradient[j];
    const count = this.#steps.length;
    const products = new Float64Array(count);
    const shares = new Float64Array(count);
    let size = 1;
    let sized = false;
    for (let k = count - 1; k >= 0; k--) {
      const step = this.#steps[k];
      const change = this.#changes[k];
      let product = 0;
      let moved = 0;
      let turned = 0;
      let share = 0;
      for (let j = 0; j < d; j++) {
        if (free[j] === 0) continue;
        product += step[j] * change[j];
        moved += (step[j] * step[j]) / this.#unit[j];
        turned += change[j] * change[j] * this.#unit[j];
        share += step[j] * result[j];
      }
      // Among the free variables alone a step may have seen no curvature: it tells nothing.
      if (!(product > 1e-12 * Math.sqrt(moved * turned))) continue;
      if (!sized) size = product / turned;
      sized = true;
      products[k] = product;
      shares[k] = share / product;
      for (let j = 0; j < d; j++) if (free[j] === 1) result[j] -= shares[k] * change[j];
    }
    for (let j = 0; j < d; j++) result[j] *= size * this.#unit[j];
    for (let k = 0; k < count; k++) {
      if (products[k] === 0) continue;
      const step = this.#steps[k];
      const change = this.#changes[k];
      let back = 0;
      for (let j = 0; j < d; j++) if (free[j] === 1) back += change[j] * result[j];
      const weight = shares[k] - back / products[k];
      for (let j = 0; j < d; j++) if (free[j] === 1) result[j] += weight * step[j];
    }
    return result;
  }
}
