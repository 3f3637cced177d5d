/**
 * Fills `mask` with 0 (with probability `rate`) and 1 / (1 - rate). The draws depend on the seed and the position in
 * the batch only, so every engine, and every way to cut a batch, drops the same units.
 */
export function fillMask(mask: Float64Array | Float32Array, rate: number, seed: number, from: number): void {
  const keep = 1 / (1 - rate);
  const threshold = Math.round(rate * 4294967296);
  for (let i = 0; i < mask.length; i++) mask[i] = hash(from + i, seed) < threshold ? 0 : keep;
}

/** 32 well-mixed bits (two rounds of multiply and shift, in the manner of MurmurHash's finaliser). */
function hash(position: number, seed: number): number {
  let x = Math.imul(position ^ seed, 0x9e3779b1) + seed;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** The seed of one layer's mask at one step. */
export function maskSeed(seed: number, layer: number): number {
  return hash(layer + 1, seed);
}
