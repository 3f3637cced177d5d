import type { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import type { BoostingSession } from '../../../kernels/wasm/modules/boosting.js';
import type { Region } from '../../../kernels/wasm/runtime.js';
import type { Binning } from '../../tree/binning.js';

const TABLE = 256;
/** Cells of X that are copied to the kernels at a time. */
const TILE_CELLS = 1 << 16;

/** Binned rows in the memory of a session. */
export interface BinnedRows {
  /** Row-major bin codes. */
  readonly codes: Region<Uint8Array>;
  /** 1 for columns that hold missing values. */
  readonly holdsMissing: Uint8Array;
}

/** Bins rows of X (all, or those named) into the memory of a session, in tiles. O(n d log bins). */
export async function binIntoSession(
  session: BoostingSession,
  X: Matrix,
  rows: Int32Array | undefined,
  binning: Binning,
  run: Run,
): Promise<BinnedRows> {
  const d = X.columns;
  const n = rows?.length ?? X.rows;
  const codes = session.u8(n * d);
  const tables = session.f64(TABLE * d);
  const missing = session.u8(binning.binCounts);
  const categorical = session.u8(binning.categorical);
  const tile = Math.max(64, Math.floor(TILE_CELLS / d));
  const x = session.f64(tile * d);
  tables.view().fill(Number.NaN);
  for (let j = 0; j < d; j++) tables.view().set(binning.thresholds[j], j * TABLE);
  const { kernels } = session;
  for (let i = 0; i < n; i += tile) {
    const size = Math.min(tile, n - i);
    copyRows(X, rows, i, size, x.view());
    kernels.binRows(
      x.pointer,
      size,
      d,
      tables.pointer,
      missing.pointer,
      categorical.pointer,
      codes.pointer + i * d,
    );
    if (run.due) await run.breathe();
  }
  return { codes, holdsMissing: columnsWithMissing(codes.view(), binning.binCounts) };
}

function copyRows(
  X: Matrix,
  rows: Int32Array | undefined,
  from: number,
  size: number,
  to: Float64Array,
): void {
  const { columns, data } = X;
  if (!rows) {
    to.set(data.subarray(from * columns, (from + size) * columns));
    return;
  }
  for (let i = 0, at = 0; i < size; i++) {
    for (let j = 0, cell = rows[from + i] * columns; j < columns; j++) to[at++] = data[cell++];
  }
}

function columnsWithMissing(codes: Uint8Array, missingCodes: Uint8Array): Uint8Array {
  const d = missingCodes.length;
  const result = new Uint8Array(d);
  for (let at = 0; at < codes.length; at += d) {
    for (let j = 0; j < d; j++) if (codes[at + j] === missingCodes[j]) result[j] = 1;
  }
  return result;
}
