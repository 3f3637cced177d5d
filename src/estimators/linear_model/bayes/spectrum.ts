import { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import { crossProduct, matmul } from '../../../kernels/gemm.js';
import { centredCrossProduct, svdAsync, symmetricEigenAsync } from '../../../kernels/linalg/index.js';
import type { RegressorData } from '../../base/index.js';
import { centreData, weightedMeans } from '../centre.js';

/** Centred (and weighted) rows X = U diag(s) Vt, and y seen from them. */
export interface Spectrum {
  /** Singular values, descending. */
  readonly s: Float64Array;
  readonly Vt: Matrix;
  /** y along the left singular vectors. */
  readonly along: Float64Array;
  /** The squared length of what of y lies across them. */
  readonly across: number;
  readonly xMean: Float64Array;
  readonly yMean: Float64Array;
}

/** Rows per column from which the cross products come cheaper than the rows' own decomposition. */
const TALL = 4;
/** Least ratio of eigenvalues of X'X: below it they have lost digits that the singular values of X still have. */
const WELL_CONDITIONED = 1e-5;

/** The spectrum of a training set, by the eigenvalues of X'X where that loses nothing. O(n d min(n, d)). */
export async function spectrumOf(data: RegressorData, fitIntercept: boolean, run: Run): Promise<Spectrum> {
  const { X, y, sampleWeight } = data;
  const tall = X.rows >= TALL * X.columns;
  if (tall && !sampleWeight) {
    const means = {
      xMean: fitIntercept ? weightedMeans(X, undefined) : new Float64Array(X.columns),
      yMean: fitIntercept ? weightedMeans(y, undefined) : new Float64Array(1),
    };
    const found = await byProducts(X, y.data, means, await centredCrossProduct(X, means.xMean, run), run);
    if (found) return found;
  }
  const centred = centreData(X, y, sampleWeight, fitIntercept);
  const { xMean, yMean } = centred;
  if (tall && sampleWeight) {
    const none = { xMean: new Float64Array(X.columns), yMean: new Float64Array(1) };
    const found = await byProducts(centred.X, centred.y.data, none, crossProduct(centred.X), run);
    if (found) return { ...found, xMean, yMean };
  }
  const { U, s, Vt } = await svdAsync(centred.X, run);
  const along = matmul(U, centred.y, { transposeA: true }).data;
  const image = matmul(U, Matrix.of(along, 1)).data;
  const across = centred.y.data.reduce((sum, value, i) => sum + (value - image[i]) ** 2, 0);
  return { s, Vt, along, across, xMean, yMean };
}

/** From (X - xMean)'(X - xMean); undefined where it is ill-conditioned or out of range. */
async function byProducts(
  X: Matrix,
  y: Float64Array,
  means: { readonly xMean: Float64Array; readonly yMean: Float64Array },
  products: Matrix,
  run: Run,
): Promise<Spectrum | undefined> {
  const { rows: n, columns: d, data } = X;
  const { xMean } = means;
  const [yMean] = means.yMean;
  if (!products.data.every(Number.isFinite)) return undefined;
  const { values, vectors } = await symmetricEigenAsync(products, run);
  const most = values[d - 1];
  if (!(values[0] > WELL_CONDITIONED * most && most > 1e-250 && most < 1e250)) return undefined;
  const Vt = vectors.transpose().takeRows(Int32Array.from({ length: d }, (_, k) => d - 1 - k));
  const s = Float64Array.from({ length: d }, (_, k) => Math.sqrt(values[d - 1 - k]));
  const xy = new Float64Array(d);
  for (let i = 0, at = 0; i < n; i++) {
    const target = y[i] - yMean;
    for (let j = 0; j < d; j++, at++) xy[j] += (data[at] - xMean[j]) * target;
  }
  const along = matmul(Vt, Matrix.of(xy, 1)).data;
  for (let k = 0; k < d; k++) along[k] /= s[k];
  // What least squares leave of y, row by row: the difference of two squared lengths would lose digits.
  const coef = matmul(
    Matrix.of(
      along.map((part, k) => part / s[k]),
      d,
    ),
    Vt,
  ).data;
  let across = 0;
  for (let i = 0, at = 0; i < n; i++) {
    let left = y[i] - yMean;
    for (let j = 0; j < d; j++, at++) left -= (data[at] - xMean[j]) * coef[j];
    across += left * left;
  }
  return { s, Vt, along, across, ...means };
}
