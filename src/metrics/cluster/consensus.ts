import { asMatrix, inputError, type MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { checkOptionNames, optionError } from '../options.js';
import { minimumCostAssignment } from './assignment.js';

/** Biclusters: which rows and which columns belong to each, as k x n and k x m arrays of true/false or 1/0. */
export type Biclusters = readonly [
  rows: MatrixLike | readonly (readonly boolean[])[],
  columns: MatrixLike | readonly (readonly boolean[])[],
];

/** Likeness of two biclusters, each given by its rows and its columns (1 where it has them). */
export type BiclusterSimilarity = (
  aRows: Float64Array,
  aColumns: Float64Array,
  bRows: Float64Array,
  bColumns: Float64Array,
) => number;

/** Options of `consensusScore`. */
export interface ConsensusScoreOptions {
  /** 'jaccard' (default) or a function of two biclusters. */
  readonly similarity?: 'jaccard' | BiclusterSimilarity;
}

/**
 * Likeness of two sets of biclusters: they are paired so that the sum of similarities is greatest, and the sum is
 * divided by the size of the larger set. 1 for equal sets, 0 for disjoint ones.
 *
 * @throws InvalidInputError when a set is malformed; InvalidParameterError for another similarity.
 * O(k l (n + m) + k^2 l) for k and l biclusters of an n x m matrix. Source: scikit-learn consensus_score;
 * Hochreiter et al. (2010), doi:10.1093/bioinformatics/btq227.
 * @example
 * ```ts
 * const a = [[[true, false], [false, true]], [[false, true], [true, false]]] as const;
 * const b = [[[false, true], [true, false]], [[true, false], [false, true]]] as const;
 * consensusScore(a, b); // 1
 * ```
 */
export function consensusScore(a: Biclusters, b: Biclusters, options: ConsensusScoreOptions = {}): number {
  const caller = 'consensusScore';
  checkOptionNames(options, ['similarity'], caller);
  const { similarity = 'jaccard' } = options;
  if (similarity !== 'jaccard' && typeof similarity !== 'function')
    throw optionError(caller, 'similarity', "must be 'jaccard' or a function", similarity, "Use 'jaccard'.");
  const compare = similarity === 'jaccard' ? jaccard : similarity;
  const first = readBiclusters(a, caller, 'a');
  const second = readBiclusters(b, caller, 'b');
  if (first.rows.columns !== second.rows.columns || first.columns.columns !== second.columns.columns) {
    throw inputError(
      caller,
      'b',
      `must be of a matrix of ${first.rows.columns} x ${first.columns.columns} like a`,
      `${second.rows.columns} x ${second.columns.columns}`,
      'Pass biclusters of the same matrix.',
    );
  }
  const k = first.rows.rows;
  const l = second.rows.rows;
  const cost = Matrix.zeros(k, l);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < l; j++) {
      const likeness = compare(
        first.rows.row(i),
        first.columns.row(i),
        second.rows.row(j),
        second.columns.row(j),
      );
      cost.set(i, j, 1 - likeness);
    }
  }
  let sum = 0;
  minimumCostAssignment(cost).forEach((j, i) => {
    if (j >= 0) sum += 1 - cost.get(i, j);
  });
  return sum / Math.max(k, l);
}

/** Cells in both biclusters over cells in either. */
const jaccard: BiclusterSimilarity = (aRows, aColumns, bRows, bColumns) => {
  const both = overlap(aRows, bRows) * overlap(aColumns, bColumns);
  const either =
    overlap(aRows, aRows) * overlap(aColumns, aColumns) + overlap(bRows, bRows) * overlap(bColumns, bColumns);
  return both / (either - both);
};

function overlap(a: Float64Array, b: Float64Array): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== 0 && b[i] !== 0) count++;
  return count;
}

function readBiclusters(biclusters: Biclusters, caller: string, argument: string) {
  if (!Array.isArray(biclusters) || biclusters.length !== 2) {
    throw inputError(caller, argument, 'must be a pair [rows, columns]', String(biclusters), 'Pass both.');
  }
  const [rows, columns] = (biclusters as Biclusters).map((part) =>
    asMatrix(part, { estimator: caller, argument }),
  );
  if (rows.rows !== columns.rows) {
    throw inputError(
      caller,
      argument,
      'must describe the rows and the columns of the same biclusters',
      `${rows.rows} and ${columns.rows}`,
      'Pass one entry per bicluster in both.',
    );
  }
  return { rows, columns };
}
