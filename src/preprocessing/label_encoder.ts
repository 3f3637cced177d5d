import { describe } from '../core/errors.js';
import { inputError } from '../core/input.js';
import { codesIn, decodeLabels, type Label, type Labels, sortLabels } from '../core/labels.js';
import { declare, type ParamsOf } from '../core/params.js';
import type { Target } from '../core/protocol.js';
import { type FitOptions, Run } from '../core/run.js';
import { tags } from '../core/tags.js';
import { BaseEstimator } from '../estimators/base/index.js';

const declaration = declare('LabelEncoder', {});

/**
 * Numbers labels (of the target, not of X) 0, 1, ... in their order. Classifiers here take labels of any kind, so
 * it is seldom needed. O(n + k log k). Reference: scikit-learn LabelEncoder.
 *
 * @example
 * ```ts
 * const encoder = new LabelEncoder();
 * await encoder.fitTransform(['STAR', 'QSO', 'STAR']); // 1, 0, 1
 * await encoder.inverseTransform([0, 1]); // ['QSO', 'STAR']
 * ```
 */
export class LabelEncoder extends BaseEstimator<typeof declaration, { readonly classes: readonly Label[] }> {
  static readonly declaration = declaration;
  override readonly tags = tags('target_transformer');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  /**
   * Learns the distinct labels of y (n).
   * @throws InvalidInputError for missing labels, or labels of several kinds.
   */
  async fit(y: Labels, _unused?: Target, options: FitOptions = {}): Promise<this> {
    new Run(this.type, options);
    return this.setFitted({ nFeaturesIn: 1, model: { classes: distinctLabels(y, this.type) } });
  }

  /**
   * The number of each label.
   * @throws InvalidInputError for a label that `fit` did not see.
   */
  async transform(y: Labels): Promise<Int32Array> {
    return encodeKnown(y, this.learned('transform').classes, this.type);
  }

  /** `fit` and then `transform` of the same labels. */
  async fitTransform(y: Labels): Promise<Int32Array> {
    return (await this.fit(y)).transform(y);
  }

  /**
   * The labels that numbers stand for.
   * @throws InvalidInputError for a number that stands for none.
   */
  async inverseTransform<L extends Label = Label>(codes: ArrayLike<number>): Promise<L[]> {
    const { classes } = this.learned('inverseTransform');
    for (let i = 0; i < codes.length; i++) {
      if (!(Number.isInteger(codes[i]) && codes[i] >= 0 && codes[i] < classes.length)) {
        throw inputError(
          this.type,
          'codes',
          `must be integers from 0 to ${classes.length - 1}, but entry ${i} is not`,
          describe(codes[i]),
          'Pass what transform returned.',
        );
      }
    }
    return decodeLabels(codes, classes) as L[];
  }

  /** The distinct labels, sorted. */
  get classes(): readonly Label[] {
    return this.learned('classes').classes;
  }
}

/** The distinct labels of y, sorted; numbers may be fractions, as no classifier is meant. */
function distinctLabels(y: Labels, estimator: string): Label[] {
  if (y === null || typeof y !== 'object' || !('length' in y) || y.length === 0) {
    throw inputError(estimator, 'y', 'must be a non-empty array of labels', describe(y), 'Pass labels.');
  }
  const seen = new Set<Label>();
  const kind = typeof y[0];
  for (let i = 0; i < y.length; i++) {
    const label = y[i];
    const known = kind === 'string' || kind === 'number' || kind === 'boolean';
    if (!known || typeof label !== kind || Number.isNaN(label)) {
      throw inputError(
        estimator,
        'y',
        `must hold strings, numbers or booleans of one kind, none missing, but entry ${i} is another`,
        describe(label),
        'Clean the labels.',
      );
    }
    seen.add(label);
  }
  return sortLabels([...seen]);
}

/** Positions of labels among the classes. @throws InvalidInputError for a label that is none of them. */
export function encodeKnown(y: Labels, classes: readonly Label[], estimator: string): Int32Array {
  const codes = codesIn(classes, y);
  const at = codes.indexOf(-1);
  if (at < 0) return codes;
  throw inputError(
    estimator,
    'y',
    `holds a label in entry ${at} that fit did not see`,
    describe(y[at]),
    `Known labels: ${describe(classes)}.`,
  );
}
