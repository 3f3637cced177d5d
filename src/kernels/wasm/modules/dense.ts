import { type CommonExports, defineModule, type Pointer } from '../engine.js';
import { base64 as relaxedSimd } from '../generated/dense_relaxed_simd.js';
import { base64 as simd } from '../generated/dense_simd.js';
import type { KernelSession } from '../runtime.js';

/** What the binary exports; the AssemblyScript sources document each. */
export interface DenseExports extends CommonExports {
  gemmWorkBytes(m: number, n: number, k: number, size: number): number;
  gemmF64: GemmExport;
  gemmF32: GemmExport;
  mirrorF64(n: number, c: Pointer, ldc: number): void;
  dotF64(n: number, x: Pointer, y: Pointer): number;
  axpyF64(n: number, alpha: number, x: Pointer, y: Pointer): void;
  gemvF64(m: number, n: number, alpha: number, a: Pointer, x: Pointer, beta: number, y: Pointer): void;
  gemvTransposedF64(
    m: number,
    n: number,
    alpha: number,
    a: Pointer,
    x: Pointer,
    beta: number,
    y: Pointer,
  ): void;
  addColumnSums(rows: number, d: number, data: Pointer, sum: Pointer, work: Pointer): void;
  addColumnSquares(
    rows: number,
    d: number,
    data: Pointer,
    mean: Pointer,
    drift: Pointer,
    squares: Pointer,
    work: Pointer,
  ): void;
  shiftDivideColumns(
    rows: number,
    d: number,
    data: Pointer,
    shift: Pointer,
    divisor: Pointer,
    work: Pointer,
  ): void;
  tweediePass(
    n: number,
    d: number,
    power: number,
    z: Pointer,
    y: Pointer,
    weights: Pointer,
    u: Pointer,
    b: number,
    gradient: Pointer,
    curvature: Pointer,
    work: Pointer,
  ): number;
  weightedSquares(n: number, d: number, z: Pointer, h: Pointer, out: Pointer): void;
  weightRows(n: number, d: number, z: Pointer, h: Pointer, out: Pointer): void;
  pairSquares: PairExport;
  pairAbsolutes: PairExport;
  pairDots: PairExport;
  cosineRow(n: number, dots: Pointer, norm: number, norms: Pointer): number;
  expF64(n: number, x: Pointer, y: Pointer): void;
  logF64(n: number, x: Pointer, y: Pointer): void;
  sigmoidF64(n: number, x: Pointer, y: Pointer): void;
  softmaxRowsF64(rows: number, columns: number, x: Pointer, y: Pointer): void;
  setPoints(
    n: number,
    columns: number,
    data: Pointer,
    packed: Pointer,
    lower: Pointer,
    reach: Pointer,
    block: number,
    step: number,
  ): void;
  setFilter(centre: Pointer, scale: number, relative: number, vanish: number): void;
  packCentered(rows: number, width: number, data: Pointer, packed: Pointer, norms: Pointer): void;
  nearest(
    m: number,
    k: number,
    queries: Pointer,
    packed: Pointer,
    products: Pointer,
    norms: Pointer,
    state: Pointer,
    distances: Pointer,
    indices: Pointer,
  ): void;
  logisticGradient(...args: [...PanelArgs, gradient: Pointer, work: Pointer]): number;
  logisticHessianProduct(...args: [...PanelArgs, direction: Pointer, product: Pointer, work: Pointer]): void;
  logisticHessian(...args: [...PanelArgs, blocks: Pointer, work: Pointer]): void;
  logisticProbabilities(
    height: number,
    width: number,
    outputs: number,
    panel: Pointer,
    coef: Pointer,
    result: Pointer,
  ): void;
  packPanels(
    count: number,
    height: number,
    width: number,
    ones: boolean | number,
    rows: Pointer,
    panels: Pointer,
  ): void;
  logSumExpRowsF64(rows: number, columns: number, x: Pointer, y: Pointer, work: Pointer): void;
}

/** Panels of rows and the coefficients that a logistic pass takes. */
type PanelArgs = [
  count: number,
  height: number,
  width: number,
  outputs: number,
  panels: Pointer,
  codes: Pointer,
  weights: Pointer,
  coef: Pointer,
];

type PairExport = (m: number, panels: number, d: number, x: Pointer, y: Pointer, out: Pointer) => void;

type GemmExport = (
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Pointer,
  aRow: number,
  aCol: number,
  b: Pointer,
  bRow: number,
  bCol: number,
  beta: number,
  c: Pointer,
  ldc: number,
  upper: boolean | number,
  work: Pointer,
) => void;

/** Products, elementwise functions, logistic regression and brute-force neighbours. */
export const denseModule = defineModule<DenseExports>('dense', { simd, relaxedSimd });

/** A session with these kernels. */
export type DenseSession = KernelSession<DenseExports>;
