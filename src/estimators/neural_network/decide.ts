/**
 * Classes from outputs (n x k): one output above a half means the second class; of several the largest wins; with
 * `multilabel` each output decides for itself, and the result has k numbers per row.
 */
export function decide(outputs: Float64Array, k: number, multilabel: boolean): Int32Array {
  if (k === 1 || multilabel) {
    const result = new Int32Array(outputs.length);
    for (let i = 0; i < outputs.length; i++) result[i] = outputs[i] > 0.5 ? 1 : 0;
    return result;
  }
  const result = new Int32Array(outputs.length / k);
  for (let i = 0, at = 0; i < result.length; i++, at += k) {
    let best = 0;
    for (let j = 1; j < k; j++) if (outputs[at + j] > outputs[at + best]) best = j;
    result[i] = best;
  }
  return result;
}
