import { type CommonExports, defineModule, type Pointer } from '../engine.js';
import { base64 as relaxedSimd } from '../generated/linalg_relaxed_simd.js';
import { base64 as simd } from '../generated/linalg_simd.js';
import type { KernelSession } from '../runtime.js';

/** What the binary exports; the AssemblyScript sources document each. */
export interface LinalgExports extends CommonExports {
  gemmWorkBytes(m: number, n: number, k: number, size: number): number;
  tridiagonalise(
    n: number,
    a: Pointer,
    d: Pointer,
    e: Pointer,
    tau: Pointer,
    work: Pointer,
    from: number,
    to: number,
  ): void;
  bidiagonalise(
    m: number,
    n: number,
    a: Pointer,
    d: Pointer,
    e: Pointer,
    left: Pointer,
    tauLeft: Pointer,
    right: Pointer,
    tauRight: Pointer,
    work: Pointer,
    from: number,
    to: number,
  ): void;
  factorPanel(
    count: number,
    length: number,
    rows: Pointer,
    ld: number,
    tau: Pointer,
    diagonal: Pointer,
    r: Pointer,
    ldr: number,
  ): void;
  applyBlock(
    rows: number,
    length: number,
    z: Pointer,
    ldz: number,
    count: number,
    v: Pointer,
    ldv: number,
    tau: Pointer,
    backward: boolean | number,
    work: Pointer,
  ): void;
  rotateRows(
    rows: number,
    columns: number,
    z: Pointer,
    count: number,
    pairs: Pointer,
    cosines: Pointer,
    panel: Pointer,
  ): void;
}

/** Dense decompositions: reflectors in blocks, reductions to condensed forms, lists of rotations. */
export const linalgModule = defineModule<LinalgExports>('linalg', { simd, relaxedSimd });

/** A session with these kernels. */
export type LinalgSession = KernelSession<LinalgExports>;
