import type { MatrixLike } from '../../core/input.js';
import type { Labels } from '../../core/labels.js';
import { euclidean, squaredEuclidean } from '../../kernels/distance_formulas.js';
import { clusteredRows } from './clustered_rows.js';

/**
 * Dispersion between clusters over dispersion within them, each per degree of freedom: higher is better. 1 when
 * the clusters are points, as scikit-learn has it.
 *
 * @param X rows, n x d
 * @param labels cluster of each row; 2 to n - 1 clusters
 * @throws InvalidInputError for another number of clusters or unfit data. O(n d). Source: scikit-learn
 * calinski_harabasz_score; Calinski & Harabasz (1974), doi:10.1080/03610927408827101.
 * @example
 * ```ts
 * calinskiHarabaszScore([[0], [1], [10], [11]], [0, 0, 1, 1]); // 200
 * ```
 */
export function calinskiHarabaszScore(X: MatrixLike, labels: Labels): number {
  const { X: rows, codes, counts, centers } = clusteredRows(X, labels, 'calinskiHarabaszScore');
  const { data, rows: n, columns: d } = rows;
  const k = counts.length;
  let within = 0;
  for (let i = 0; i < n; i++) within += squaredEuclidean(data, i * d, centers, codes[i] * d, d);
  if (within === 0) return 1;
  const middle = new Float64Array(d);
  for (let c = 0; c < k; c++) {
    for (let j = 0; j < d; j++) middle[j] += (counts[c] / n) * (centers[c * d + j] - centers[j]);
  }
  for (let j = 0; j < d; j++) middle[j] += centers[j];
  let between = 0;
  for (let c = 0; c < k; c++) between += counts[c] * squaredEuclidean(centers, c * d, middle, 0, d);
  return (between * (n - k)) / (within * (k - 1));
}

/**
 * Mean over clusters of the worst ratio of (spread + spread) to the distance of the centres: 0 is best.
 *
 * @param X rows, n x d
 * @param labels cluster of each row; 2 to n - 1 clusters
 * @throws InvalidInputError for another number of clusters or unfit data. O(n d + k^2 d). Source: scikit-learn
 * davies_bouldin_score; Davies & Bouldin (1979), doi:10.1109/TPAMI.1979.4766909.
 * @example
 * ```ts
 * daviesBouldinScore([[0], [1], [10], [11]], [0, 0, 1, 1]); // 0.1
 * ```
 */
export function daviesBouldinScore(X: MatrixLike, labels: Labels): number {
  const { X: rows, codes, counts, centers } = clusteredRows(X, labels, 'daviesBouldinScore');
  const { data, rows: n, columns: d } = rows;
  const k = counts.length;
  const spread = new Float64Array(k);
  for (let i = 0; i < n; i++) spread[codes[i]] += euclidean(data, i * d, centers, codes[i] * d, d);
  for (let c = 0; c < k; c++) spread[c] /= counts[c];
  let sum = 0;
  let farthest = 0;
  for (let a = 0; a < k; a++) {
    let worst = 0;
    for (let b = 0; b < k; b++) {
      const distance = euclidean(centers, a * d, centers, b * d, d);
      farthest = Math.max(farthest, distance);
      // Coinciding centres count as infinitely far apart, as scikit-learn has it.
      if (distance > 0) worst = Math.max(worst, (spread[a] + spread[b]) / distance);
    }
    sum += worst;
  }
  // scikit-learn's tolerance for "all the same point".
  const nothing = 1e-8;
  return farthest <= nothing || spread.every((value) => value <= nothing) ? 0 : sum / k;
}
