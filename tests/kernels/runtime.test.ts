import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { denseModule } from '../../src/kernels/wasm/modules/dense.js';
import {
  acquire,
  forceKernelBuild,
  KernelMemoryError,
  kernelBuild,
  liveAllocations,
  liveSessions,
  withSession,
} from '../../src/kernels/wasm/runtime.js';

afterEach(() => {
  forceKernelBuild(undefined);
  expect([liveSessions(), liveAllocations()]).toEqual([0, 0]);
});

describe('KernelSession', () => {
  it('counts sessions and regions until they are released', () => {
    const session = acquire(denseModule);
    const region = session.f64(3);
    session.i32([1, 2]);
    expect([liveSessions(), liveAllocations()]).toEqual([1, 2]);
    session.scratch(() => {
      session.f32(1);
      expect(liveAllocations()).toBe(3);
    });
    expect(liveAllocations()).toBe(2);
    session.release();
    session.release();
    expect([liveSessions(), liveAllocations()]).toEqual([0, 0]);
    expect(() => session.f64(1)).toThrow(/released/);
    expect(() => region.view()).toThrow(/released/);
  });

  it('keeps data and addresses when the memory grows, and makes views anew', () => {
    withSession(denseModule, (session) => {
      const first = session.f64([1, 2, 3]);
      const { pointer } = first;
      const old = first.view();
      const second = session.f64(1e6);
      expect(old.length).toBe(0);
      expect(first.pointer).toBe(pointer);
      expect(Array.from(first.view())).toEqual([1, 2, 3]);
      expect(second.pointer % 64).toBe(0);
      expect(second.view().length).toBe(1e6);
      expect(second.view()).toBe(second.view());
    });
  });

  it('gives sessions that live together separate memories', () => {
    const [a, b] = [acquire(denseModule), acquire(denseModule)];
    const [x, y] = [a.f64([1]), b.f64([2])];
    expect([x.view()[0], y.view()[0]]).toEqual([1, 2]);
    a.release();
    b.release();
  });

  it('comes back to small instances and drops large ones', () => {
    const small = acquire(denseModule);
    const { kernels } = small;
    small.release();
    const again = acquire(denseModule);
    expect(again.kernels).toBe(kernels);
    again.f64(2 ** 23 + 1);
    again.release();
    const other = acquire(denseModule);
    expect(other.kernels).not.toBe(kernels);
    other.release();
  });

  it('refuses more than 4 GiB with a typed error and stays usable', () => {
    withSession(denseModule, (session) => {
      expect(() => session.f64(2 ** 29)).toThrow(KernelMemoryError);
      expect(() => session.f64(2 ** 40)).toThrow(/at most 4 GiB/);
      expect(session.f64([7]).view()[0]).toBe(7);
    });
  });

  it('releases when the work throws', () => {
    expect(() =>
      withSession(denseModule, (session) => {
        session.f64(1);
        throw new Error('stop');
      }),
    ).toThrow('stop');
  });

  it('gives the counts of a forgotten session back when it is collected', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    (() => acquire(denseModule).f64(10))();
    expect(liveSessions()).toBe(1);
    for (let i = 0; i < 50 && liveSessions() > 0; i++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(liveSessions()).toBe(0);
  });
});

describe('kernelBuild', () => {
  it('can be forced to plain SIMD, here and by the environment', async () => {
    const detected = kernelBuild();
    forceKernelBuild('simd');
    expect(kernelBuild()).toBe('simd');
    withSession(denseModule, (session) => expect(session.build).toBe('simd'));
    forceKernelBuild(undefined);
    expect(kernelBuild()).toBe(detected);
    vi.stubEnv('LEARNKIT_KERNELS', 'simd');
    vi.resetModules();
    const fresh = await import('../../src/kernels/wasm/runtime.js');
    expect(fresh.kernelBuild()).toBe('simd');
    vi.unstubAllEnvs();
  });

  it('takes relaxed SIMD where the engine has it', () => {
    // V8 has it from version 11.4 (Node 21) on without a flag.
    const major = Number(process.versions.node.split('.')[0]);
    expect(kernelBuild()).toBe(major >= 21 ? 'relaxed-simd' : 'simd');
  });
});
