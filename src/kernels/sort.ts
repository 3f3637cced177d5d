import { boostingModule } from './wasm/modules/boosting.js';
import { withSession } from './wasm/runtime.js';

/** Below this many numbers the engine's own sort is quicker than the copies. */
const FEW = 4096;

/**
 * Sorts numbers in place, smallest first; NaN must not occur. O(n): a radix sort, for many numbers several times as
 * quick as `Float64Array.prototype.sort`.
 */
export function sortNumbers(values: Float64Array): Float64Array {
  if (values.length < FEW) return values.sort();
  withSession(boostingModule, (session) => {
    const region = session.f64(values);
    const spare = session.f64(values.length);
    session.kernels.sortDoubles(region.pointer, values.length, spare.pointer);
    values.set(region.view());
  });
  return values;
}
