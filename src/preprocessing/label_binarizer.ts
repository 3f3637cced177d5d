import { describe, InvalidParameterError } from '../core/errors.js';
import { asMatrix, inputError, type MatrixLike } from '../core/input.js';
import { codesIn, encodeLabels, type Label, type Labels } from '../core/labels.js';
import { Matrix } from '../core/matrix.js';
import { declare, int, type ParamsOf } from '../core/params.js';
import type { Target } from '../core/protocol.js';
import { type FitOptions, Run } from '../core/run.js';
import { tags } from '../core/tags.js';
import { BaseEstimator } from '../estimators/base/index.js';

const declaration = declare('LabelBinarizer', {
  negLabel: int(0, { doc: 'The number that says "not this class".' }),
  posLabel: int(1, { doc: 'The number that says "this class"; greater than negLabel.' }),
});

/** What y was: two labels or one, more labels, or an n x k matrix of 0 and 1. */
export type LabelBinarizerTarget = 'binary' | 'multiclass' | 'multilabel-indicator';

interface LabelBinarizerModel {
  readonly classes: readonly Label[];
  readonly yType: LabelBinarizerTarget;
}

/**
 * Turns labels into a matrix with one column per class, `posLabel` where the row is of that class and `negLabel`
 * elsewhere; two classes need one column, that of the second. O(n k). Reference: scikit-learn LabelBinarizer.
 *
 * @example
 * ```ts
 * const binarizer = new LabelBinarizer();
 * const Y = await binarizer.fitTransform(['a', 'c', 'b']);
 * Y.to2DArray(); // [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
 * ```
 */
export class LabelBinarizer extends BaseEstimator<typeof declaration, LabelBinarizerModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('target_transformer');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const { negLabel, posLabel } = this.params;
    if (negLabel >= posLabel) {
      throw new InvalidParameterError(
        `LabelBinarizer: parameter 'posLabel' must be greater than negLabel. Got ${posLabel} and ${negLabel}. Raise posLabel.`,
        { estimator: 'LabelBinarizer', parameter: 'posLabel', received: String(posLabel) },
      );
    }
  }

  /** Learns the classes of y: n labels, or an n x k matrix of 0 and 1. */
  async fit(y: Labels | MatrixLike, _unused?: Target, options: FitOptions = {}): Promise<this> {
    new Run(this.type, options);
    if (isIndicator(y)) {
      const classes = Array.from(
        { length: asMatrix(y, { estimator: this.type, argument: 'y' }).columns },
        (_, c) => c,
      );
      return this.setFitted({ nFeaturesIn: 1, model: { classes, yType: 'multilabel-indicator' } });
    }
    const { classes } = encodeLabels(y as Labels, this.type);
    const yType = classes.length > 2 ? 'multiclass' : 'binary';
    return this.setFitted({ nFeaturesIn: 1, model: { classes, yType } });
  }

  /** The matrix of y: n x k, or n x 1 for two classes. Labels that `fit` did not see belong to no class. */
  async transform(y: Labels | MatrixLike): Promise<Matrix> {
    const { classes, yType } = this.learned('transform');
    const { negLabel, posLabel } = this.params;
    if (isIndicator(y) !== (yType === 'multilabel-indicator')) {
      throw inputError(
        this.type,
        'y',
        `must be of the form of fit (${yType})`,
        describe(y),
        'Pass such a y.',
      );
    }
    if (isIndicator(y)) {
      const given = asMatrix(y, { estimator: this.type, argument: 'y' });
      return Matrix.of(
        given.data.map((cell) => (cell !== 0 ? posLabel : negLabel)),
        given.columns,
      );
    }
    const codes = codesIn(classes, y as Labels);
    const k = yType === 'multiclass' ? classes.length : 1;
    const result = Matrix.zeros(codes.length, k);
    result.data.fill(negLabel);
    for (let i = 0; i < codes.length; i++) {
      if (k > 1 && codes[i] >= 0) result.data[i * k + codes[i]] = posLabel;
      else if (k === 1 && codes[i] === 1) result.data[i] = posLabel;
    }
    return result;
  }

  /** `fit` and then `transform` of the same labels. */
  async fitTransform(y: Labels | MatrixLike): Promise<Matrix> {
    return (await this.fit(y)).transform(y);
  }

  /**
   * The labels that a matrix of marks or scores stands for: the class of the largest score for several classes,
   * the second class above `threshold` (default: midway between the marks) for two; for indicators a Matrix.
   */
  async inverseTransform(
    Y: MatrixLike | ArrayLike<number>,
    { threshold = (this.params.negLabel + this.params.posLabel) / 2 }: { threshold?: number } = {},
  ): Promise<Label[] | Matrix> {
    const { classes, yType } = this.learned('inverseTransform');
    const flat = isFlat(Y) ? { data: Y, shape: [Y.length, 1] as const } : Y;
    const scores = asMatrix(flat, { estimator: this.type, argument: 'Y' });
    if (yType === 'multilabel-indicator') {
      this.checkWidth(scores, [classes.length]);
      return Matrix.of(
        scores.data.map((score) => (score > threshold ? 1 : 0)),
        scores.columns,
      );
    }
    this.checkWidth(scores, yType === 'binary' ? [1, classes.length] : [classes.length]);
    return Array.from({ length: scores.rows }, (_, i) => {
      const row = scores.row(i);
      if (yType === 'multiclass') return classes[row.indexOf(Math.max(...row))];
      return classes[Math.min(classes.length - 1, row[row.length - 1] > threshold ? 1 : 0)];
    });
  }

  private checkWidth(scores: Matrix, widths: readonly number[]): void {
    if (widths.includes(scores.columns)) return;
    throw inputError(
      this.type,
      'Y',
      `must have ${widths.join(' or ')} column(s), as transform returns`,
      `${scores.columns} columns`,
      'Pass such a matrix.',
    );
  }

  /** The class labels, sorted. */
  get classes(): readonly Label[] {
    return this.learned('classes').classes;
  }

  /** What kind of target y was. */
  get yType(): LabelBinarizerTarget {
    return this.learned('yType').yType;
  }
}

function isFlat(y: unknown): y is ArrayLike<number> {
  return ArrayBuffer.isView(y) || (Array.isArray(y) && typeof y[0] !== 'object');
}

function isIndicator(y: Labels | MatrixLike): y is MatrixLike {
  return y !== null && typeof y === 'object' && !isFlat(y);
}
