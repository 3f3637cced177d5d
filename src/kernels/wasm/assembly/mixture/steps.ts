import { accumulate } from './accumulate';
import { logDensities, share } from './densities';
import { dp, flagRows, k, LINE, shares, TILE, tiles } from './problem';

/** Responsibilities of the tiles `from` .. `to` under the current model, added to all sums; `rows` rows in all. */
export function emStep(from: i32, to: i32, rows: i32): void {
  for (let t = from; t < to; t++) {
    const tile = tiles + <usize>(t * dp) * LINE;
    flagRows(rows - t * TILE);
    logDensities(tile);
    share();
    accumulate(tile);
  }
}

/** Adds the tiles `from` .. `to` to all sums under given responsibilities: row-major, those of tile `from` first. */
export function momentStep(from: i32, to: i32, rows: i32, given: usize): void {
  for (let t = from; t < to; t++) {
    const count = min(TILE, rows - t * TILE);
    const start = given + <usize>((t - from) * TILE * k) * 8;
    for (let c = 0; c < k; c++) {
      const line = shares + <usize>c * LINE;
      for (let r = 0; r < TILE; r++) {
        store<f64>(line + <usize>r * 8, r < count ? load<f64>(start + <usize>(r * k + c) * 8) : 0);
      }
    }
    accumulate(tiles + <usize>(t * dp) * LINE);
  }
}
