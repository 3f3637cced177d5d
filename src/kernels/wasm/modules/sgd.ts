import { type CommonExports, defineModule, type Pointer } from '../engine.js';
import { base64 as relaxedSimd } from '../generated/sgd_relaxed_simd.js';
import { base64 as simd } from '../generated/sgd_simd.js';
import type { KernelSession } from '../runtime.js';

/** What the binary exports; the AssemblyScript sources document each. */
export interface SgdExports extends CommonExports {
  beginWeights(d: number, w: Pointer, state: Pointer): void;
  finishWeights(d: number, w: Pointer, mean: Pointer, state: Pointer): void;
  shuffleRows(n: number, order: Pointer, seed: number): void;
  sgdRows(
    from: number,
    to: number,
    d: number,
    rows: Pointer,
    y: Pointer,
    weights: Pointer,
    order: Pointer,
    held: Pointer,
    w: Pointer,
    mean: Pointer,
    taken: Pointer,
    kind: number,
    penalty: number,
    schedule: number,
    fitIntercept: number,
    oneClass: number,
    judged: number,
    options: Pointer,
    state: Pointer,
  ): void;
}

/** Stochastic gradient descent of linear models. */
export const sgdModule = defineModule<SgdExports>('sgd', { simd, relaxedSimd });

/** A session with these kernels. */
export type SgdSession = KernelSession<SgdExports>;
