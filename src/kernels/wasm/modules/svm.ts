import { type CommonExports, defineModule, type Pointer } from '../engine.js';
import { base64 as relaxedSimd } from '../generated/svm_relaxed_simd.js';
import { base64 as simd } from '../generated/svm_simd.js';
import type { KernelSession } from '../runtime.js';

/** The kernel function and the number of columns, as the binary takes them. */
export type KernelArgs = [kind: number, gamma: number, coef0: number, degree: number, columns: number];

/** What a round in the dual takes. */
type DualArgs = [
  n: number,
  columns: number,
  rows: Pointer,
  y: Pointer,
  lengths: Pointer,
  bounds: Pointer,
  ridge: Pointer,
  alpha: Pointer,
  w: Pointer,
  order: Pointer,
  state: Pointer,
];

/** What the binary exports; the AssemblyScript sources document each. */
export interface SvmExports extends CommonExports {
  packRows(rows: number, columns: number, from: Pointer, panels: Pointer): void;
  kernelDiagonal(...args: [...KernelArgs, rows: number, panels: Pointer, out: Pointer]): void;
  kernelBlock(
    ...args: [
      ...KernelArgs,
      rows: number,
      x: Pointer,
      panels: Pointer,
      count: number,
      stride: number,
      out: Pointer,
    ]
  ): void;
  pairDecisions(
    rows: number,
    classes: number,
    starts: Pointer,
    coef: Pointer,
    vectors: number,
    intercept: Pointer,
    values: Pointer,
    stride: number,
    out: Pointer,
  ): void;
  setProgram(
    n: number,
    rows: number,
    mirrored: boolean | number,
    nu: boolean | number,
    shrinking: boolean | number,
    maxIter: number,
    eps: number,
  ): void;
  setVariables(doubles: Pointer, capacity: number, order: Pointer, source: Pointer, swaps: Pointer): void;
  setKernel(...args: [...KernelArgs, panels: Pointer]): void;
  setCache(
    slots: number,
    mostSlots: number,
    stride: number,
    cache: Pointer,
    slotOf: Pointer,
    owner: Pointer,
    length: Pointer,
    previous: Pointer,
    next: Pointer,
    spread: Pointer,
  ): void;
  repeatDoubles(count: number, from: Pointer, to: Pointer): void;
  cacheIsShort(): number;
  setSlots(slots: number): void;
  clearCache(): void;
  fillCache(): void;
  smoRun(budget: number): number;
  smoIterations(): number;
  smoActive(): number;
  seedOrder(seed: number): void;
  squaredLoss(
    from: number,
    to: number,
    columns: number,
    panels: Pointer,
    y: Pointer,
    c: Pointer,
    w: Pointer,
    tube: number,
    curvature: Pointer,
    sums: Pointer,
  ): number;
  hessianProduct(
    from: number,
    to: number,
    columns: number,
    panels: Pointer,
    curvature: Pointer,
    s: Pointer,
    sums: Pointer,
  ): void;
  squaredLengths(n: number, columns: number, rows: Pointer, out: Pointer): void;
  beginRounds(n: number, order: Pointer, state: Pointer): void;
  hingeRound(...args: DualArgs): number;
  tubeRound(...args: [...DualArgs, tube: number]): number;
  crammerRound(
    n: number,
    columns: number,
    k: number,
    rows: Pointer,
    codes: Pointer,
    lengths: Pointer,
    bounds: Pointer,
    alpha: Pointer,
    w: Pointer,
    order: Pointer,
    work: Pointer,
  ): number;
  l1Round(
    n: number,
    stride: number,
    columns: Pointer,
    c: Pointer,
    squares: Pointer,
    w: Pointer,
    slack: Pointer,
    order: Pointer,
    state: Pointer,
    rows: number,
  ): number;
}

/** Support vector machines: kernel rows, sequential minimal optimisation, decision values, linear machines. */
export const svmModule = defineModule<SvmExports>('svm', { simd, relaxedSimd });

/** A session with these kernels. */
export type SvmSession = KernelSession<SvmExports>;
