import { custom, declare } from '../../core/params.js';
import { distinctCodes } from './codes.js';
import { type Fold, foldsOf, type SplitInput, SplitterBase } from './splitter.js';

const predefinedSplit = declare('PredefinedSplit', {
  testFold: custom<ArrayLike<number>>([], {
    doc: 'The fold in which each row is tested; -1 for rows that are only trained on.',
    expected: 'a non-empty array of integers >= -1, one per row',
    accepts: (value) =>
      (Array.isArray(value) || ArrayBuffer.isView(value)) &&
      (value as ArrayLike<number>).length > 0 &&
      Array.from(value as ArrayLike<number>).every((fold) => Number.isInteger(fold) && fold >= -1),
    invalid: [[], [0.5], [-2], ['a'], 3],
  }),
});

/**
 * Folds named in advance: `testFold[i]` is the fold in which row i is tested, -1 for never; with a single fold
 * it is a fixed validation set for a search. Same rows as scikit-learn PredefinedSplit. O(n k).
 * @throws InvalidInputError when X has another number of rows than testFold.
 *
 * @example
 * ```ts
 * const cv = new PredefinedSplit({ testFold: [-1, -1, 0, 0] });
 * [...cv.split([5, 6, 7, 8])].map((fold) => [...fold.test]); // [[2, 3]]
 * ```
 */
export class PredefinedSplit extends SplitterBase<typeof predefinedSplit> {
  constructor(params: { readonly testFold: ArrayLike<number> }) {
    super(predefinedSplit, params);
    this.needParam(params, 'testFold');
  }

  /** The number of different folds. */
  getNSplits(): number {
    return this.marks().k;
  }

  protected plan({ n }: SplitInput): () => Iterable<Fold> {
    const { length } = this.params.testFold;
    if (n !== length) {
      throw this.refuse(`testFold names the folds of ${length} rows. Got ${n} rows. Pass one per row.`);
    }
    const { marks, k } = this.marks();
    return () => foldsOf(marks, k);
  }

  private marks(): { marks: Int32Array; k: number } {
    const { codes, classes } = distinctCodes(this.params.testFold, this.name, 'testFold');
    const never = classes[0] === -1 ? 1 : 0;
    return { marks: codes.map((code) => code - never), k: classes.length - never };
  }
}
