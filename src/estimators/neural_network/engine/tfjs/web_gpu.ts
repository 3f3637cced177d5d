import type { OpenBackend } from './session.js';
import type { Tf } from './tf.js';

interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}
interface Device {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  addEventListener?(
    type: string,
    listener: (event: { readonly error?: { readonly message?: string } }) => void,
  ): void;
  destroy(): void;
}
interface Adapter {
  readonly info: AdapterInfo;
  readonly limits: Readonly<Record<string, number>>;
  requestDevice(options: { requiredLimits: Record<string, number> }): Promise<Device>;
}
interface Gpu {
  requestAdapter(options: { powerPreference: string }): Promise<Adapter | null>;
}

/** The limits that tfjs's kernels count on. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

let instance: Gpu | undefined;

/** An adapter, or why there is none. */
export type AdapterFound =
  | { readonly adapter: Adapter; readonly info: AdapterInfo; readonly software: boolean }
  | { readonly reason: string };

/** Looks for a WebGPU adapter: the host's own (browsers, Deno), else Dawn through the package 'webgpu'. */
export async function findAdapter(): Promise<AdapterFound> {
  const host = (globalThis as { navigator?: { gpu?: Gpu } }).navigator?.gpu;
  let gpu = host;
  if (!gpu) {
    const missing = await noVulkanDriver();
    if (missing) return { reason: missing };
    let dawn: { create(flags: string[]): Gpu; globals: Record<string, unknown> };
    try {
      dawn = (await import('webgpu')) as unknown as typeof dawn;
    } catch (error) {
      return { reason: `the package 'webgpu' does not load (${firstLine(error)}); npm install webgpu@0.6.2` };
    }
    for (const [name, value] of Object.entries(dawn.globals)) {
      if (!(name in globalThis)) {
        Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
      }
    }
    // One instance for the life of the process: a second one crashes Dawn.
    instance ??= dawn.create([]);
    gpu = instance;
  }
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return { reason: 'no WebGPU adapter answers: is the driver of the graphics card installed?' };
  const { info } = adapter;
  const names = `${info.vendor} ${info.architecture} ${info.device} ${info.description}`;
  const software = info.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|software/i.test(names);
  return { adapter, info, software };
}

/** Opens tfjs's WebGPU backend on an adapter, with a device of our own, under tfjs's name for it. */
export async function openWebGpu(
  tf: Tf,
  { adapter, info, software }: Extract<AdapterFound, { adapter: Adapter }>,
): Promise<OpenBackend> {
  const { WebGPUBackend } = (await import('@tensorflow/tfjs-backend-webgpu')) as unknown as {
    WebGPUBackend: new (device: Device, info: AdapterInfo) => object;
  };
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]]));
  const device = await adapter.requestDevice({ requiredLimits });
  let failure: string | undefined;
  device.addEventListener?.('uncapturederror', (event) => {
    failure ??= event.error?.message ?? 'an error without a message';
  });
  const lost = device.lost.then(({ reason, message }) => `device lost: ${message || reason}`);
  const backend = withNavigator(() => new WebGPUBackend(device, info));
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => backend, 3);
  await tf.setBackend('webgpu');
  return {
    tf,
    name: 'webgpu',
    device: {
      backend: 'webgpu',
      vendor: info.vendor,
      architecture: info.architecture,
      description: info.description || info.device,
      software,
      gpu: !software,
    },
    apart: true,
    lost,
    failure: () => failure,
    close: () => {
      if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
      device.destroy();
    },
  };
}

/** tfjs's constructor wants to see a navigator.gpu; it looks at nothing of it. */
function withNavigator<T>(work: () => T): T {
  const old = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  const value = { ...((globalThis as { navigator?: object }).navigator ?? {}), gpu: true };
  Object.defineProperty(globalThis, 'navigator', { value, configurable: true });
  try {
    return work();
  } finally {
    if (old) Object.defineProperty(globalThis, 'navigator', old);
    else delete (globalThis as { navigator?: object }).navigator;
  }
}

/** Why Dawn would find nothing on Linux; asking it then would only print warnings. */
async function noVulkanDriver(): Promise<string | undefined> {
  const host = (globalThis as { process?: { platform?: string; env: Record<string, string | undefined> } })
    .process;
  if (host?.platform !== 'linux') return undefined;
  const { existsSync, readdirSync } = await import('node:fs');
  const named = host.env['VK_DRIVER_FILES'] ?? host.env['VK_ICD_FILENAMES'];
  if (named) {
    return named.split(':').some((path) => existsSync(path))
      ? undefined
      : `VK_DRIVER_FILES names no file (${named})`;
  }
  const folders = ['/etc/vulkan/icd.d', '/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];
  const found = folders.some((folder) => existsSync(folder) && readdirSync(folder).length > 0);
  return found ? undefined : 'no Vulkan driver is installed (no file in /usr/share/vulkan/icd.d)';
}

/** The first line of an error, for a list of reasons. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}
