import { Matrix } from '../../core/matrix.js';
import { type TreeSession, treeModule } from '../../kernels/wasm/modules/tree.js';
import { acquire, type Region } from '../../kernels/wasm/runtime.js';
import type { FlatTree } from './flat_tree.js';
import { addPrediction, applyRows } from './predictor.js';

/** Below this many rows, carrying trees to the kernels costs more than it saves. */
const FEW_ROWS = 192;

/** Bytes of a packed node. */
const NODE_BYTES = 16;

/**
 * Sends many rows (categories encoded) through tree after tree. The rows lie in the memory of the kernels until
 * `release`; trees with categorical splits, and a few rows, go through plain loops.
 */
export class BatchPredictor {
  readonly #X: Matrix;
  readonly #session: TreeSession | undefined;
  readonly #data: Region<Float64Array> | undefined;
  readonly #leaves: Region<Int32Array> | undefined;
  readonly #sums: Region<Float64Array> | undefined;
  readonly #plainSums: Float64Array;
  readonly #missing: boolean;

  /** `valueWidth` numbers are summed up per row. */
  constructor(
    X: Matrix,
    readonly valueWidth: number,
  ) {
    this.#X = X;
    this.#plainSums = new Float64Array(X.rows * valueWidth);
    this.#missing = hasMissing(X.data);
    if (X.rows < FEW_ROWS) return;
    const session = acquire(treeModule);
    this.#session = session;
    try {
      this.#data = session.f64(X.data);
      this.#leaves = session.i32(X.rows);
      this.#sums = session.f64(X.rows * valueWidth);
      this.#sums.view().fill(0);
    } catch (error) {
      session.release();
      throw error;
    }
  }

  /** Adds the value of each row's leaf to its sums. */
  add(tree: FlatTree): void {
    const { valueWidth: width } = this;
    const leaves = this.#walk(tree);
    const session = this.#session;
    if (leaves && session && this.#sums) {
      const { pointer } = this.#sums;
      session.scratch(() => {
        const values = session.f64(tree.value);
        session.kernels.addLeaves(this.#X.rows, leaves.pointer, width, values.pointer, pointer);
      });
    } else addPrediction(tree, this.#X, this.#plainSums);
  }

  /** Writes the leaf of each row. */
  apply(tree: FlatTree, leaves: Int32Array): void {
    const walked = this.#walk(tree);
    if (walked) leaves.set(walked.view());
    else applyRows(tree, this.#X, leaves);
  }

  /** The sums so far: n x valueWidth. */
  sums(): Matrix {
    const result = this.#plainSums;
    const sums = this.#sums?.view();
    if (sums) for (let i = 0; i < result.length; i++) result[i] += sums[i];
    return Matrix.of(result, this.valueWidth);
  }

  /** Gives the memory back. */
  release(): void {
    this.#session?.release();
  }

  #walk(tree: FlatTree): Region<Int32Array> | undefined {
    const session = this.#session;
    const data = this.#data;
    const leaves = this.#leaves;
    if (!session || !data || !leaves || tree.categories) return undefined;
    const n = tree.feature.length;
    session.scratch(() => {
      const { kernels } = session;
      const [feature, left, right] = [tree.feature, tree.left, tree.right].map(
        (of) => session.i32(of).pointer,
      );
      const threshold = session.f64(tree.threshold).pointer;
      const missingLeft = session.u8(tree.missingLeft).pointer;
      const packed = session.u8(n * NODE_BYTES).pointer;
      const places = session.i32(n).pointer;
      const nodes = session.i32(n).pointer;
      kernels.packTree(n, feature, threshold, left, right, missingLeft, packed, places, nodes);
      const { rows, columns } = this.#X;
      kernels.applyTree(n, packed, nodes, rows, columns, data.pointer, this.#missing, leaves.pointer);
    });
    return leaves;
  }
}

function hasMissing(data: Float64Array): boolean {
  // Adding up finds a NaN without a branch per cell.
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] - data[i];
  return Number.isNaN(sum);
}
