import { logDensities, logSums } from './densities';
import { dp, k, LINE, norms, shares, TILE, tiles } from './problem';

/**
 * Log densities of the rows of the tiles `from` .. `to` into `norm` (one per row), and, unless 0, log of
 * responsibilities into `logs` (row-major, k per row); both begin at tile `from` and hold whole tiles.
 */
export function evaluate(from: i32, to: i32, norm: usize, logs: usize): void {
  for (let t = from; t < to; t++) {
    logDensities(tiles + <usize>(t * dp) * LINE);
    logSums();
    memory.copy(norm + <usize>(t - from) * LINE, norms, LINE);
    if (!logs) continue;
    const start = logs + <usize>((t - from) * TILE * k) * 8;
    for (let c = 0; c < k; c++) {
      const line = shares + <usize>c * LINE;
      for (let r = 0; r < TILE; r++) {
        const value = load<f64>(line + <usize>r * 8) - load<f64>(norms + <usize>r * 8);
        store<f64>(start + <usize>(r * k + c) * 8, value);
      }
    }
  }
}
