import { describe } from '../../core/errors.js';
import { declare, oneOf, type ParamsOf, seed } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { DataWarning, warn } from '../../core/warnings.js';
import {
  type NeighborsOption,
  nearestOthers,
  neighborCount,
  neighborsParam,
  requireRows,
} from '../base/neighbors.js';
import type { Resampling } from '../base/resampling.js';
import { allRows } from '../base/rows.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { overStrategyParam } from '../base/sampling_strategy.js';
import { generators } from '../base/seeds.js';
import { type Batch, drawBatch, withSynthetic } from './interpolate.js';
import { sameClassPairs } from './smote.js';

const declaration = declare('BorderlineSMOTE', {
  samplingStrategy: overStrategyParam(),
  randomState: seed(),
  kNeighbors: neighborsParam(5, 'Neighbours among which the other end of a synthetic row is drawn.'),
  mNeighbors: neighborsParam(10, 'Neighbours of any class that tell whether a row is in danger.'),
  kind: oneOf(['borderline-1', 'borderline-2'], 'borderline-1', {
    doc: "'borderline-1' makes rows towards the own class only, 'borderline-2' also, half as far, towards others.",
  }),
});

/**
 * SMOTE from rows in danger only: those with at least half, but not all, of their `mNeighbors` nearest neighbours
 * in other classes. Use it when the border matters more than the inside of a class. O(m d log n) for m rows of
 * the class. Reference: imbalanced-learn 0.10 BorderlineSMOTE (same rows for the same seed; its 'borderline-2'
 * takes rows of other classes at the neighbours' positions, not the nearest ones); Han, Wang and Mao, ICIC (2005).
 *
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 300, weights: [0.8], classSep: 0.5, randomState: 1 });
 * const { y } = await new BorderlineSMOTE({ randomState: 0 }).fitResample(data, target);
 * y.length > 300; // true
 * ```
 */
export class BorderlineSMOTE extends SamplerBase<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly kind = 'over';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async resample(data: SamplerData, run: Run): Promise<{ rows: Resampling; model: object }> {
    const { X, codes, rows, amounts, classes } = data;
    const { kNeighbors, mNeighbors, kind, randomState } = this.params;
    const next = generators(randomState);
    const batches: Batch[] = [];
    for (let code = 0; code < amounts.length; code++) {
      if (amounts[code] <= 0) continue;
      await run.step(code, amounts.length, 'class');
      const members = rows[code];
      const danger = await rowsInDanger(data, code, mNeighbors, run);
      if (danger.length === 0) {
        const message = `no row of class ${describe(classes[code])} is in danger (half its ${neighborCount(mNeighbors)} neighbours in other classes), so that none is made. Use SMOTE, or raise mNeighbors.`;
        warn(new DataWarning(message, this.type));
        continue;
      }
      const same = await sameClassPairs(data, code, kNeighbors, run, danger);
      if (kind === 'borderline-1') {
        batches.push(drawBatch(code, same, amounts[code], next()));
        continue;
      }
      const share = next().beta(10, 10);
      const others = rowsOutside(codes, code, X.rows - members.length);
      const other = {
        points: X,
        rows: allRows(X.rows),
        base: danger.map((i) => members[i]),
        neighbors: same.neighbors.map((i) => others[i % others.length]),
        k: same.k,
      };
      batches.push(drawBatch(code, same, Math.trunc(share * (amounts[code] + 1)), next()));
      batches.push(drawBatch(code, other, Math.trunc((1 - share) * amounts[code]), next(), 0.5));
    }
    return { rows: withSynthetic(X, batches), model: {} };
  }
}

/** Positions in the class of the rows with half or more, but not all, of their neighbours in other classes. */
async function rowsInDanger(
  { X, codes, rows }: SamplerData,
  code: number,
  option: NeighborsOption,
  run: Run,
): Promise<Int32Array> {
  requireRows(X.rows, option, 'mNeighbors', run.estimator);
  const { k, others } = await foreignNeighbors(X, codes, rows[code], code, option, run);
  const positions = Int32Array.from(others.keys());
  return positions.filter((i) => others[i] >= k / 2 && others[i] < k);
}

/** How many of the k nearest neighbours of some rows are of another class than `code`. */
export async function foreignNeighbors(
  X: SamplerData['X'],
  codes: Int32Array,
  queries: Int32Array,
  code: number,
  option: NeighborsOption,
  run: Run,
): Promise<{ k: number; others: Int32Array }> {
  const { indices, k } = await nearestOthers(X, option, run, { rows: queries });
  const others = new Int32Array(queries.length);
  for (let i = 0; i < indices.length; i++) if (codes[indices[i]] !== code) others[Math.floor(i / k)]++;
  return { k, others };
}

function rowsOutside(codes: Int32Array, code: number, size: number): Int32Array {
  const result = new Int32Array(size);
  for (let i = 0, to = 0; i < codes.length; i++) if (codes[i] !== code) result[to++] = i;
  return result;
}
