import { type LinalgSession, linalgModule } from '../wasm/modules/linalg.js';
import { type Region, withSession } from '../wasm/runtime.js';
import type { Chunks } from './chunks.js';

/** Reflectors that are applied together, as matrix products. */
export const BLOCK = 32;
const BYTES = 8;
/** Cells from which one block of reflectors takes some milliseconds. */
export const SLOW = 50_000;

export { type LinalgSession, linalgModule, withSession };

/** The largest absolute value (0 when there is none): what factorisations scale by, so that squares stay finite. */
export function largest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (size > most) most = size;
  }
  return most;
}

/** Doubles that a block of reflectors needs to be applied to so many rows. */
export function applyWork(session: LinalgSession, rows: number): number {
  const products = session.kernels.gemmWorkBytes(1e6, 1e6, 1e6, BYTES) / BYTES;
  return BLOCK * BLOCK + 2 * rows * BLOCK + Math.ceil(products) + 64;
}

/** Address of an element. */
export function at(region: Region<Float64Array>, index: number): number {
  return region.pointer + index * BYTES;
}

/** How reflectors lie in memory. */
export interface Reflectors {
  readonly count: number;
  /** Row-major, one reflector a row. */
  readonly rows: Region<Float64Array>;
  /** Length of the rows. */
  readonly length: number;
  readonly tau: Region<Float64Array>;
  /** Reflector k has zeros before k + offset. */
  readonly offset: number;
}

/** The first `count` columns of H_0 H_1 ... H_(count-1) as the rows of a matrix: Q transposed. */
export function* formTransposed(
  session: LinalgSession,
  { count, rows, length, tau, offset }: Reflectors,
  work: Region<Float64Array>,
): Chunks<Region<Float64Array>> {
  const z = session.f64(count * length);
  const cells = z.view().fill(0);
  for (let i = 0; i < count; i++) cells[i * length + i] = 1;
  const first = Math.floor((count - 1) / BLOCK) * BLOCK;
  for (let k = first; k >= 0; k -= BLOCK) {
    const start = k + offset;
    if (start >= count && start >= length) continue;
    const block = Math.min(BLOCK, count - k);
    session.kernels.applyBlock(
      count - start,
      length - start,
      at(z, start * length + start),
      length,
      block,
      at(rows, k * length + start),
      length,
      at(tau, k),
      1,
      work.pointer,
    );
    if (count * length > SLOW) yield;
  }
  return z;
}
