import { type CommonExports, defineModule, type Pointer } from '../engine.js';
import { base64 as relaxedSimd } from '../generated/linear_relaxed_simd.js';
import { base64 as simd } from '../generated/linear_simd.js';
import type { KernelSession } from '../runtime.js';

/** What the binary exports; the AssemblyScript sources document each. */
export interface LinearExports extends CommonExports {
  setColumns(rows: number, count: number, x: Pointer, y: Pointer, ySquare: number, norms: Pointer): void;
  setGram(count: number, q: Pointer, xy: Pointer, ySquare: number, norms: Pointer): void;
  setDescent(coef: Pointer, work: Pointer, slope: Pointer, list: Pointer, out: Pointer): void;
  squaredColumns(rows: number, count: number, x: Pointer, out: Pointer): void;
  startDescent(
    l1: number,
    l2: number,
    tol: number,
    iterationLimit: number,
    order: number,
    nonNegative: number,
    screen: number,
  ): void;
  descend(budget: number): number;
  descentIterations(): number;
  descentGap(): number;
  descentDualNorm(): number;
}

/** Linear models: coordinate descent. */
export const linearModule = defineModule<LinearExports>('linear', { simd, relaxedSimd });

/** A session with these kernels. */
export type LinearSession = KernelSession<LinearExports>;
