/** How the neighbours of a query are ordered: as the search finds them, by row number, or nearest first. */
export type RadiusOrder = 'none' | 'row' | 'distance';

/** The neighbours within a radius of a run of queries: those of query i end at `ends[i]`, where i + 1 begins. */
export interface RadiusBlock {
  readonly ends: Int32Array;
  readonly distances: Float64Array;
  readonly indices: Int32Array;
}

/** Gathers neighbours query by query where their number is not known before. */
export class RadiusCollector {
  readonly #ends: Int32Array;
  #distances = new Float64Array(1024);
  #indices = new Int32Array(1024);
  #size = 0;
  #queries = 0;

  constructor(queries: number) {
    this.#ends = new Int32Array(queries);
  }

  add(distance: number, index: number): void {
    if (this.#size === this.#indices.length) this.#grow();
    this.#distances[this.#size] = distance;
    this.#indices[this.#size++] = index;
  }

  /** The next neighbours belong to the next query. */
  endQuery(order: RadiusOrder): void {
    const from = this.#queries === 0 ? 0 : this.#ends[this.#queries - 1];
    sortStretch(this.#distances, this.#indices, from, this.#size, order);
    this.#ends[this.#queries++] = this.#size;
  }

  finish(): RadiusBlock {
    return {
      ends: this.#ends,
      distances: this.#distances.slice(0, this.#size),
      indices: this.#indices.slice(0, this.#size),
    };
  }

  #grow(): void {
    const distances = new Float64Array(2 * this.#size);
    const indices = new Int32Array(2 * this.#size);
    distances.set(this.#distances);
    indices.set(this.#indices);
    this.#distances = distances;
    this.#indices = indices;
  }
}

function sortStretch(
  distances: Float64Array,
  indices: Int32Array,
  from: number,
  to: number,
  order: RadiusOrder,
): void {
  if (order === 'none' || to - from < 2 || (order === 'row' && ascending(indices, from, to))) return;
  const d = distances.slice(from, to);
  const rows = indices.slice(from, to);
  const places = Int32Array.from(rows.keys());
  places.sort(order === 'row' ? (a, b) => rows[a] - rows[b] : (a, b) => d[a] - d[b] || rows[a] - rows[b]);
  places.forEach((place, i) => {
    distances[from + i] = d[place];
    indices[from + i] = rows[place];
  });
}

function ascending(indices: Int32Array, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if (indices[i] < indices[i - 1]) return false;
  return true;
}
