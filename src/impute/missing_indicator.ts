import type { ColumnSet } from '../core/columns.js';
import { describe } from '../core/errors.js';
import { inputError } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import { bool, declare, oneOf, type ParamsOf } from '../core/params.js';
import type { Run } from '../core/run.js';
import { type Tags, tags } from '../core/tags.js';
import { DataTransformerBase, isMissing } from '../preprocessing/data_transformer.js';
import { missingMasks, missingValuesParam } from './missing.js';

const declaration = declare('MissingIndicator', {
  missingValues: missingValuesParam(),
  features: oneOf(['missing-only', 'all'], 'missing-only', {
    doc: 'Mark the columns that had missing cells in fit, or all.',
  }),
  errorOnNew: bool(true, {
    doc: "Refuse missing cells in columns that had none in fit, for features 'missing-only'.",
  }),
});

interface MissingIndicatorModel {
  readonly features: Int32Array;
}

/**
 * Marks missing cells by 1 and others by 0, one column for each column that had any. O(n d). Reference:
 * scikit-learn MissingIndicator.
 *
 * @example
 * ```ts
 * const indicator = new MissingIndicator();
 * const marks = await indicator.fitTransform([[1, NaN], [2, 5]]);
 * marks.to2DArray(); // [[1], [0]]
 * indicator.getFeatureNamesOut(); // ['missingindicator_x1']
 * ```
 */
export class MissingIndicator extends DataTransformerBase<typeof declaration, MissingIndicatorModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    const allowNaN = isMissing(this.params.missingValues);
    return tags('transformer', { text: true, allowNaN, imputes: allowNaN });
  }

  protected async train(data: ColumnSet, run: Run): Promise<MissingIndicatorModel> {
    await run.step(0, 1, 'pass');
    const masks = missingMasks(data, this.params.missingValues);
    const all = this.params.features === 'all';
    return { features: Int32Array.from(masks.keys()).filter((j) => all || masks[j].includes(1)) };
  }

  protected async transformColumns(data: ColumnSet, { features }: MissingIndicatorModel): Promise<Matrix> {
    const masks = missingMasks(data, this.params.missingValues);
    if (this.params.features === 'missing-only' && this.params.errorOnNew) {
      const fresh = masks.findIndex((mask, j) => !features.includes(j) && mask.includes(1));
      if (fresh >= 0) {
        throw inputError(
          this.type,
          'X',
          `has missing cells in column ${describe(data.names?.[fresh] ?? fresh)}, which had none in fit`,
          `row ${masks[fresh].indexOf(1)}`,
          'Set errorOnNew: false to pass over them.',
        );
      }
    }
    const result = Matrix.zeros(data.rows, features.length);
    features.forEach((from, j) => {
      const mask = masks[from];
      for (let i = 0, at = j; i < mask.length; i++, at += features.length) result.data[at] = mask[i];
    });
    return result;
  }

  protected override featureNamesOut(
    input: readonly string[],
    { features }: MissingIndicatorModel,
  ): string[] {
    return Array.from(features, (j) => `missingindicator_${input[j]}`);
  }

  /** Positions of the columns that are marked. */
  get features(): Int32Array {
    return this.learned('features').features;
  }
}
