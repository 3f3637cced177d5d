// A small generator for the order in which coordinates are visited (xorshift, Marsaglia 2003).
let state: u32 = 1;

/** Starts the sequence; 0 is taken as 1. */
export function seedOrder(seed: u32): void {
  state = seed == 0 ? 1 : seed;
}

/** An integer from 0 to n - 1. */
export function below(n: i32): i32 {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return <i32>((<u64>state * <u64>n) >> 32);
}

/** Shuffles the first n integers of a list. */
export function shuffle(list: usize, n: i32): void {
  for (let i = 0; i < n - 1; i++) {
    const a = list + (<usize>i << 2), b = list + (<usize>(i + below(n - i)) << 2);
    const kept = load<i32>(a);
    store<i32>(a, load<i32>(b));
    store<i32>(b, kept);
  }
}
