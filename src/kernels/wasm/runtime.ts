import { LearnkitError } from '../../core/errors.js';
import {
  type CommonExports,
  type KernelBuild,
  type KernelModule,
  kernelBuild,
  MAX_PAGES,
  PAGE_BYTES,
  type WasmMemory,
} from './engine.js';

export { forceKernelBuild, type KernelBuild, kernelBuild } from './engine.js';

/** The kernels cannot hold the data: WebAssembly memory ends at 4 GiB, or the machine has no more to give. */
export class KernelMemoryError extends LearnkitError {}

/** Regions start on cache lines. */
const ALIGNMENT = 64;
/** Kernels may read, never use, a little beyond a region's end. */
const SLACK = 256;
/** Instances whose memory has grown beyond this are dropped, because WebAssembly memory never shrinks. */
const POOLED_BYTES = 64 * 2 ** 20;
const POOLED_INSTANCES = 8;

interface Instance<E extends CommonExports = CommonExports> {
  readonly module: KernelModule<E>;
  readonly build: KernelBuild;
  readonly exports: E;
  readonly memory: WasmMemory;
  readonly shared?: boolean;
}

// Idle instances are held weakly: they are quick to come back to, and the collector may take them any time.
const idle: WeakRef<Instance>[] = [];
const counts = { sessions: 0, allocations: 0 };

/** Sessions acquired and not yet released. */
export function liveSessions(): number {
  return counts.sessions;
}

/** Regions allocated in sessions that are not yet released. */
export function liveAllocations(): number {
  return counts.allocations;
}

/**
 * An instance of a family's kernels with its own memory, for one piece of work. Release it in a `finally`;
 * then its regions are gone. Instances are per thread and never shared by two sessions at a time.
 */
export function acquire<E extends CommonExports>(module: KernelModule<E>): KernelSession<E> {
  const build = kernelBuild();
  let found: Instance<E> | undefined;
  for (let i = idle.length - 1; i >= 0 && !found; i--) {
    const instance = idle[i].deref();
    if (instance && (instance.build !== build || instance.module.name !== module.name)) continue;
    idle.splice(i, 1);
    found = instance as Instance<E> | undefined;
  }
  return new KernelSession(found ?? { module, build, ...module.instantiate(build) });
}

/**
 * A session on a memory that other threads can share: hand `session.memory` to them. It is not kept for later.
 * @throws Error for a module without such a build.
 */
export function acquireShared<E extends CommonExports>(module: KernelModule<E>): KernelSession<E> {
  const build = kernelBuild();
  const made = module.instantiateShared?.(build);
  if (!made) throw new Error(`Kernels: module '${module.name}' has no build for shared memory.`);
  return new KernelSession({ module, build, shared: true, ...made });
}

/** Runs `work` with a session and releases it, also when `work` throws. */
export function withSession<E extends CommonExports, T>(
  module: KernelModule<E>,
  work: (session: KernelSession<E>) => T,
): T {
  const session = acquire(module);
  try {
    return work(session);
  } finally {
    session.release();
  }
}

// A session that was forgotten gives its counts back when it is collected, so that a leak does not look endless.
interface Ledger {
  allocations: number;
}
const forgotten = new FinalizationRegistry<Ledger>((ledger) => settle(ledger));

function settle(ledger: Ledger): void {
  counts.sessions--;
  counts.allocations -= ledger.allocations;
  ledger.allocations = 0;
}

type Numbers = Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Uint8Array;
type Constructor<A extends Numbers> = {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, offset: number, length: number): A;
};

/** A stretch of a session's memory. The address stays; views are made anew when the memory has grown. */
export class Region<A extends Numbers> {
  #view: A | undefined;
  readonly #session: { readonly buffer: ArrayBuffer };
  readonly #type: Constructor<A>;

  /** @internal */
  constructor(
    session: { readonly buffer: ArrayBuffer },
    type: Constructor<A>,
    /** Byte address. */
    readonly pointer: number,
    /** Number of elements. */
    readonly length: number,
  ) {
    this.#session = session;
    this.#type = type;
  }

  /** The elements. Do not keep it over an allocation: growing the memory detaches it. */
  view(): A {
    const { buffer } = this.#session;
    if (this.#view?.buffer !== buffer) this.#view = new this.#type(buffer, this.pointer, this.length);
    return this.#view;
  }

  /** @internal Forgets the view, which would keep a released memory alive. */
  forget(): void {
    this.#view = undefined;
  }
}

/** One instance at work: its kernels, and memory that is handed out front to back. */
export class KernelSession<E extends CommonExports = CommonExports> {
  #instance: Instance<E> | undefined;
  readonly #ledger: Ledger = { allocations: 0 };
  readonly #regions: { forget(): void }[] = [];
  #top: number;

  /** @internal */
  constructor(instance: Instance<E>) {
    this.#instance = instance;
    this.#top = instance.exports.heapStart();
    counts.sessions++;
    forgotten.register(this, this.#ledger, this);
  }

  /** The kernels. They check nothing: addresses and sizes must be right. */
  get kernels(): E {
    return this.#held().exports;
  }

  /** The build that this session runs. */
  get build(): KernelBuild {
    return this.#held().build;
  }

  /** The memory, for other threads when it is a shared one. */
  get memory(): object {
    return this.#held().memory;
  }

  /** @internal */
  get buffer(): ArrayBuffer {
    return this.#held().memory.buffer;
  }

  /** Room for doubles (zeros or left-overs, unless data are given to be copied in). */
  f64(content: number | ArrayLike<number>): Region<Float64Array> {
    return this.#allocate(Float64Array, content);
  }

  /** Room for floats. */
  f32(content: number | ArrayLike<number>): Region<Float32Array> {
    return this.#allocate(Float32Array, content);
  }

  /** Room for 32-bit integers. */
  i32(content: number | ArrayLike<number>): Region<Int32Array> {
    return this.#allocate(Int32Array, content);
  }

  /** Room for unsigned 32-bit integers. */
  u32(content: number | ArrayLike<number>): Region<Uint32Array> {
    return this.#allocate(Uint32Array, content);
  }

  /** Room for 16-bit integers. */
  i16(content: number | ArrayLike<number>): Region<Int16Array> {
    return this.#allocate(Int16Array, content);
  }

  /** Room for unsigned 16-bit integers. */
  u16(content: number | ArrayLike<number>): Region<Uint16Array> {
    return this.#allocate(Uint16Array, content);
  }

  /** Room for bytes. */
  u8(content: number | ArrayLike<number>): Region<Uint8Array> {
    return this.#allocate(Uint8Array, content);
  }

  /** Runs `work` and frees what it allocated. */
  scratch<T>(work: () => T): T {
    const top = this.#top;
    const { allocations } = this.#ledger;
    try {
      return work();
    } finally {
      this.#top = top;
      this.#forgetFrom(allocations);
    }
  }

  /** Ends the session; calling it again does nothing. */
  release(): void {
    const instance = this.#instance;
    if (!instance) return;
    this.#instance = undefined;
    forgotten.unregister(this);
    this.#forgetFrom(0);
    settle(this.#ledger);
    if (instance.shared || instance.memory.buffer.byteLength > POOLED_BYTES) return;
    if (idle.length >= POOLED_INSTANCES) idle.shift();
    idle.push(new WeakRef(instance));
  }

  /** Frees the regions from number `first` on. */
  #forgetFrom(first: number): void {
    for (const region of this.#regions.splice(first)) region.forget();
    counts.allocations -= this.#ledger.allocations - first;
    this.#ledger.allocations = first;
  }

  #held(): Instance<E> {
    if (!this.#instance) throw new Error('KernelSession: it is released. Acquire a new one.');
    return this.#instance;
  }

  #allocate<A extends Numbers>(type: Constructor<A>, content: number | ArrayLike<number>): Region<A> {
    const { memory } = this.#held();
    const length = typeof content === 'number' ? content : content.length;
    const pointer = Math.ceil(this.#top / ALIGNMENT) * ALIGNMENT;
    const end = pointer + length * type.BYTES_PER_ELEMENT;
    const pages = Math.ceil((end + SLACK) / PAGE_BYTES) - memory.buffer.byteLength / PAGE_BYTES;
    if (pages > 0) grow(memory, pages, end);
    this.#top = end;
    this.#ledger.allocations++;
    counts.allocations++;
    const region = new Region(this, type, pointer, length);
    this.#regions.push(region);
    if (typeof content !== 'number') region.view().set(content);
    return region;
  }
}

function grow(memory: WasmMemory, pages: number, bytes: number): void {
  const refuse = (what: string): never => {
    const remedy = 'Use fewer rows or columns, or work in parts.';
    throw new KernelMemoryError(`Kernels: ${what}. Got a need of ${bytes} bytes. ${remedy}`, { remedy });
  };
  if (memory.buffer.byteLength / PAGE_BYTES + pages > MAX_PAGES) {
    refuse('one piece of work can hold at most 4 GiB');
  }
  try {
    memory.grow(pages);
  } catch {
    refuse('the machine has not enough memory');
  }
}
