import { describe, expect, it } from 'vitest';
import { Pcg64 } from '../../src/core/random/pcg64.js';

describe('Pcg64', () => {
  // numpy.random.default_rng(12345), numpy 2.4.
  it('draws and shuffles as numpy does', () => {
    const generator = Pcg64.from(12345);
    const words = [generator.next32(), generator.next32()];
    expect(BigInt(words[0]) | (BigInt(words[1]) << 32n)).toBe(4193609425186963869n);
    const items = Array.from({ length: 20 }, (_, i) => i);
    Pcg64.from(12345).shuffle(items);
    expect(items).toEqual([17, 0, 6, 18, 10, 11, 15, 9, 5, 12, 4, 1, 7, 3, 8, 19, 14, 16, 2, 13]);
  });

  it('goes on from a snapshot', () => {
    const generator = Pcg64.from(1);
    generator.next32();
    const again = Pcg64.restore(generator.snapshot());
    expect([1, 2, 3].map(() => again.next32())).toEqual([1, 2, 3].map(() => generator.next32()));
  });
});
