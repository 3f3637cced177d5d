import type { Run } from '../../../core/run.js';
import type { Graph } from '../graph.js';

/** How paths are found: from each point by Dijkstra's, or all at once by Floyd and Warshall's algorithm. */
export type PathMethod = 'auto' | 'FW' | 'D';

/** Lengths of the shortest paths between all points: n x n. O(n m log n) for 'D', O(n^3) for 'FW'. */
export async function shortestPaths(graph: Graph, method: PathMethod, run: Run): Promise<Float64Array> {
  return method === 'FW' ? floydWarshall(graph, run) : dijkstra(graph, run);
}

async function dijkstra(graph: Graph, run: Run): Promise<Float64Array> {
  const { n } = graph;
  const lengths = new Float64Array(n * n).fill(Number.POSITIVE_INFINITY);
  const queue = new Queue(n);
  for (let source = 0; source < n; source++) {
    fromOne(graph, source, lengths.subarray(source * n, (source + 1) * n), queue);
    if (run.due) await run.step(source + 1, n, 'paths');
  }
  return lengths;
}

function fromOne({ starts, columns, values }: Graph, source: number, row: Float64Array, queue: Queue): void {
  row[source] = 0;
  queue.put(source, row);
  while (queue.size > 0) {
    const i = queue.take(row);
    const own = row[i];
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      const j = columns[at];
      const length = own + values[at];
      if (length < row[j]) {
        row[j] = length;
        queue.put(j, row);
      }
    }
  }
}

/** Points by rising length: a heap with four children to a node. */
class Queue {
  size = 0;
  readonly #heap: Int32Array;
  /** Where each point stands; -1 when it does not. */
  readonly #place: Int32Array;

  constructor(n: number) {
    this.#heap = new Int32Array(n);
    this.#place = new Int32Array(n).fill(-1);
  }

  /** Adds a point, or moves it after its length has become less. */
  put(point: number, lengths: Float64Array): void {
    const heap = this.#heap;
    const places = this.#place;
    const own = lengths[point];
    let at = places[point] >= 0 ? places[point] : this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const other = heap[parent];
      if (lengths[other] <= own) break;
      heap[at] = other;
      places[other] = at;
      at = parent;
    }
    heap[at] = point;
    places[point] = at;
  }

  /** Removes the point of least length. */
  take(lengths: Float64Array): number {
    const heap = this.#heap;
    const places = this.#place;
    const first = heap[0];
    places[first] = -1;
    const last = heap[--this.size];
    if (this.size === 0) return first;
    const own = lengths[last];
    let at = 0;
    for (;;) {
      const child = 4 * at + 1;
      if (child >= this.size) break;
      let least = child;
      for (let c = child + 1, end = Math.min(child + 4, this.size); c < end; c++) {
        if (lengths[heap[c]] < lengths[heap[least]]) least = c;
      }
      const other = heap[least];
      if (lengths[other] >= own) break;
      heap[at] = other;
      places[other] = at;
      at = least;
    }
    heap[at] = last;
    places[last] = at;
    return first;
  }
}

async function floydWarshall({ n, starts, columns, values }: Graph, run: Run): Promise<Float64Array> {
  const lengths = new Float64Array(n * n).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) lengths[i * n + columns[at]] = values[at];
    lengths[i * n + i] = 0;
  }
  for (let via = 0; via < n; via++) {
    const step = lengths.subarray(via * n, (via + 1) * n);
    for (let i = 0; i < n; i++) {
      const there = lengths[i * n + via];
      if (there === Number.POSITIVE_INFINITY) continue;
      for (let j = 0, at = i * n; j < n; j++, at++) {
        const length = there + step[j];
        if (length < lengths[at]) lengths[at] = length;
      }
    }
    if (run.due) await run.step(via + 1, n, 'paths');
  }
  return lengths;
}
