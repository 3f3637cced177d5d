/**
 * The k nearest candidates seen so far, as a binary max-heap on (distance, index): the worst is on top. Equal
 * distances are ordered by index, so that results do not depend on the order of visits.
 */
export class NeighborHeap {
  readonly distances: Float64Array;
  readonly indices: Int32Array;
  /** The distance to beat: infinite until k candidates are in. */
  worst = Number.POSITIVE_INFINITY;
  #size = 0;

  constructor(readonly k: number) {
    this.distances = new Float64Array(k);
    this.indices = new Int32Array(k);
  }

  /** Empties the heap for the next query. */
  reset(): void {
    this.#size = 0;
    this.worst = Number.POSITIVE_INFINITY;
  }

  /** Offers a candidate. */
  push(distance: number, index: number): void {
    const { distances, indices, k } = this;
    if (this.#size < k) {
      let at = this.#size++;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!isWorse(distance, index, distances[parent], indices[parent])) break;
        distances[at] = distances[parent];
        indices[at] = indices[parent];
        at = parent;
      }
      distances[at] = distance;
      indices[at] = index;
      if (this.#size === k) this.worst = distances[0];
      return;
    }
    if (!isWorse(distances[0], indices[0], distance, index)) return;
    this.#sink(distance, index, k);
    this.worst = distances[0];
  }

  /** Writes the candidates, nearest first, and empties the heap. */
  drain(distancesOut: Float64Array, indicesOut: Int32Array, offset: number): void {
    const { distances, indices } = this;
    for (let size = this.#size; size > 0; size--) {
      distancesOut[offset + size - 1] = distances[0];
      indicesOut[offset + size - 1] = indices[0];
      this.#sink(distances[size - 1], indices[size - 1], size - 1);
    }
    this.reset();
  }

  /** Puts a candidate where the top was, in a heap of `size`. */
  #sink(distance: number, index: number, size: number): void {
    const { distances, indices } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size && isWorse(distances[right], indices[right], distances[child], indices[child]))
        child = right;
      if (!isWorse(distances[child], indices[child], distance, index)) break;
      distances[at] = distances[child];
      indices[at] = indices[child];
      at = child;
    }
    distances[at] = distance;
    indices[at] = index;
  }
}

function isWorse(d1: number, i1: number, d2: number, i2: number): boolean {
  return d1 > d2 || (d1 === d2 && i1 > i2);
}
