import type { Matrix } from '../../core/matrix.js';
import type { RandomState } from '../../core/random.js';
import { squaredDistances } from '../../kernels/distance_blocks.js';

/** The nearest centre of each row, and the weighted sum of the squared distances. */
export function nearest(
  X: Matrix,
  weight: Float64Array | undefined,
  centers: Matrix,
): { labels: Int32Array; inertia: number } {
  const k = centers.rows;
  const distances = new Float64Array(X.rows * k);
  squaredDistances(
    { data: X.data, columns: X.columns, start: 0, end: X.rows },
    { data: centers.data, columns: X.columns, start: 0, end: k },
    distances,
  );
  const labels = new Int32Array(X.rows);
  let inertia = 0;
  for (let i = 0; i < X.rows; i++) {
    let best = 0;
    for (let j = 1; j < k; j++) if (distances[i * k + j] < distances[i * k + best]) best = j;
    labels[i] = best;
    inertia += (weight ? weight[i] : 1) * distances[i * k + best];
  }
  return { labels, inertia };
}

/**
 * Moves each centre to the weighted mean of all rows that it has had so far, in place; `counts` are their weights.
 * Centres that hardly had any are put on random rows of the batch when `reassign` is above 0. Resolves to the inertia
 * before the move. Reference: Sculley, Web-scale k-means clustering, WWW 2010; scikit-learn MiniBatchKMeans.
 */
export function miniBatchStep(
  X: Matrix,
  weight: Float64Array | undefined,
  centers: Matrix,
  counts: Float64Array,
  random: RandomState,
  reassign: number,
): number {
  const d = X.columns;
  const k = centers.rows;
  const { labels, inertia } = nearest(X, weight, centers);
  const added = new Float64Array(k);
  for (let i = 0; i < X.rows; i++) added[labels[i]] += weight ? weight[i] : 1;
  const { data } = centers;
  for (let j = 0; j < k; j++) {
    if (added[j] > 0) for (let c = j * d; c < (j + 1) * d; c++) data[c] *= counts[j];
  }
  for (let i = 0; i < X.rows; i++) {
    const w = weight ? weight[i] : 1;
    for (let c = labels[i] * d, at = i * d, end = at + d; at < end; at++, c++) data[c] += X.data[at] * w;
  }
  for (let j = 0; j < k; j++) {
    if (added[j] === 0) continue;
    counts[j] += added[j];
    for (let c = j * d; c < (j + 1) * d; c++) data[c] /= counts[j];
  }
  if (reassign > 0) reassignRare(X, centers, counts, random, reassign);
  return inertia;
}

function reassignRare(
  X: Matrix,
  centers: Matrix,
  counts: Float64Array,
  random: RandomState,
  ratio: number,
): void {
  const most = Math.max(...counts);
  let rare = Array.from(counts.keys()).filter((j) => counts[j] < ratio * most);
  const half = Math.floor(0.5 * X.rows);
  if (rare.length > 0.5 * X.rows) {
    const kept = new Set(
      Array.from(counts.keys())
        .sort((a, b) => counts[a] - counts[b])
        .slice(half),
    );
    rare = rare.filter((j) => !kept.has(j));
  }
  if (rare.length === 0) return;
  const rows = random.choice(X.rows, { size: rare.length, replace: false });
  const moved = new Set(rare);
  for (const [i, j] of rare.entries()) centers.data.set(X.row(rows[i]), j * X.columns);
  let least = Number.POSITIVE_INFINITY;
  for (let j = 0; j < counts.length; j++) if (!moved.has(j)) least = Math.min(least, counts[j]);
  for (const j of rare) counts[j] = least;
}
