import type { EngineOptions } from './cpu_engine.js';
import { CPU_DEVICE, CpuEngine } from './cpu_engine.js';
import { DeviceError } from './device_error.js';
import type { DeviceReport, Engine } from './engine.js';
import { withoutListeners } from './tfjs/listeners.js';
import { type OpenBackend, ownersBackend, TfSession } from './tfjs/session.js';
import { isTf, type Tf } from './tfjs/tf.js';
import { TfEngine } from './tfjs/tf_engine.js';
import { findAdapter, firstLine, openWebGpu } from './tfjs/web_gpu.js';

/** Where to train, by name. */
export const DEVICES = ['auto', 'cpu', 'gpu', 'webgpu', 'tensorflow', 'wasm'] as const;

/** Where to train: a name, or an instance of tfjs whose backend is set. */
export type DeviceChoice = (typeof DEVICES)[number] | Tf;

/** A way to train, and whether this machine offers it. */
export interface DeviceCandidate {
  /** What was looked for. */
  readonly name: string;
  /** Whether it can be used at all, and by which `device`. */
  readonly usable: boolean;
  /** What answered. */
  readonly device: DeviceReport | undefined;
  /** Why it is refused, or how it is chosen. */
  readonly reason: string;
}

type Opened = { readonly backend: OpenBackend; readonly before: string | undefined };
type Attempt = Opened | { readonly reason: string };

/** Makes an engine on the chosen device. */
export async function openEngine(
  choice: DeviceChoice,
  options: EngineOptions,
  estimator: string,
): Promise<Engine> {
  if (choice === 'cpu') return new CpuEngine(options);
  const session = await oneByOne(async () => {
    const found = await open(choice, estimator);
    return found && new TfSession(found.backend, estimator, found.before);
  });
  if (!session) return new CpuEngine(options);
  try {
    return new TfEngine(session, options);
  } catch (error) {
    session.close();
    throw error;
  }
}

let opening: Promise<unknown> = Promise.resolve();

/** Backends are opened one after the other: tfjs has one current backend, and starting one takes a while. */
function oneByOne<T>(work: () => Promise<T>): Promise<T> {
  const turn = opening.then(work, work);
  opening = turn.catch(() => undefined);
  return turn;
}

async function open(choice: Exclude<DeviceChoice, 'cpu'>, estimator: string): Promise<Opened | undefined> {
  if (isTf(choice)) return needed(await callersBackend(choice), 'the given tfjs', estimator);
  if (choice === 'webgpu') return needed(await webGpu(true), "'webgpu'", estimator);
  if (choice === 'tensorflow') return needed(await tensorflow(false), "'tensorflow'", estimator);
  if (choice === 'wasm') return needed(await wasm(), "'wasm'", estimator);
  const refused: string[] = [];
  for (const [name, attempt] of gpuCandidates()) {
    const found = await attempt();
    if ('backend' in found && (choice === 'auto' || found.backend.device.gpu)) return found;
    if ('backend' in found) found.backend.close();
    refused.push(`${name}: ${'reason' in found ? found.reason : 'it is no GPU'}`);
  }
  if (choice === 'auto') return undefined;
  throw new DeviceError(
    `${estimator}: device 'gpu' was asked for, but there is none. Tried ${refused.join('; ')}. Install what is missing, or use device: 'auto'.`,
    { estimator, parameter: 'device', received: 'gpu', remedy: "device: 'auto'" },
  );
}

/** What 'auto' and 'gpu' try, in this order. */
function gpuCandidates(): [string, () => Promise<Attempt>][] {
  return [
    ['a tfjs backend that the caller has set', setBackend],
    ['@tensorflow/tfjs-node-gpu', () => tensorflow(true)],
    ['WebGPU', () => webGpu(false)],
  ];
}

function needed(found: Attempt, name: string, estimator: string): Opened {
  if ('backend' in found) return found;
  throw new DeviceError(
    `${estimator}: device ${name} cannot be used: ${found.reason}. Choose another device, or install what is missing.`,
    { estimator, parameter: 'device', received: name, remedy: "device: 'cpu'" },
  );
}

async function core(): Promise<Tf | { reason: string }> {
  try {
    return (await import('@tensorflow/tfjs-core')) as unknown as Tf;
  } catch (error) {
    return {
      reason: `'@tensorflow/tfjs-core' does not load (${firstLine(error)}); npm install @tensorflow/tfjs-core`,
    };
  }
}

/** The backend that is set in the tfjs of this process, if anybody has loaded it and set one. */
async function setBackend(): Promise<Attempt> {
  const name = backendNow();
  if (!name) return { reason: 'no backend is set' };
  if (name === 'cpu' || name === 'wasm') {
    return { reason: `'${name}' is set, which is slower than learnkit's own engine` };
  }
  const tf = await core();
  return 'reason' in tf ? tf : callersBackend(tf);
}

async function callersBackend(tf: Tf, wanted?: string): Promise<Attempt> {
  if (!wanted && !ownersBackend(tf.engine())) await tf.ready();
  const name = wanted ?? ownersBackend(tf.engine());
  if (!name) return { reason: 'no backend is set; call tf.setBackend first' };
  const backend = (tf.engine() as { registry?: Record<string, object> }).registry?.[name] as
    | { isUsingGpuDevice?: boolean; adapterInfo?: Partial<DeviceReport> }
    | undefined;
  const info = backend?.adapterInfo;
  const names = `${info?.vendor} ${info?.architecture} ${info?.description}`;
  const software = name === 'webgpu' && /swiftshader|llvmpipe|lavapipe|software/i.test(names);
  const gpu =
    name === 'tensorflow'
      ? backend?.isUsingGpuDevice === true
      : name === 'webgpu'
        ? !software
        : name === 'webgl';
  const device = {
    backend: name,
    vendor: info?.vendor ?? '',
    architecture: info?.architecture ?? '',
    description: info?.description || `tfjs backend '${name}'`,
    software,
    gpu,
  };
  const apart = name !== 'cpu' && name !== 'wasm';
  return { backend: { tf, name, device, apart, close: () => undefined }, before: name };
}

async function tensorflow(needsGpu: boolean): Promise<Attempt> {
  const reasons: string[] = [];
  for (const name of needsGpu
    ? ['@tensorflow/tfjs-node-gpu']
    : ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node']) {
    const before = backendNow();
    let tf: Tf;
    try {
      const loaded = (await import(/* @vite-ignore */ name)) as { default?: Tf } & Tf;
      tf = loaded.default ?? loaded;
      await tf.setBackend('tensorflow');
    } catch (error) {
      reasons.push(`${name} does not load (${firstLine(error)})`);
      continue;
    }
    const found = await callersBackend(tf, 'tensorflow');
    if ('backend' in found && needsGpu && !found.backend.device.gpu) {
      if (before) await tf.setBackend(before);
      return { reason: 'it loads, but finds no GPU that CUDA can use' };
    }
    return 'backend' in found ? { ...found, before } : found;
  }
  return { reason: reasons.join('; ') };
}

async function webGpu(software: boolean): Promise<Attempt> {
  const tf = await core();
  if ('reason' in tf) return tf;
  try {
    // Its kernels register themselves; its own factory does not as long as there is no navigator.gpu.
    await import('@tensorflow/tfjs-backend-webgpu');
  } catch (error) {
    return {
      reason: `'@tensorflow/tfjs-backend-webgpu' does not load (${firstLine(error)}); npm install @tensorflow/tfjs-backend-webgpu`,
    };
  }
  if (!shared && tf.findBackendFactory('webgpu')) {
    const before = backendNow();
    await tf.setBackend('webgpu');
    const found = await callersBackend(tf, 'webgpu');
    return 'backend' in found ? { ...found, before } : found;
  }
  shared ??= { users: 0, opening: openShared(tf, software) };
  const use = shared;
  use.users++;
  const found = await use.opening;
  const release = (): void => {
    if (--use.users > 0) return;
    if (shared === use) shared = undefined;
    if ('backend' in found) found.backend.close();
  };
  if (!('backend' in found) || (found.backend.device.software && !software)) {
    release();
    return 'backend' in found ? { reason: softwareReason(found.backend.device) } : found;
  }
  return { backend: { ...found.backend, close: release }, before: found.before };
}

/** The WebGPU device that the trainings of this moment share: tfjs knows one backend of that name. */
let shared: { users: number; readonly opening: Promise<Attempt> } | undefined;

function softwareReason({
  vendor,
  architecture,
  description,
}: Omit<DeviceReport, 'backend' | 'software' | 'gpu'>): string {
  return `its adapter is software (${vendor} ${architecture}, ${description}), not a GPU; device: 'webgpu' admits it`;
}

async function openShared(tf: Tf, software: boolean): Promise<Attempt> {
  const found = await findAdapter();
  if ('reason' in found) return found;
  if (found.software && !software) {
    return { reason: softwareReason(found.info) };
  }
  const before = backendNow();
  try {
    return { backend: await openWebGpu(tf, found), before };
  } catch (error) {
    return { reason: `the adapter gives no device (${firstLine(error)})` };
  }
}

async function wasm(): Promise<Attempt> {
  const tf = await core();
  if ('reason' in tf) return tf;
  try {
    await import('@tensorflow/tfjs-backend-wasm');
    const before = backendNow();
    await withoutListeners(() => tf.setBackend('wasm'));
    const found = await callersBackend(tf, 'wasm');
    return 'backend' in found ? { ...found, before } : found;
  } catch (error) {
    return { reason: `'@tensorflow/tfjs-backend-wasm' does not load (${firstLine(error)})` };
  }
}

/** The backend that is set in the tfjs of this process, if it is loaded. */
function backendNow(): string | undefined {
  const engine = (globalThis as { _tfengine?: object })._tfengine;
  return engine && ownersBackend(engine);
}

/** The list of `describeDevices`. */
export class DeviceList {
  constructor(readonly candidates: readonly DeviceCandidate[]) {}

  /** One line per candidate, for the console. */
  toString(): string {
    return this.candidates
      .map(({ name, usable, reason }) => `${usable ? 'usable ' : 'refused'}  ${name}: ${reason}`)
      .join('\n');
  }
}

/**
 * Tries every way to train a network on this machine and says what answered, or why not: the list to look at when
 * `device: 'gpu'` is refused. In the order in which 'auto' tries them.
 *
 * @example
 * ```ts
 * const devices = await describeDevices();
 * devices.candidates.length; // 5
 * String(devices); // one line each
 * ```
 */
export function describeDevices(): Promise<DeviceList> {
  return oneByOne(listDevices);
}

async function listDevices(): Promise<DeviceList> {
  const candidates: DeviceCandidate[] = [];
  const ways: [string, string, () => Promise<Attempt>][] = [
    ['a tfjs backend that the caller has set', 'auto', setBackend],
    ['@tensorflow/tfjs-node-gpu', 'tensorflow', () => tensorflow(true)],
    ['WebGPU', 'webgpu', () => webGpu(true)],
  ];
  for (const [name, choice, attempt] of ways) {
    const found = await attempt();
    if (!('backend' in found)) {
      candidates.push({ name, usable: false, device: undefined, reason: found.reason });
      continue;
    }
    const { device } = found.backend;
    const session = new TfSession(found.backend, 'describeDevices', found.before);
    session.close();
    const what = [device.vendor, device.architecture, device.description].filter(Boolean).join(', ');
    const how = device.gpu
      ? `a GPU; device: 'gpu', 'auto' or '${choice}'`
      : `no GPU; device: '${choice}' only`;
    candidates.push({ name, usable: true, device, reason: `${what} (${how})` });
  }
  candidates.push(await wasmCandidate());
  candidates.push({
    name: 'cpu',
    usable: true,
    device: CPU_DEVICE,
    reason: `${CPU_DEVICE.description}; device: 'cpu'`,
  });
  return new DeviceList(candidates);
}

async function wasmCandidate(): Promise<DeviceCandidate> {
  const found = await wasm();
  const name = 'tfjs wasm';
  if (!('backend' in found)) return { name, usable: false, device: undefined, reason: found.reason };
  new TfSession(found.backend, 'describeDevices', found.before).close();
  return { name, usable: true, device: found.backend.device, reason: "no GPU; device: 'wasm' only" };
}
