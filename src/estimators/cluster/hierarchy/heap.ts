// A binary heap in the order of Python's heapq, on which the names of clusters and the choice among equal distances
// depend.

type Less<T> = (a: T, b: T) => boolean;

/** Makes a heap of any array. O(n). */
export function heapify<T>(heap: T[], less: Less<T>): void {
  for (let i = (heap.length >> 1) - 1; i >= 0; i--) sink(heap, i, less);
}

/** Adds an item. O(log n). */
export function heapPush<T>(heap: T[], item: T, less: Less<T>): void {
  heap.push(item);
  rise(heap, 0, heap.length - 1, less);
}

/** Takes the least item off. O(log n). */
export function heapPop<T>(heap: T[], less: Less<T>): T {
  const last = heap.pop() as T;
  if (heap.length === 0) return last;
  const least = heap[0];
  heap[0] = last;
  sink(heap, 0, less);
  return least;
}

/** Adds an item, then takes the least one off. O(log n). */
export function heapPushPop<T>(heap: T[], item: T, less: Less<T>): T {
  if (heap.length === 0 || !less(heap[0], item)) return item;
  const least = heap[0];
  heap[0] = item;
  sink(heap, 0, less);
  return least;
}

function rise<T>(heap: T[], start: number, from: number, less: Less<T>): void {
  const item = heap[from];
  let at = from;
  while (at > start) {
    const parent = (at - 1) >> 1;
    if (!less(item, heap[parent])) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = item;
}

/** Goes down to a leaf along the lesser children, then up again to where the item belongs. */
function sink<T>(heap: T[], start: number, less: Less<T>): void {
  const item = heap[start];
  let at = start;
  for (let child = 2 * at + 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && !less(heap[child], heap[child + 1])) child++;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = item;
  rise(heap, start, at, less);
}
