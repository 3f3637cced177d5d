import { Matrix } from '../../core/matrix.js';
import { type RankedColumns, rankColumns } from './ranking.js';

interface Held {
  /** How many hold it. */
  holders: number;
  ranks: RankedColumns | undefined;
}

/** Matrices that nobody changes for now, with their ranks once a tree has asked for them. */
const held = new WeakMap<Matrix, Held>();

/**
 * While `body` runs, trees that learn from this very matrix rank its columns once between them. For ensembles whose
 * members see the same rows with other weights; X must not change meanwhile.
 */
export async function sharingRanks<T>(X: unknown, body: () => Promise<T>): Promise<T> {
  if (!(X instanceof Matrix)) return body();
  const entry = held.get(X) ?? { holders: 0, ranks: undefined };
  held.set(X, entry);
  entry.holders++;
  try {
    return await body();
  } finally {
    entry.holders--;
    if (entry.holders === 0) held.delete(X);
  }
}

/** The ranks of the columns of X, those of an earlier tree where they are shared. */
export function ranksOf(X: Matrix, categorical: readonly boolean[] | undefined): RankedColumns {
  const entry = categorical ? undefined : held.get(X);
  if (!entry) return rankColumns(X, { categorical });
  entry.ranks ??= rankColumns(X);
  return entry.ranks;
}
