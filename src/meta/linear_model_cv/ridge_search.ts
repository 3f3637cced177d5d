import { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { centreData } from '../../estimators/linear_model/centre.js';
import { type LinearModel, linearModel } from '../../estimators/linear_model/linear_regressor_base.js';
import { type GcvMode, RidgeLeaveOneOut } from '../../estimators/linear_model/ridge/leave_one_out.js';

/** What the leave-one-out search needs. */
export interface RidgeSearch {
  readonly X: Matrix;
  /** n x t. */
  readonly y: Matrix;
  readonly sampleWeight: Float64Array | undefined;
  readonly alphas: readonly number[];
  readonly fitIntercept: boolean;
  readonly mode: GcvMode;
  readonly alphaPerTarget: boolean;
  readonly store: boolean;
  /** Scores predictions (n x t) of targets (n x t); minus the mean squared error when left out. */
  readonly score?: (predictions: Matrix, y: Matrix) => Promise<number>;
}

/** A ridge regression whose penalty was searched. */
export interface RidgeSearchModel extends LinearModel {
  /** One value, or one per target. */
  readonly alpha: Float64Array;
  readonly bestScore: Float64Array;
  /** Per target n x alphas: squared errors, or predictions when there was a scorer; null unless stored. */
  readonly cvResults: readonly Matrix[] | null;
}

/** Tries every penalty by leave-one-out and keeps the best, the first of equals; of each target where asked. */
export async function searchRidge(search: RidgeSearch, run: Run): Promise<RidgeSearchModel> {
  const { X, y, sampleWeight, alphas, fitIntercept, mode } = search;
  const { rows: n, columns: t } = y;
  const centred = centreData(X, y, sampleWeight, fitIntercept);
  const leaveOneOut = await RidgeLeaveOneOut.of(centred, sampleWeight, { fitIntercept, mode }, run);
  const groups = search.alphaPerTarget ? Array.from({ length: t }, (_, c) => [c]) : [range(t)];
  const alpha = new Float64Array(groups.length);
  const bestScore = new Float64Array(groups.length);
  const coef = Matrix.zeros(t, X.columns);
  const stored = search.store ? range(t).map(() => Matrix.zeros(n, alphas.length)) : null;
  for (const [k, candidate] of alphas.entries()) {
    await run.step(k, alphas.length, 'alpha');
    const { errors, coef: found } = leaveOneOut.at(candidate);
    const values = search.score
      ? predictionsOf(centred.y, errors, sampleWeight, centred.yMean, y)
      : Matrix.of(
          errors.data.map((error) => error * error),
          t,
        );
    stored?.forEach((table, c) => {
      for (let i = 0; i < n; i++) table.set(i, k, values.get(i, c));
    });
    for (const [g, columns] of groups.entries()) {
      const part = columns.length === t ? values : values.takeColumns(columns);
      const score = search.score
        ? await search.score(part, columns.length === t ? y : y.takeColumns(columns))
        : -mean(part.data);
      if (k > 0 && !(score > bestScore[g])) continue;
      bestScore[g] = score;
      alpha[g] = candidate;
      for (const c of columns) coef.row(c).set(found.column(c));
    }
  }
  return { ...linearModel(coef, centred, run.estimator), alpha, bestScore, cvResults: stored };
}

/** What leave-one-out predicted, in the units of y. */
function predictionsOf(
  scaled: Matrix,
  errors: Matrix,
  sampleWeight: Float64Array | undefined,
  yMean: Float64Array,
  y: Matrix,
): Matrix {
  const t = y.columns;
  return Matrix.of(
    errors.data.map((error, at) => {
      const weight = sampleWeight ? sampleWeight[Math.floor(at / t)] : 1;
      // A row without weight took no part, and counts for nothing: its target stands for its prediction.
      return weight === 0 ? y.data[at] : (scaled.data[at] - error) / Math.sqrt(weight) + yMean[at % t];
    }),
    t,
  );
}

const range = (count: number): number[] => Array.from({ length: count }, (_, c) => c);

function mean(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
