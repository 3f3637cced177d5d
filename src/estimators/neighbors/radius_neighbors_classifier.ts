import { describe, InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import type { Label } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { custom, declare, type ParamsOf } from '../../core/params.js';
import { Run, type RunOptions } from '../../core/run.js';
import type { Tags } from '../../core/tags.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { type ClassTrainingData, MultiOutputClassifierBase } from '../base/index.js';
import { eachNeighborhood, indexOf, neighborTags, type SparseRows } from './kneighbors_base.js';
import type { NeighborIndex } from './neighbor_index.js';
import { searchParams, weightsParam } from './params.js';
import {
  type RadiusGraphOptions,
  type RadiusOptions,
  type RadiusSearch,
  radiusGraphOf,
  radiusNeighborsOf,
  radiusParam,
  radiusWeights,
} from './radius_methods.js';
import type { RadiusResult } from './radius_query.js';

/** What rows without neighbours are labelled. */
type OutlierLabel = Label | readonly Label[] | null;

const isLabel = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

const declaration = declare('RadiusNeighborsClassifier', {
  radius: radiusParam,
  weights: weightsParam,
  outlierLabel: custom<OutlierLabel>(null, {
    doc: "Label of rows without neighbours: a label (one per output for several), 'most_frequent', or null to refuse them.",
    expected: "a label, an array of labels, 'most_frequent', or null",
    accepts: (value) =>
      value === null || isLabel(value) || (Array.isArray(value) && value.length > 0 && value.every(isLabel)),
    invalid: [{}, [], Number.NaN, [null]],
  }),
  ...searchParams,
});

interface RadiusNeighborsClassifierModel {
  readonly index: NeighborIndex;
  /** Classes of each fitted row: n x outputs. */
  readonly codes: Int32Array;
  /** The most classes of any output. */
  readonly nShares: number;
  /** The label of rows without neighbours, of each output. */
  readonly outlierLabel: readonly Label[] | null;
}

/**
 * Labels a row by a vote of the fitted rows within a radius, for one or several outputs. Rows without neighbours get
 * `outlierLabel`. Use it where the density of the data varies little; scale the columns first. Fit O(n log n) with a
 * tree, predict about O(log n + neighbours) per row in few columns.
 * Reference: Bentley, Stanat and Williams, Inf. Proc. Letters 6 (1977) 209; scikit-learn RadiusNeighborsClassifier.
 *
 * @example
 * ```ts
 * const model = new RadiusNeighborsClassifier({ radius: 1, outlierLabel: 'none' });
 * await model.fit([[0], [1], [2], [3]], ['low', 'low', 'high', 'high']);
 * await model.predict([[0.4], [9]]); // ['low', 'none']
 * ```
 */
export class RadiusNeighborsClassifier extends MultiOutputClassifierBase<
  typeof declaration,
  RadiusNeighborsClassifierModel
> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return neighborTags('classifier', this.params, { multiOutput: true });
  }

  protected async learn(
    { X, codes, outputs }: ClassTrainingData,
    run: Run,
  ): Promise<RadiusNeighborsClassifierModel> {
    await run.step(0, 1, 'index');
    return {
      index: indexOf(X, this.params, null, this.type),
      codes,
      nShares: Math.max(...outputs.map((classes) => classes.length)),
      outlierLabel: this.resolveOutlierLabel(codes, outputs),
    };
  }

  /**
   * The predicted label of each row of X (n x d); for several outputs a row of labels each.
   * @throws InvalidInputError when rows have no neighbours and outlierLabel is null.
   */
  override async predict<L = Label>(X: MatrixLike, options: RunOptions = {}): Promise<L[]> {
    const { outlierLabel, outputs, oneDimensional } = this.learned('predict');
    const { data, columns } = await this.shares(this.checkX(X, 'predict'), new Run(this.type, options));
    const width = columns / outputs.length;
    const label = (at: number, o: number): Label => {
      let best = 0;
      for (let c = 1; c < outputs[o].length; c++) if (data[at + c] > data[at + best]) best = c;
      // Without any vote the row has no neighbours, or none that counts.
      return data[at + best] === 0 && outlierLabel ? outlierLabel[o] : outputs[o][best];
    };
    const rows = Array.from({ length: data.length / columns }, (_, i) =>
      outputs.map((_classes, o) => label(i * columns + o * width, o)),
    );
    return (oneDimensional ? rows.map(([first]) => first) : rows) as L[];
  }

  /** The share of the (weighted) votes of each class, output by output. */
  protected async shares(X: Matrix, run: Run): Promise<Matrix> {
    const { index, codes, nShares, outputs, outlierLabel } = this.learned('predict');
    const width = outputs.length;
    const votes = Matrix.zeros(X.rows, width * nShares);
    const { data } = votes;
    const lonely: number[] = [];
    await eachNeighborhood(index, X, this.params, run, (block, first) => {
      const { ends, indices } = block;
      const weights = radiusWeights(this.params.weights, block, this.type);
      for (let i = 0, from = 0; i < ends.length; from = ends[i++]) {
        if (ends[i] === from) lonely.push(first + i);
        const base = (first + i) * width;
        for (let at = from; at < ends[i]; at++) {
          const row = indices[at] * width;
          for (let o = 0; o < width; o++) {
            data[(base + o) * nShares + codes[row + o]] += weights ? weights[at] : 1;
          }
        }
      }
    });
    for (let at = 0; at < data.length; at += nShares) {
      let total = 0;
      for (let c = 0; c < nShares; c++) total += data[at + c];
      if (total > 0) for (let c = 0; c < nShares; c++) data[at + c] /= total;
    }
    if (lonely.length > 0) this.label(lonely, votes, outputs, outlierLabel, nShares);
    return votes;
  }

  /** Gives rows without neighbours to the class of the outlier label, where there is one. */
  private label(
    lonely: readonly number[],
    votes: Matrix,
    outputs: readonly (readonly Label[])[],
    outlierLabel: readonly Label[] | null,
    nShares: number,
  ): void {
    if (!outlierLabel) {
      throw new InvalidInputError(
        `${this.type}: no fitted row lies within the radius of row(s) ${describe(lonely)} of X. Raise radius, set outlierLabel, or drop those rows.`,
        { estimator: this.type, parameter: 'X', received: describe(lonely), remedy: 'set outlierLabel' },
      );
    }
    outputs.forEach((classes, o) => {
      const code = classes.indexOf(outlierLabel[o]);
      for (const i of code < 0 ? [] : lonely) votes.data[(i * outputs.length + o) * nShares + code] = 1;
      if (code >= 0) return;
      const what = `outlierLabel ${describe(outlierLabel[o])} is no class of the data: rows without neighbours have probability 0 for every class.`;
      warn(new DataWarning(what, this.type));
    });
  }

  private resolveOutlierLabel(
    codes: Int32Array,
    outputs: readonly (readonly Label[])[],
  ): readonly Label[] | null {
    const { outlierLabel } = this.params;
    if (outlierLabel === null) return null;
    const k = outputs.length;
    if (outlierLabel === 'most_frequent') {
      return outputs.map((classes, o) => {
        const counts = classes.map(() => 0);
        for (let at = o; at < codes.length; at += k) counts[codes[at]]++;
        return classes[counts.indexOf(Math.max(...counts))];
      });
    }
    const labels: readonly Label[] = Array.isArray(outlierLabel)
      ? outlierLabel
      : outputs.map(() => outlierLabel as Label);
    const fitting = labels.length === k && labels.every((label, o) => typeof label === typeof outputs[o][0]);
    if (fitting) return labels;
    throw new InvalidParameterError(
      `${this.type}: parameter 'outlierLabel' must be one label per output, of the kind of y. Got ${describe(outlierLabel)}. Pass ${k} label(s) of type ${typeof outputs[0][0]}.`,
      {
        estimator: this.type,
        parameter: 'outlierLabel',
        received: describe(outlierLabel),
        remedy: 'pass labels of the kind of y',
      },
    );
  }

  /** The label of rows without neighbours, of each output; null when they are refused. */
  get outlierLabel(): readonly Label[] | null {
    return this.learned('outlierLabel').outlierLabel;
  }

  /** The fitted rows within a radius of each row of X; without X, of each fitted row without itself. */
  async radiusNeighbors(X?: MatrixLike, options: RadiusOptions = {}): Promise<RadiusResult[]> {
    const search = this.radiusSearch('radiusNeighbors');
    return radiusNeighborsOf(search, X === undefined ? X : this.checkX(X, 'radiusNeighbors'), options);
  }

  /** The graph of the neighbours within a radius as sparse rows. */
  async radiusNeighborsGraph(X?: MatrixLike, options: RadiusGraphOptions = {}): Promise<SparseRows> {
    const search = this.radiusSearch('radiusNeighborsGraph');
    return radiusGraphOf(search, X === undefined ? X : this.checkX(X, 'radiusNeighborsGraph'), options);
  }

  /** The search that was used: 'kd_tree', 'ball_tree' or 'brute'. */
  get fitMethod(): NeighborIndex['method'] {
    return this.learned('fitMethod').index.method;
  }

  /** Number of rows that were fitted. */
  get nSamplesFit(): number {
    return this.learned('nSamplesFit').index.X.rows;
  }

  private radiusSearch(member: string): RadiusSearch {
    return { type: this.type, index: this.learned(member).index, settings: this.params };
  }
}
