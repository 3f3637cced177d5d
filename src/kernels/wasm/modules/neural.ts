import { type CommonExports, defineModule, type Pointer } from '../engine.js';
import { base64 as relaxedSimd } from '../generated/neural_relaxed_simd.js';
import { base64 as simd } from '../generated/neural_simd.js';
import type { KernelSession } from '../runtime.js';

/** The kernels of one precision; the AssemblyScript sources document each. */
export interface NeuralKernels {
  gemm(
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
  ): void;
  activate(kind: number, n: number, x: Pointer, y: Pointer): void;
  activateBackward(kind: number, n: number, x: Pointer, a: Pointer, delta: Pointer): void;
  softmax(rows: number, columns: number, x: Pointer): void;
  fillRows(rows: number, columns: number, x: Pointer, y: Pointer): void;
  columnSums(rows: number, columns: number, x: Pointer, y: Pointer): void;
  multiply(n: number, y: Pointer, x: Pointer): void;
  normalize(
    rows: number,
    columns: number,
    x: Pointer,
    hat: Pointer,
    y: Pointer,
    inverse: Pointer,
    gamma: Pointer,
    beta: Pointer,
    mean: Pointer,
    variance: Pointer,
    momentum: number,
    epsilon: number,
  ): void;
  normalizeBackward(
    rows: number,
    columns: number,
    hat: Pointer,
    inverse: Pointer,
    gamma: Pointer,
    delta: Pointer,
    dGamma: Pointer,
    dBeta: Pointer,
  ): void;
  normalizeFixed(
    rows: number,
    columns: number,
    x: Pointer,
    y: Pointer,
    gamma: Pointer,
    beta: Pointer,
    mean: Pointer,
    variance: Pointer,
    epsilon: number,
  ): void;
  update(
    kind: number,
    n: number,
    w: Pointer,
    g: Pointer,
    s: Pointer,
    r: Pointer,
    h0: number,
    h1: number,
    h2: number,
    h3: number,
    h4: number,
  ): void;
  penalty(n: number, factor: number, w: Pointer, g: Pointer): number;
  scale(n: number, factor: number, x: Pointer): void;
  add(n: number, x: Pointer, y: Pointer): void;
}

type Suffixed<S extends string> = { [K in keyof NeuralKernels as `${K}${S}`]: NeuralKernels[K] };

/** What the binary exports: every kernel in both precisions. */
export interface NeuralExports extends CommonExports, Suffixed<'F32'>, Suffixed<'F64'> {
  gemmWorkBytes(m: number, n: number, k: number, size: number): number;
}

/** Layers, activations and optimizers of neural networks. */
export const neuralModule = defineModule<NeuralExports>('neural', { simd, relaxedSimd });

/** A session with these kernels. */
export type NeuralSession = KernelSession<NeuralExports>;

/** The kernels of one precision under their plain names. */
export function kernelsOf(session: NeuralSession, precision: 'float32' | 'float64'): NeuralKernels {
  const all = session.kernels as unknown as Record<string, NeuralKernels[keyof NeuralKernels]>;
  const suffix = precision === 'float32' ? 'F32' : 'F64';
  const chosen = Object.entries(all)
    .filter(([name]) => name.endsWith(suffix))
    .map(([name, kernel]) => [name.slice(0, -3), kernel] as const);
  return Object.fromEntries(chosen) as unknown as NeuralKernels;
}
