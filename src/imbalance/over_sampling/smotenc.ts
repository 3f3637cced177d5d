import { asColumns, type ColumnSet, checkCells } from '../../core/columns.js';
import type { DataLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { custom, declare, type ParamsOf, seed } from '../../core/params.js';
import type { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { nearestOthers, neighborsParam, requireNeighbors } from '../base/neighbors.js';
import type { MadeRows, Resampling } from '../base/resampling.js';
import { allRows, concatFloats, concatRows } from '../base/rows.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { overStrategyParam } from '../base/sampling_strategy.js';
import { generators } from '../base/seeds.js';
import { smallestClass } from '../base/target.js';
import {
  type CategoricalFeatures,
  type CategoryColumn,
  categoricalPositions,
  decodeCategories,
  encodeCategories,
} from './categories.js';
import { drawBatch, interpolate } from './interpolate.js';
import { deviations } from './random_over_sampler.js';

const declaration = declare('SMOTENC', {
  categoricalFeatures: custom<CategoricalFeatures>('auto', {
    doc: "Columns of categories: 'auto' (those with text), names, positions, or a mask.",
    expected: "'auto', or a list of column names, positions or booleans",
    accepts: (value) =>
      value === 'auto' ||
      (Array.isArray(value) &&
        value.length > 0 &&
        ['string', 'boolean', 'number'].includes(typeof value[0]) &&
        value.every(
          (item) => typeof item === typeof value[0] && (typeof item !== 'number' || Number.isInteger(item)),
        )),
    invalid: ['text', 3, [], [1.5], [1, 'a'], null],
  }),
  samplingStrategy: overStrategyParam(),
  randomState: seed(),
  kNeighbors: neighborsParam(5, 'Neighbours among which the other end of a synthetic row is drawn.'),
});

interface SMOTENCModel {
  /** Median of the standard deviations of the number columns in the smallest class. */
  readonly medianStd: number;
  readonly categoricalFeatures: readonly number[];
}

type Mixed = SamplerData<ColumnSet>;

/**
 * SMOTE for tables of numbers and categories: numbers lie between a row and a neighbour, categories are the most
 * frequent among the neighbours. Two rows that differ in a category are as far apart as a typical spread of the
 * number columns. O(m^2) for m rows of a class. Reference: imbalanced-learn 0.10 SMOTENC (same rows for the same
 * seed); Chawla, Bowyer, Hall and Kegelmeyer, JAIR 16 (2002) 321.
 *
 * @example
 * ```ts
 * const X = Table.from({ z: [0.1, 0.2, 0.3, 0.4, 2, 2.1, 2.2], kind: ['E', 'E', 'S', 'S', 'E', 'S', 'S'] });
 * const y = ['far', 'far', 'far', 'far', 'near', 'near', 'near'];
 * const sampler = new SMOTENC({ categoricalFeatures: ['kind'], kNeighbors: 2, randomState: 0 });
 * (await sampler.fitResample(X, y)).X.rows; // 8
 * ```
 */
export class SMOTENC extends SamplerBase<typeof declaration, SMOTENCModel, ColumnSet> {
  static readonly declaration = declaration;
  protected readonly kind = 'over';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return tags('sampler', { sampleWeight: true, text: true });
  }

  /** Median of the standard deviations of the number columns in the smallest class. */
  get medianStd(): number {
    return this.learned('medianStd').medianStd as number;
  }

  /** The positions of the categorical columns. */
  get categoricalFeatures(): readonly number[] {
    return this.learned('categoricalFeatures').categoricalFeatures as readonly number[];
  }

  protected override read(X: DataLike): ColumnSet {
    const columns = asColumns(X, { estimator: this.type });
    checkCells(columns, { estimator: this.type });
    return columns;
  }

  protected async resample(data: Mixed, run: Run): Promise<{ rows: Resampling; model: SMOTENCModel }> {
    const { X, rows, amounts, codes, counts, classes } = data;
    const { kNeighbors, randomState } = this.params;
    const chosen = categoricalPositions(this.params.categoricalFeatures, X, this.type);
    const numbers = numberMatrix(X, chosen);
    const categories = chosen.map((j) => encodeCategories(X.columns[j]));
    const medianStd = median(deviations(numbers, rows[smallestClass(codes, counts)]));
    const next = generators(randomState);
    const parts: ClassRows[] = [];
    for (let code = 0; code < amounts.length; code++) {
      if (amounts[code] <= 0) continue;
      await run.step(code, amounts.length, 'class');
      const members = rows[code];
      requireNeighbors(classes[code], members.length, kNeighbors, 'kNeighbors', this.type);
      const encoded = encodeRows(numbers, categories, members, medianStd / 2);
      const { indices, k } = await nearestOthers(encoded, kNeighbors, run);
      const pairs = {
        points: encoded,
        rows: members,
        base: allRows(members.length),
        neighbors: indices,
        k,
      };
      const drawn = drawBatch(code, pairs, amounts[code], next());
      const random = next();
      const voted = categories.map((column) => vote(column, members, indices, k, drawn.from, random));
      const segments = {
        from: drawn.from.map((i) => members[i]),
        towards: drawn.towards.map((i) => members[i]),
        steps: drawn.steps,
      };
      const cells = new Float64Array(drawn.from.length * numbers.columns);
      interpolate(numbers, segments, cells);
      parts.push({ code, ...segments, cells, voted });
    }
    const made = join(parts, X, chosen, numbers.columns, categories);
    return { rows: { made }, model: { medianStd, categoricalFeatures: chosen } };
  }
}

interface ClassRows {
  readonly code: number;
  readonly from: Int32Array;
  readonly towards: Int32Array;
  readonly steps: Float64Array;
  /** Cells of the number columns, row by row. */
  readonly cells: Float64Array;
  /** Codes of each categorical column. */
  readonly voted: readonly Int32Array[];
}

function numberMatrix(X: ColumnSet, chosen: readonly number[]): Matrix {
  const columns = X.columns.filter((_, j) => !chosen.includes(j)) as Float64Array[];
  const result = Matrix.zeros(X.rows, columns.length);
  columns.forEach((column, j) => {
    for (let i = 0, to = j; i < X.rows; i++, to += columns.length) result.data[to] = column[i];
  });
  return result;
}

/** The rows of a class with one column more per category that occurs in it: `unit` where it is the row's own. */
function encodeRows(
  numbers: Matrix,
  categories: readonly CategoryColumn[],
  members: Int32Array,
  unit: number,
): Matrix {
  const places: Int32Array[] = [];
  let width = numbers.columns;
  for (const { codes, values } of categories) {
    const place = new Int32Array(values.length).fill(-1);
    for (const i of members) if (place[codes[i]] < 0) place[codes[i]] = width++;
    places.push(place);
  }
  const result = Matrix.zeros(members.length, width);
  members.forEach((row, i) => {
    result.data.set(numbers.row(row), i * width);
    categories.forEach(({ codes }, f) => {
      result.data[i * width + places[f][codes[row]]] = unit;
    });
  });
  return result;
}

/**
 * The most frequent category among the neighbours of each base row. Ties are broken at random as imbalanced-learn
 * does: all winners of all rows are shuffled, and each row takes the first of its own.
 */
function vote(
  { codes, values }: CategoryColumn,
  members: Int32Array,
  neighbors: Int32Array,
  k: number,
  base: Int32Array,
  random: RandomState,
): Int32Array {
  const counts = new Int32Array(values.length);
  const winners: number[] = [];
  const winnerRows: number[] = [];
  for (let i = 0; i < base.length; i++) {
    counts.fill(0);
    let most = 0;
    for (let j = base[i] * k; j < (base[i] + 1) * k; j++) {
      const count = ++counts[codes[members[neighbors[j]]]];
      if (count > most) most = count;
    }
    for (let c = 0; c < counts.length; c++) {
      if (counts[c] !== most) continue;
      winners.push(c);
      winnerRows.push(i);
    }
  }
  const result = new Int32Array(base.length).fill(-1);
  for (const at of random.permutation(winners.length)) {
    if (result[winnerRows[at]] < 0) result[winnerRows[at]] = winners[at];
  }
  return result;
}

function join(
  parts: readonly ClassRows[],
  X: ColumnSet,
  chosen: readonly number[],
  width: number,
  categories: readonly CategoryColumn[],
): MadeRows {
  const numbers = concatFloats(parts.map((part) => part.cells));
  const size = parts.reduce((sum, part) => sum + part.from.length, 0);
  let next = 0;
  const cells = X.columns.map((_, j) => {
    const f = chosen.indexOf(j);
    if (f >= 0) return decodeCategories(categories[f], concatRows(parts.map((part) => part.voted[f])));
    const at = next++;
    return Float64Array.from({ length: size }, (__, i) => numbers[i * width + at]);
  });
  return {
    cells,
    codes: concatRows(parts.map((part) => new Int32Array(part.from.length).fill(part.code))),
    from: concatRows(parts.map((part) => part.from)),
    towards: concatRows(parts.map((part) => part.towards)),
    steps: concatFloats(parts.map((part) => part.steps)),
  };
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
