import type { BoostingSession } from '../../../kernels/wasm/modules/boosting.js';
import type { Region } from '../../../kernels/wasm/runtime.js';
import type { GrowNode, NodeSplit } from './grow_node.js';
import type { ColumnRange } from './node_work.js';

/** Bytes of a record of the kernels (assembly/boosting/node_split.ts), and where its fields are, in doubles or words. */
export const RECORD_BYTES = 128;
const [GAIN, GRADIENT, HESSIAN] = [0, 1, 2];
const [COUNT, BIN, MISSING_LEFT, SET] = [6, 7, 8, 10];

/** Splits columns into runs of neighbours, which the kernels take at once. */
export function columnRanges(columns: Int32Array): ColumnRange[] {
  const sorted = columns.slice().sort();
  const ranges: [number, number][] = [];
  for (const column of sorted) {
    const last = ranges.at(-1);
    if (last && last[1] === column) last[1]++;
    else ranges.push([column, column + 1]);
  }
  return ranges;
}

/** The best of the recorded splits of `columns`; equal gains go to the column named first. Undefined without any. */
export function bestSplit(
  records: Region<Float64Array>,
  columns: Int32Array,
  categorical: Uint8Array,
): NodeSplit | undefined {
  const cells = records.view();
  const stride = RECORD_BYTES / 8;
  let best = columns[0];
  for (const column of columns) {
    if (cells[column * stride + GAIN] > cells[best * stride + GAIN]) best = column;
  }
  const at = best * stride;
  const gain = cells[at + GAIN];
  if (!(gain > 0)) return undefined;
  const words = new Uint32Array(cells.buffer, cells.byteOffset, cells.length * 2);
  return {
    gain,
    feature: best,
    bin: words[2 * at + BIN],
    missingLeft: words[2 * at + MISSING_LEFT] === 1,
    set: categorical[best] ? words.slice(2 * at + SET, 2 * at + SET + 8) : undefined,
    gradientLeft: cells[at + GRADIENT],
    hessianLeft: cells[at + HESSIAN],
    countLeft: words[2 * at + COUNT],
  };
}

/** Writes for each bin code whether it goes left. `missing` is the code of missing values. */
export function writeSides(sides: Uint8Array, split: NodeSplit, missing: number): void {
  const { set, bin } = split;
  if (set) {
    for (let code = 0; code < 256; code++) sides[code] = (set[code >> 5] >>> (code & 31)) & 1;
    return;
  }
  sides.fill(0);
  sides.fill(1, 0, Math.min(bin + 1, missing));
  sides[missing] = split.missingLeft ? 1 : 0;
}

/** The value of a node: the Newton step, within the bounds of its parent. */
export function nodeValue(
  gradient: number,
  hessian: number,
  l2: number,
  parent: Pick<GrowNode, 'lower' | 'upper'>,
): number {
  const value = -gradient / (hessian + l2 + 1e-15);
  return value < parent.lower ? parent.lower : value > parent.upper ? parent.upper : value;
}

/** The sum of an array in the order of numpy's pairwise summation, whose last bits decide between equal splits. */
export function pairwiseSum(values: Float64Array, from = 0, n = values.length): number {
  if (n < 8) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[from + i];
    return sum;
  }
  if (n <= 128) {
    const r = values.slice(from, from + 8);
    let i = 8;
    for (; i < n - (n % 8); i += 8) for (let j = 0; j < 8; j++) r[j] += values[from + i + j];
    let sum = r[0] + r[1] + (r[2] + r[3]) + (r[4] + r[5] + (r[6] + r[7]));
    for (; i < n; i++) sum += values[from + i];
    return sum;
  }
  let half = n >> 1;
  half -= half % 8;
  return pairwiseSum(values, from, half) + pairwiseSum(values, from + half, n - half);
}

/** Room for a column of a histogram: 256 pairs of doubles, and as many counts (u32). */
const COLUMN_DOUBLES = 256 * 2 + 128;
/** Bytes of the pairs of a column. */
export const COLUMN_BYTES = 256 * 16;

/** Histograms in the memory of a session, handed out and taken back. */
export class HistogramPool {
  readonly #free: number[] = [];

  constructor(
    readonly session: BoostingSession,
    readonly columns: number,
  ) {}

  take(): number {
    return this.#free.pop() ?? this.session.f64(this.columns * COLUMN_DOUBLES).pointer;
  }

  give(pointer: number): void {
    this.#free.push(pointer);
  }
}
