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
  readonly Memory: new (limits: { initial: number; maximum: number; shared?: boolean }) => WasmMemory;
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

/** The kernels of one family: a binary per build, made from `assembly/<name>/`, and what it exports. */
export interface KernelModule<E extends CommonExports> {
  readonly name: string;
  /** A new instance with a memory of its own; the binary is compiled once per thread and build. */
  instantiate(build: KernelBuild): { exports: E; memory: WasmMemory };
  /** A new instance on a memory that threads share: a given one, or a new one. Only where such a binary exists. */
  instantiateShared?(build: KernelBuild, memory?: WasmMemory): { exports: E; memory: WasmMemory };
}

/** What every module exports. */
export interface CommonExports {
  /** First byte that no constant of the module uses. */
  heapStart(): Pointer;
}

interface Binaries {
  readonly simd: string;
  readonly relaxedSimd: string;
}

/**
 * Names a module; nothing is decoded or compiled before the first instance.
 * @param shared The same kernels, compiled for a memory that threads share.
 */
export function defineModule<E extends CommonExports>(
  name: string,
  binaries: Binaries,
  shared?: Binaries,
): KernelModule<E> {
  const compiled = new Map<string, WasmModule>();
  const instance = (
    from: Binaries,
    build: KernelBuild,
    memory: WasmMemory,
  ): { exports: E; memory: WasmMemory } => {
    const text = build === 'simd' ? from.simd : from.relaxedSimd;
    const module = compiled.get(text) ?? new wasm.Module(decodeBase64(text));
    compiled.set(text, module);
    return { exports: new wasm.Instance(module, { env: { memory } }).exports as E, memory };
  };
  return {
    name,
    instantiate: (build) => instance(binaries, build, new wasm.Memory({ initial: 1, maximum: MAX_PAGES })),
    instantiateShared: shared && ((build, memory) => instance(shared, build, memory ?? newSharedMemory())),
  };
}

function newSharedMemory(): WasmMemory {
  return new wasm.Memory({ initial: 1, maximum: MAX_PAGES, shared: true });
}

function decodeBase64(text: string): Uint8Array {
  const decode = (globalThis as unknown as { atob(text: string): string }).atob;
  return Uint8Array.from(decode(text), (character) => character.charCodeAt(0));
}

/** Byte address in the memory of an instance. */
export type Pointer = number;
