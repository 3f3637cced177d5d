import { type CommonExports, defineModule, type Pointer } from '../engine.js';
import { base64 as relaxedSimd } from '../generated/tsne_relaxed_simd.js';
import { base64 as relaxedSimdShared } from '../generated/tsne_relaxed_simd_shared.js';
import { base64 as simd } from '../generated/tsne_simd.js';
import { base64 as simdShared } from '../generated/tsne_simd_shared.js';
import type { KernelSession } from '../runtime.js';

/** What the binary exports; the AssemblyScript sources document each. */
export interface TsneExports extends CommonExports {
  conditionals(rows: number, k: number, distances: Pointer, perplexity: number, p: Pointer): void;
  setProblem(n: number, dims: number, table: Pointer): void;
  buildTree(theta: number): void;
  repel(from: number, to: number): void;
  attract(from: number, to: number): void;
  kernelSum(): number;
  divergence(from: number, to: number, sum: number): number;
  descend(exaggeration: number, sum: number, momentum: number, rate: number): number;
  exactSum(
    n: number,
    width: number,
    ld: number,
    dof: number,
    planes: Pointer,
    from: number,
    to: number,
  ): number;
  exactForces(
    n: number,
    width: number,
    ld: number,
    dof: number,
    planes: Pointer,
    p: Pointer,
    exaggeration: number,
    sum: number,
    slopes: Pointer,
    from: number,
    to: number,
    wanted: boolean | number,
  ): number;
  descendBy(cells: number, slopes: Pointer, momentum: number, rate: number): number;
}

/** t-SNE: similarities of a wanted perplexity, forces by a tree or exactly, and steps down the gradient. */
export const tsneModule = defineModule<TsneExports>(
  'tsne',
  { simd, relaxedSimd },
  { simd: simdShared, relaxedSimd: relaxedSimdShared },
);

/** A session with these kernels. */
export type TsneSession = KernelSession<TsneExports>;
