import { type CommonExports, defineModule, type Pointer } from '../engine.js';
import { base64 as relaxedSimd } from '../generated/mixture_relaxed_simd.js';
import { base64 as simd } from '../generated/mixture_simd.js';
import type { KernelSession } from '../runtime.js';

/** What the binary exports; the AssemblyScript sources document each. */
export interface MixtureExports extends CommonExports {
  setProblem(
    columns: number,
    padded: number,
    components: number,
    isFull: number,
    isShared: number,
    wantsSecond: number,
    tiles: Pointer,
    factors: Pointer,
    means: Pointer,
    centers: Pointer,
    constants: Pointer,
    work: Pointer,
    out: Pointer,
  ): void;
  emStep(from: number, to: number, rows: number): void;
  momentStep(from: number, to: number, rows: number, given: Pointer): void;
  evaluate(from: number, to: number, norm: Pointer, logs: Pointer): void;
}

/** Mixtures of normal distributions. */
export const mixtureModule = defineModule<MixtureExports>('mixture', { simd, relaxedSimd });

/** A session with these kernels. */
export type MixtureSession = KernelSession<MixtureExports>;
