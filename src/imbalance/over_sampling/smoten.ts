import { asColumns, type ColumnSet, checkCells } from '../../core/columns.js';
import type { DataLike } from '../../core/input.js';
import { declare, int, type ParamsOf, seed } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { requireNeighbors } from '../base/neighbors.js';
import type { Resampling } from '../base/resampling.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { overStrategyParam } from '../base/sampling_strategy.js';
import { generators } from '../base/seeds.js';
import { argPartition } from './arg_partition.js';
import { type CategoryColumn, decodeCategories, encodeCategories } from './categories.js';
import { distancesFrom, type ValueShares, valueShares } from './value_difference.js';

const declaration = declare('SMOTEN', {
  samplingStrategy: overStrategyParam(),
  randomState: seed(),
  kNeighbors: int(5, {
    min: 1,
    doc: 'Neighbours, besides the row itself, whose categories are put to the vote.',
  }),
});

/**
 * SMOTE for categories alone: each category of a synthetic row is the most frequent one among a row and its
 * neighbours, where values are near each other that have similar classes (value difference metric). O(m^2 d) time
 * and O(m) memory for m rows of a class. Reference: imbalanced-learn SMOTEN (same rows for the same seed); Chawla,
 * Bowyer, Hall and Kegelmeyer, JAIR 16 (2002) 321.
 *
 * @example
 * ```ts
 * const X = [['a', 'x'], ['a', 'y'], ['b', 'x'], ['c', 'y'], ['c', 'y'], ['c', 'x'], ['b', 'y']];
 * const y = [0, 0, 0, 1, 1, 1, 1];
 * (await new SMOTEN({ kNeighbors: 2, randomState: 0 }).fitResample(X, y)).y.length; // 8
 * ```
 */
export class SMOTEN extends SamplerBase<typeof declaration, object, ColumnSet> {
  static readonly declaration = declaration;
  protected readonly kind = 'over';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return tags('sampler', { sampleWeight: true, text: true });
  }

  protected override read(X: DataLike): ColumnSet {
    const columns = asColumns(X, { estimator: this.type });
    checkCells(columns, { estimator: this.type });
    return columns;
  }

  protected async resample(
    data: SamplerData<ColumnSet>,
    run: Run,
  ): Promise<{ rows: Resampling; model: object }> {
    const { X, rows, amounts, classes } = data;
    const { kNeighbors, randomState } = this.params;
    const columns = X.columns.map(encodeCategories);
    const shares = valueShares(columns, data.codes, classes.length);
    const next = generators(randomState);
    const size = amounts.reduce((sum, amount) => sum + Math.max(0, amount), 0);
    const voted = columns.map(() => new Int32Array(size));
    const codes = new Int32Array(size);
    const from = new Int32Array(size);
    let at = 0;
    for (let code = 0; code < amounts.length; code++) {
      if (amounts[code] <= 0) continue;
      const members = rows[code];
      requireNeighbors(classes[code], members.length, kNeighbors, 'kNeighbors', this.type);
      const base = next().choice(members.length, { size: amounts[code] });
      const modes = await modesOf(columns, shares, members, kNeighbors + 1, new Set(base), run);
      for (const i of base) {
        for (let f = 0; f < columns.length; f++) voted[f][at] = (modes.get(i) as Int32Array)[f];
        codes[at] = code;
        from[at++] = members[i];
      }
    }
    const cells = columns.map((column, f) => decodeCategories(column, voted[f]));
    return { rows: { made: { cells, codes, from } }, model: {} };
  }
}

/** For each wanted row of a class, the most frequent value of each column among its k nearest rows (itself too). */
async function modesOf(
  columns: readonly CategoryColumn[],
  { shares, nClasses }: ValueShares,
  members: Int32Array,
  k: number,
  wanted: ReadonlySet<number>,
  run: Run,
): Promise<Map<number, Int32Array>> {
  const m = members.length;
  const own = columns.map(({ codes }) => members.map((row) => codes[row]));
  const distances = columns.map(({ values }) => new Float64Array(values.length));
  const total = new Float64Array(m);
  const order = new Int32Array(m);
  const result = new Map<number, Int32Array>();
  for (const i of wanted) {
    if (run.due) await run.step(result.size, wanted.size, 'rows');
    total.fill(0);
    own.forEach((codes, f) => {
      const away = distances[f];
      distancesFrom(shares[f], nClasses, codes[i], away);
      for (let j = 0; j < m; j++) total[j] += away[codes[j]];
    });
    for (let j = 0; j < m; j++) order[j] = j;
    argPartition(total, order, k);
    const nearest = order.subarray(0, k);
    result.set(
      i,
      Int32Array.from(own, (codes, f) => modeOf(codes, nearest, columns[f].values.length)),
    );
  }
  return result;
}

/** The most frequent code among some rows; of equally frequent ones the smallest. */
function modeOf(codes: Int32Array, rows: Int32Array, size: number): number {
  const counts = new Int32Array(size);
  for (const row of rows) counts[codes[row]]++;
  return counts.indexOf(counts.reduce((a, b) => Math.max(a, b)));
}
