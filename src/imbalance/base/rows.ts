/** The rows 0 to n - 1. */
export function allRows(n: number): Int32Array {
  const rows = new Int32Array(n);
  for (let i = 0; i < n; i++) rows[i] = i;
  return rows;
}

/** Lists of rows, one after the other. */
export function concatRows(parts: readonly Int32Array[]): Int32Array {
  const result = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** Lists of numbers, one after the other. */
export function concatFloats(parts: readonly Float64Array[]): Float64Array {
  const result = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** The rows 0 to n - 1 that are not marked, in order. */
export function unmarked(marks: Uint8Array): Int32Array {
  let size = 0;
  for (let i = 0; i < marks.length; i++) if (marks[i] === 0) size++;
  const result = new Int32Array(size);
  for (let i = 0, to = 0; i < marks.length; i++) if (marks[i] === 0) result[to++] = i;
  return result;
}
