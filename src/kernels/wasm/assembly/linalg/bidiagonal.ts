// Golub-Kahan reduction to bidiagonal form, two passes over the matrix per step.
import { axpy, dot, reflector } from './vectors';

/**
 * Reduces A (m x n, m >= n, row-major, destroyed) to upper bidiagonal form: d (n) and e (n - 1). The left reflectors are
 * the rows of `left` (n x m), the right ones the rows of `right` (n x n, row k has its pivot at k + 1), zeros before the
 * pivots. `work`: m + n. Does the steps `from` to `to`, so that it can be called for a part at a time.
 */
export function bidiagonalise(
  m: i32, n: i32, a: usize, d: usize, e: usize, left: usize, tauLeft: usize, right: usize, tauRight: usize, work: usize,
  from: i32, to: i32,
): void {
  const ld = <usize>n * 8;
  const y = work; // A -= y v^T of the step before is still to be done
  const z = work + <usize>m * 8;
  for (let k = from; k < to; k++) {
    const self = <usize>k * 8;
    const u = left + <usize>k * <usize>m * 8;
    const v = right + <usize>k * ld;
    const before = right + <usize>(k - 1) * ld;
    memory.fill(u, 0, <usize>m * 8);
    memory.fill(v, 0, ld);
    memory.fill(z, 0, ld);
    const vk = k > 0 ? load<f64>(before + self) : 0;
    for (let i = k; i < m; i++) {
      const at = a + <usize>i * ld + self;
      const x = k > 0 ? load<f64>(at) - load<f64>(y + <usize>i * 8) * vk : load<f64>(at);
      store<f64>(u + <usize>i * 8, x);
    }
    store<f64>(d + self, reflector(m - k, u + self, 0, tauLeft + self));
    const t = load<f64>(tauLeft + self);
    const length = n - k - 1;
    if (length == 0) {
      store<f64>(tauRight + self, 0);
      return;
    }
    const next = self + 8;
    for (let i = k; i < m; i++) {
      const row = a + <usize>i * ld + next;
      if (k > 0) axpy(length, -load<f64>(y + <usize>i * 8), before + next, row);
      axpy(length, load<f64>(u + <usize>i * 8), row, z + next);
    }
    const top = a + <usize>k * ld + next;
    axpy(length, -t, z + next, top);
    memory.copy(v + next, top, <usize>length * 8);
    store<f64>(e + self, reflector(length, v + next, 0, tauRight + self));
    const tr = load<f64>(tauRight + self);
    for (let i = k + 1; i < m; i++) {
      const row = a + <usize>i * ld + next;
      axpy(length, -t * load<f64>(u + <usize>i * 8), z + next, row);
      store<f64>(y + <usize>i * 8, tr * dot(length, row, v + next));
    }
  }
}
