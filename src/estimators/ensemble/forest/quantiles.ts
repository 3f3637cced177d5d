import { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import { applyRows, encodeCategories } from '../../tree/predictor.js';
import type { Forest, KeptRows } from './fit_forest.js';

/** The training rows of each leaf of a tree: those of leaf `l` stand at `start[l]` .. `start[l + 1]`. */
interface LeafRows {
  readonly start: Int32Array;
  readonly rows: Int32Array;
  /** Weight of each of them, as a share of its leaf. */
  readonly share: Float64Array;
}

function rowsByLeaf({ leaves, weights }: KeptRows, nNodes: number): LeafRows {
  const start = new Int32Array(nNodes + 1);
  const total = new Float64Array(nNodes);
  for (let i = 0; i < leaves.length; i++) {
    if (leaves[i] < 0 || weights[i] === 0) continue;
    start[leaves[i] + 1]++;
    total[leaves[i]] += weights[i];
  }
  for (let l = 0; l < nNodes; l++) start[l + 1] += start[l];
  const next = start.slice();
  const rows = new Int32Array(start[nNodes]);
  const share = new Float64Array(start[nNodes]);
  for (let i = 0; i < leaves.length; i++) {
    if (leaves[i] < 0 || weights[i] === 0) continue;
    const at = next[leaves[i]]++;
    rows[at] = i;
    share[at] = weights[i] / total[leaves[i]];
  }
  return { start, rows, share };
}

/**
 * Conditional quantiles: each tree gives the training rows in the row's leaf equal shares of 1 (by weight), the forest
 * averages them, and a quantile is the smallest target whose summed share reaches it. n x quantiles, one output.
 * O(trees * leaf size + distinct rows) per row. Reference: Meinshausen, JMLR 7 (2006) 983.
 */
export async function forestQuantiles(
  forest: Forest,
  kept: readonly KeptRows[],
  y: Float64Array,
  X: Matrix,
  quantiles: readonly number[],
  run: Run,
): Promise<Matrix> {
  const encoded = encodeCategories(X, forest.categories);
  const trees = forest.trees.map((tree, t) => ({ tree, ...rowsByLeaf(kept[t], tree.feature.length) }));
  const order = Int32Array.from({ length: y.length }, (_, i) => i).sort((a, b) => y[a] - y[b]);
  const rank = new Int32Array(y.length);
  order.forEach((row, r) => {
    rank[row] = r;
  });
  const result = Matrix.zeros(X.rows, quantiles.length);
  const shares = new Float64Array(y.length);
  const leaf = new Int32Array(1);
  for (let i = 0; i < X.rows; i++) {
    const touched: number[] = [];
    for (const { tree, start, rows, share } of trees) {
      applyRows(tree, encoded, leaf, i, i + 1);
      for (let k = start[leaf[0]]; k < start[leaf[0] + 1]; k++) {
        const r = rank[rows[k]];
        if (shares[r] === 0) touched.push(r);
        shares[r] += share[k];
      }
    }
    const ranks = Int32Array.from(touched).sort();
    readQuantiles(ranks, shares, trees.length, quantiles, (q, r) => {
      result.data[i * quantiles.length + q] = y[order[r]];
    });
    for (const r of touched) shares[r] = 0;
    await run.breathe();
  }
  return result;
}

function readQuantiles(
  ranks: Int32Array,
  shares: Float64Array,
  total: number,
  quantiles: readonly number[],
  found: (q: number, rank: number) => void,
): void {
  quantiles.forEach((quantile, q) => {
    let sum = 0;
    let at = 0;
    // A little slack, so that sums of shares that should reach the quantile exactly do.
    const wanted = quantile * total - 1e-9 * total;
    while (at < ranks.length - 1 && (sum += shares[ranks[at]]) < wanted) at++;
    found(q, ranks[at]);
  });
}
