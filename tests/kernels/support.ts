import { forceKernelBuild, type KernelBuild, kernelBuild } from '../../src/kernels/wasm/runtime.js';

/** The builds that this engine can run (Node 20 has no relaxed SIMD). */
export const builds: KernelBuild[] = available();

function available(): KernelBuild[] {
  const best = kernelBuild();
  forceKernelBuild(undefined);
  return best === 'simd' ? ['simd'] : ['simd', best];
}

/** `n` numbers in [-1, 1), the same for the same seed. */
export function numbers(n: number, seed: number): Float64Array {
  const result = new Float64Array(n);
  let state = seed | 0;
  for (let i = 0; i < n; i++) {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    result[i] = ((z ^ (z >>> 16)) >>> 0) / 2 ** 31 - 1;
  }
  return result;
}
