// The small generator that scikit-learn's splitters use (xorshift, 31 bits out), so that equal seeds draw equal
// features and thresholds.
let state: u32 = 1;

export function seedRandom(seed: u32): void {
  state = seed == 0 ? 1 : seed;
}

// @ts-ignore: decorator
@inline
function next(): u32 {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state & 0x7fffffff;
}

/** An integer in [low, high). */
export function randomInteger(low: i32, high: i32): i32 {
  return low + <i32>(next() % <u32>(high - low));
}

/** A number in [low, high]. */
export function randomUniform(low: f64, high: f64): f64 {
  return (high - low) * <f64>next() / 2147483647.0 + low;
}
