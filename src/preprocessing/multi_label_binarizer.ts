import { describe } from '../core/errors.js';
import { inputError, type MatrixLike } from '../core/input.js';
import { type Label, sortLabels } from '../core/labels.js';
import { Matrix } from '../core/matrix.js';
import { custom, declare, type ParamsOf } from '../core/params.js';
import type { Target } from '../core/protocol.js';
import { type FitOptions, Run } from '../core/run.js';
import { tags } from '../core/tags.js';
import { DataWarning, warn } from '../core/warnings.js';
import { BaseEstimator } from '../estimators/base/index.js';
import { checkTransformed } from './affine.js';

const isLabel = (value: unknown): boolean =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && !Number.isNaN(value));

const declaration = declare('MultiLabelBinarizer', {
  classes: custom<readonly Label[] | null>(null, {
    doc: 'The classes in the order of the columns; null finds and sorts them.',
    expected: 'a list of distinct labels, or null',
    accepts: (value) =>
      value === null ||
      (Array.isArray(value) && value.every(isLabel) && new Set(value).size === value.length),
    invalid: ['all', 3, ['a', 'a'], [null]],
  }),
});

/** For each row the labels that it has: arrays or sets. */
export type LabelSets = readonly Iterable<Label>[];

/**
 * Turns sets of labels, one per row, into a matrix of 0 and 1 with one column per class. O(n k). Reference:
 * scikit-learn MultiLabelBinarizer.
 *
 * @example
 * ```ts
 * const binarizer = new MultiLabelBinarizer();
 * const Y = await binarizer.fitTransform([['radio', 'x-ray'], [], ['radio']]);
 * Y.to2DArray(); // [[1, 1], [0, 0], [1, 0]]
 * await binarizer.inverseTransform(Y); // [['radio', 'x-ray'], [], ['radio']]
 * ```
 */
export class MultiLabelBinarizer extends BaseEstimator<
  typeof declaration,
  { readonly classes: readonly Label[] }
> {
  static readonly declaration = declaration;
  override readonly tags = tags('target_transformer');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  /** Learns the classes of the label sets. */
  async fit(y: LabelSets, _unused?: Target, options: FitOptions = {}): Promise<this> {
    new Run(this.type, options);
    this.checkSets(y);
    const classes = this.params.classes ?? sortLabels([...new Set(y.flatMap((labels) => [...labels]))]);
    return this.setFitted({ nFeaturesIn: 1, model: { classes } });
  }

  /** The matrix of the label sets: n x k. Labels that are no class are left out with a warning. */
  async transform(y: LabelSets): Promise<Matrix> {
    const { classes } = this.learned('transform');
    this.checkSets(y);
    const position = new Map(classes.map((label, c) => [label, c]));
    const result = Matrix.zeros(y.length, classes.length);
    const unknown = new Set<Label>();
    y.forEach((labels, i) => {
      for (const label of labels) {
        const c = position.get(label);
        if (c === undefined) unknown.add(label);
        else result.set(i, c, 1);
      }
    });
    if (unknown.size > 0) {
      warn(
        new DataWarning(
          `The unknown class(es) ${describe(sortLabels([...unknown]))} are left out.`,
          this.type,
        ),
      );
    }
    return result;
  }

  /** `fit` and then `transform` of the same sets. */
  async fitTransform(y: LabelSets): Promise<Matrix> {
    return (await this.fit(y)).transform(y);
  }

  /**
   * The labels of each row.
   * @throws InvalidInputError for cells other than 0 and 1.
   */
  async inverseTransform<L extends Label = Label>(Y: MatrixLike): Promise<L[][]> {
    const { classes } = this.learned('inverseTransform');
    const matrix = checkTransformed(Y, classes.length, this.type, false);
    const bad = matrix.data.find((cell) => cell !== 0 && cell !== 1);
    if (bad !== undefined)
      throw inputError(this.type, 'Y', 'must hold 0 and 1 only', String(bad), 'Apply a threshold first.');
    return Array.from(
      { length: matrix.rows },
      (_, i) => classes.filter((_, c) => matrix.get(i, c) === 1) as L[],
    );
  }

  /** The classes, in the order of the columns. */
  get classes(): readonly Label[] {
    return this.learned('classes').classes;
  }

  private checkSets(y: LabelSets): void {
    // A string is iterable too, but its letters are hardly meant.
    const isSet = (labels: unknown): boolean =>
      labels !== null && typeof labels === 'object' && Symbol.iterator in labels;
    const bad = Array.isArray(y) ? y.findIndex((labels) => !isSet(labels) || ![...labels].every(isLabel)) : 0;
    if (bad < 0) return;
    throw inputError(
      this.type,
      'y',
      `must hold an array or a set of labels for each row, but row ${bad} is none`,
      describe(Array.isArray(y) ? y[bad] : y),
      "Wrap single labels: ['a'].",
    );
  }
}
