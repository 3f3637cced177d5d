/** A symmetric graph by rows: row i has `values` and neighbours `columns` from `starts[i]` to `starts[i + 1]`. */
export interface Graph {
  readonly n: number;
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** An edge list in three arrays of one length. */
export interface Edges {
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  readonly value: ArrayLike<number>;
}

/** The graph of edges in both directions; `join` makes one value of two edges between the same points. */
export function symmetricGraph(
  n: number,
  { from, to, value }: Edges,
  join: (a: number, b: number) => number,
): Graph {
  const m = from.length;
  const starts = new Int32Array(n + 1);
  for (let e = 0; e < m; e++) {
    starts[from[e] + 1]++;
    starts[to[e] + 1]++;
  }
  for (let i = 0; i < n; i++) starts[i + 1] += starts[i];
  const next = starts.slice(0, n);
  const columns = new Int32Array(2 * m);
  const values = new Float64Array(2 * m);
  for (let e = 0; e < m; e++) {
    for (const [a, b] of [
      [from[e], to[e]],
      [to[e], from[e]],
    ]) {
      columns[next[a]] = b;
      values[next[a]++] = value[e];
    }
  }
  // Edges that meet in a row become one; `seen` holds where its neighbour stands in the row.
  const seen = new Int32Array(n).fill(-1);
  const kept = new Int32Array(n + 1);
  let top = 0;
  for (let i = 0; i < n; i++) {
    const first = top;
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      const j = columns[at];
      if (seen[j] >= first) values[seen[j]] = join(values[seen[j]], values[at]);
      else {
        seen[j] = top;
        columns[top] = j;
        values[top++] = values[at];
      }
    }
    kept[i + 1] = top;
  }
  return { n, starts: kept, columns: columns.slice(0, top), values: values.slice(0, top) };
}

/** The number of the connected part of each point, from 0 in the order of first points. */
export function connectedParts({ n, starts, columns }: Graph): { parts: Int32Array; count: number } {
  const parts = new Int32Array(n).fill(-1);
  const stack = new Int32Array(n);
  let count = 0;
  for (let first = 0; first < n; first++) {
    if (parts[first] >= 0) continue;
    let top = 0;
    stack[top++] = first;
    parts[first] = count;
    while (top > 0) {
      const i = stack[--top];
      for (let at = starts[i]; at < starts[i + 1]; at++) {
        const j = columns[at];
        if (parts[j] >= 0) continue;
        parts[j] = count;
        stack[top++] = j;
      }
    }
    count++;
  }
  return { parts, count };
}
