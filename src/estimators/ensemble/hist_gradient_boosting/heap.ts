/**
 * A priority queue whose first item has the largest gain. Equal gains leave in the order that Python's heapq gives
 * them, so that trees grow node by node as scikit-learn's do.
 */
export class GainHeap<T extends { readonly gain: number }> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(item: T): void {
    this.#items.push(item);
    this.#rise(0, this.#items.length - 1);
  }

  /** Takes the first item out. */
  pop(): T {
    const items = this.#items;
    const last = items.pop() as T;
    if (items.length === 0) return last;
    const first = items[0];
    items[0] = last;
    this.#sink();
    return first;
  }

  /** Empties the queue. */
  drain(): T[] {
    return this.#items.splice(0);
  }

  #rise(start: number, at: number): void {
    const items = this.#items;
    const item = items[at];
    while (at > start) {
      const parent = (at - 1) >> 1;
      if (!(item.gain > items[parent].gain)) break;
      items[at] = items[parent];
      at = parent;
    }
    items[at] = item;
  }

  /** Moves the hole at the root down to a leaf along the better children, then lets the item rise from there. */
  #sink(): void {
    const items = this.#items;
    const item = items[0];
    let at = 0;
    let child = 1;
    while (child < items.length) {
      const right = child + 1;
      if (right < items.length && !(items[child].gain > items[right].gain)) child = right;
      items[at] = items[child];
      at = child;
      child = 2 * at + 1;
    }
    items[at] = item;
    this.#rise(0, at);
  }
}
