import { type CommonExports, defineModule, type Pointer } from '../engine.js';
import { base64 as relaxedSimd } from '../generated/decomposition_relaxed_simd.js';
import { base64 as simd } from '../generated/decomposition_simd.js';
import type { KernelSession } from '../runtime.js';
import type { DenseExports } from './dense.js';

type Contrast = (n: number, alpha: number, x: Pointer) => number;

/** What the binary exports; the AssemblyScript sources document each. */
export interface DecompositionExports extends CommonExports {
  gemmWorkBytes: DenseExports['gemmWorkBytes'];
  gemmF64: DenseExports['gemmF64'];
  logcosh: Contrast;
  gauss: Contrast;
  cube: Contrast;
  coordinatePass(
    from: number,
    to: number,
    k: number,
    w: Pointer,
    gram: Pointer,
    target: Pointer,
    l1: number,
    order: Pointer,
    room: Pointer,
  ): number;
}

/** Loops of decompositions: contrasts of independent components, coordinates of non-negative factors. */
export const decompositionModule = defineModule<DecompositionExports>('decomposition', { simd, relaxedSimd });

/** A session with these kernels. */
export type DecompositionSession = KernelSession<DecompositionExports>;
