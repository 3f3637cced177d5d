// Two values of either precision as a pair of doubles, so that transcendental functions are written once.

/** Two values of T as doubles. */
// @ts-ignore: decorator
@inline
export function load2<T>(p: usize): v128 {
  if (sizeof<T>() == 8) return v128.load(p);
  return f64x2.promote_low_f32x4(v128.load64_zero(p));
}

/** Stores a pair of doubles as two values of T. */
// @ts-ignore: decorator
@inline
export function store2<T>(p: usize, v: v128): void {
  if (sizeof<T>() == 8) v128.store(p, v);
  else v128.store64_lane(p, f32x4.demote_f64x2_zero(v), 0);
}
