import { InvalidInputError } from '../../core/errors.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import type { Labels } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { fisherTail } from '../../kernels/special.js';
import { type ClassData, type ColumnScores, classData } from './score_data.js';

/**
 * Analysis of variance of each column of X (n x d) between the classes of y: F is the variance between the classes
 * over that within. Constant columns have NaN. Sums are taken of differences, so that a large mean costs no digits.
 * O(n d). Reference: Fisher; scikit-learn f_classif.
 *
 * @throws InvalidInputError for fewer than two classes, or no more rows than classes.
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const { scores, pValues } = fClassif(data, target);
 * scores[2] > scores[1]; // true: the petals tell more than the width of the sepals
 * ```
 */
export function fClassif(X: MatrixLike, y: Labels): ColumnScores {
  return varianceRatios(classData(X, y, 'fClassif'), 'fClassif');
}

/**
 * One-way analysis of variance: whether groups of rows have the same mean, column by column. Each argument holds the
 * rows of one group. O(n d). Reference: scikit-learn f_oneway.
 *
 * @example
 * ```ts
 * const { scores } = fOneway([[1], [2], [3]], [[2], [3], [4]]);
 * scores[0]; // 1.5
 * ```
 */
export function fOneway(...groups: readonly MatrixLike[]): ColumnScores {
  const source = 'fOneway';
  const parts = groups.map((group) => asMatrix(group, { estimator: source }));
  const columns = parts[0]?.columns ?? 0;
  if (parts.length < 2 || parts.some((part) => part.columns !== columns)) {
    throw new InvalidInputError(
      `${source}: needs at least two groups with the same columns. Got ${parts.length} groups with ${parts.map((part) => part.columns).join(', ')} columns. Mend the groups.`,
      { estimator: source, received: `${parts.length} groups`, remedy: 'mend the groups' },
    );
  }
  const counts = Float64Array.from(parts, (part) => part.rows);
  const data = new Float64Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  const codes = new Int32Array(data.length / columns);
  let row = 0;
  parts.forEach((part, code) => {
    data.set(part.data, row * columns);
    codes.fill(code, row, row + part.rows);
    row += part.rows;
  });
  return varianceRatios({ X: Matrix.of(data, columns), codes, counts }, source);
}

function varianceRatios({ X, codes, counts }: ClassData, source: string): ColumnScores {
  const { rows: n, columns: d } = X;
  const k = counts.length;
  if (n <= k) {
    throw new InvalidInputError(
      `${source}: needs more rows than classes. Got ${n} rows of ${k} classes. Add rows.`,
      { estimator: source, parameter: 'y', received: `${n} rows`, remedy: 'add rows' },
    );
  }
  const base = firstRows(X, codes, k);
  const mean = meansFrom(X, codes, counts, base);
  const within = squaresWithin(X, codes, base, mean);
  const scores = new Float64Array(d);
  const pValues = new Float64Array(d);
  const constant: number[] = [];
  for (let j = 0; j < d; j++) {
    let overall = 0;
    for (let c = 0; c < k; c++) overall += (counts[c] / n) * (base[c * d + j] - base[j] + mean[c * d + j]);
    let between = 0;
    for (let c = 0; c < k; c++) {
      const gap = base[c * d + j] - base[j] + mean[c * d + j] - overall;
      between += counts[c] * gap * gap;
    }
    scores[j] = between / (k - 1) / (within[j] / (n - k));
    pValues[j] = fisherTail(scores[j], k - 1, n - k);
    if (Number.isNaN(scores[j])) constant.push(j);
  }
  if (constant.length > 0) {
    warn(new DataWarning(`columns ${constant.join(', ')} are constant and score NaN`, source));
  }
  return { scores, pValues };
}

/** The first row of each class: differences from it are exactly 0 where the class does not vary. */
function firstRows(X: Matrix, codes: Int32Array, k: number): Float64Array {
  const d = X.columns;
  const base = new Float64Array(k * d);
  const seen = new Uint8Array(k);
  for (let i = 0, left = k; left > 0 && i < X.rows; i++) {
    const code = codes[i];
    if (seen[code]) continue;
    seen[code] = 1;
    left--;
    base.set(X.row(i), code * d);
  }
  return base;
}

/** Mean difference of each class (k x d) from `base`. */
function meansFrom(X: Matrix, codes: Int32Array, counts: Float64Array, base: Float64Array): Float64Array {
  const { data, columns: d, rows: n } = X;
  const mean = new Float64Array(base.length);
  for (let i = 0, at = 0; i < n; i++) {
    const from = codes[i] * d;
    for (let to = from; to < from + d; to++, at++) mean[to] += data[at] - base[to];
  }
  for (let to = 0; to < mean.length; to++) mean[to] /= counts[Math.floor(to / d)];
  return mean;
}

function squaresWithin(X: Matrix, codes: Int32Array, base: Float64Array, mean: Float64Array): Float64Array {
  const { data, columns: d, rows: n } = X;
  const within = new Float64Array(d);
  for (let i = 0, at = 0; i < n; i++) {
    const from = codes[i] * d;
    for (let j = 0; j < d; j++, at++) {
      const gap = data[at] - base[from + j] - mean[from + j];
      within[j] += gap * gap;
    }
  }
  return within;
}
