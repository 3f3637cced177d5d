/** Ranks of the targets of each output among all rows: rows x outputs, and the bits that they take. */
export interface TargetCodes {
  readonly codes: Uint32Array;
  readonly bits: number;
}

/** Ranks targets (rows x outputs), so that nodes can sort them as small integers. O(n log n). */
export function targetCodes(y: ArrayLike<number>, outputs: number): TargetCodes {
  const rows = y.length / outputs;
  const codes = new Uint32Array(y.length);
  const values = new Float64Array(rows);
  let most = 1;
  for (let k = 0; k < outputs; k++) {
    for (let i = 0; i < rows; i++) values[i] = y[i * outputs + k];
    const order = Uint32Array.from({ length: rows }, (_, i) => i).sort((a, b) => values[a] - values[b]);
    for (let i = 0, rank = 0; i < rows; i++) {
      if (i > 0 && values[order[i]] !== values[order[i - 1]]) rank++;
      codes[order[i] * outputs + k] = rank;
      most = Math.max(most, rank);
    }
  }
  return { codes, bits: 32 - Math.clz32(most) };
}
