import { base64 as relaxedBinary } from './generated/relaxed_simd.js';
import { base64 as simdBinary } from './generated/simd.js';

// The part of the WebAssembly interface that the kernels use. It is the same in Node, browsers, Deno and Bun,
// but its types come with none of the libraries that this package compiles against.
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
type WasmModule = object;
interface WasmInterface {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: { env: { memory: WasmMemory } },
  ) => { readonly exports: unknown };
  readonly Memory: new (limits: { initial: number; maximum: number }) => WasmMemory;
  validate(bytes: Uint8Array): boolean;
}
const wasm = (globalThis as unknown as { WebAssembly: WasmInterface }).WebAssembly;

/** Bytes in a page of WebAssembly memory. */
export const PAGE_BYTES = 65_536;
/** Most pages that 32-bit addresses reach: 4 GiB. */
export const MAX_PAGES = 65_536;

/** Which compilation of the kernels runs: results may differ between the two in the last bits. */
export type KernelBuild = 'relaxed-simd' | 'simd';

let forced: KernelBuild | undefined;
let detected: KernelBuild | undefined;
const modules = new Map<KernelBuild, WasmModule>();

/**
 * The build in use: 'relaxed-simd' (fused multiply-add) where the engine has it, else 'simd'. The environment
 * variable LEARNKIT_KERNELS, which worker threads inherit, overrules the detection.
 */
export function kernelBuild(): KernelBuild {
  if (forced) return forced;
  detected ??= requestedBuild() ?? (wasm.validate(relaxedProbe) ? 'relaxed-simd' : 'simd');
  return detected;
}

/**
 * Chooses the build for this thread only, for tests; `undefined` goes back to the detection.
 * @throws Error when the engine cannot run it.
 */
export function forceKernelBuild(build: KernelBuild | undefined): void {
  if (build === 'relaxed-simd' && !wasm.validate(relaxedProbe)) {
    throw new Error("forceKernelBuild: this engine has no relaxed SIMD. Use 'simd'.");
  }
  forced = build;
}

function requestedBuild(): KernelBuild | undefined {
  const host = globalThis as unknown as { process?: { env?: Record<string, string | undefined> } };
  const wanted = host.process?.env?.['LEARNKIT_KERNELS'];
  return wanted === 'simd' ? wanted : undefined;
}

// (func (param v128) (result v128) local.get 0 local.get 0 local.get 0 f64x2.relaxed_madd)
const relaxedProbe = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x06, 0x01, 0x60, 0x01, 0x7b, 0x01, 0x7b],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x0a, 0x0d, 0x01, 0x0b, 0x00, 0x20, 0x00, 0x20, 0x00, 0x20, 0x00, 0xfd, 0x87, 0x02, 0x0b],
);

/** A new instance of the kernels with a memory of its own; the binary is compiled once per thread and build. */
export function instantiate(build: KernelBuild): { exports: KernelExports; memory: WasmMemory } {
  let module = modules.get(build);
  if (!module) {
    module = new wasm.Module(decodeBase64(build === 'simd' ? simdBinary : relaxedBinary));
    modules.set(build, module);
  }
  const memory = new wasm.Memory({ initial: 1, maximum: MAX_PAGES });
  const instance = new wasm.Instance(module, { env: { memory } });
  return { exports: instance.exports as KernelExports, memory };
}

function decodeBase64(text: string): Uint8Array {
  const decode = (globalThis as unknown as { atob(text: string): string }).atob;
  return Uint8Array.from(decode(text), (character) => character.charCodeAt(0));
}

/** Byte address in the memory of an instance. */
type Pointer = number;

/** What the binary exports; the AssemblyScript sources document each. */
export interface KernelExports {
  heapStart(): Pointer;
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
