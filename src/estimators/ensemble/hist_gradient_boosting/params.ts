import { bool, custom, either, int, jobs, nullable, oneOf, real, seed } from '../../../core/params.js';
import type { ScorerLike } from './early_stopping.js';
import type { CategoricalFeatures } from './features.js';

/** Constraint per column, or by column name: 1 (never falls), -1 (never rises) or 0. */
export type MonotonicConstraints = readonly number[] | Readonly<Record<string, number>>;

/** Groups of columns that may meet in one branch, or a word for usual ones. */
export type InteractionConstraints = 'pairwise' | 'no_interactions' | readonly (readonly number[])[];

const isSign = (value: unknown): boolean => value === -1 || value === 0 || value === 1;

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

const isPosition = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

function isCategoricalFeatures(value: unknown): boolean {
  if (value === 'from_dtype') return true;
  if (!Array.isArray(value)) return false;
  return (
    value.every((item) => typeof item === 'boolean') ||
    value.every((item) => typeof item === 'string') ||
    value.every(isPosition)
  );
}

/** The parameters that the classifier and the regressor share. */
export const sharedParams = {
  learningRate: real(0.1, { min: 0, exclusiveMin: true, doc: 'Shrinks what each tree adds.' }),
  maxIter: int(100, { min: 1, doc: 'Most iterations: trees, or trees per class.' }),
  maxLeafNodes: nullable(int(31, { min: 2, doc: 'Most leaves of a tree; null for any number.' }), 31),
  maxDepth: nullable(int(1, { min: 1, doc: 'Most splits from the root to a leaf; null for any number.' })),
  minSamplesLeaf: int(20, { min: 1, doc: 'Fewest training rows of a leaf.' }),
  l2Regularization: real(0, { min: 0, doc: 'Added to the hessian of a leaf, which shrinks its value.' }),
  maxFeatures: real(1, {
    min: 0,
    exclusiveMin: true,
    max: 1,
    doc: 'Share of the columns, drawn anew for each node, that may split it.',
  }),
  maxBins: int(255, { min: 2, max: 255, doc: 'Bins per column; missing values have one more.' }),
  categoricalFeatures: nullable(
    custom<CategoricalFeatures>('from_dtype', {
      doc: "Columns of categories: a mask, positions, names, or 'from_dtype' for the text columns of a table.",
      expected: "'from_dtype', or an array of booleans, of column positions or of column names",
      accepts: isCategoricalFeatures,
      invalid: ['all', 1, [-1], [1.5], [true, 'a'], {}],
    }),
    'from_dtype',
  ),
  monotonicCst: nullable(
    custom<MonotonicConstraints>([], {
      doc: 'Constraint per column, as an array or by name: 1 never falls, -1 never rises, 0 free.',
      expected: 'an array, or a record by column name, of -1, 0 and 1',
      accepts: (value) =>
        Array.isArray(value) ? value.every(isSign) : isRecord(value) && Object.values(value).every(isSign),
      invalid: [1, [2], 'up', { a: 3 }],
    }),
  ),
  interactionCst: nullable(
    custom<InteractionConstraints>('pairwise', {
      doc: "Groups of columns that may meet in one branch, 'pairwise' or 'no_interactions'.",
      expected: "'pairwise', 'no_interactions' or an array of arrays of column positions",
      accepts: (value) =>
        value === 'pairwise' ||
        value === 'no_interactions' ||
        (Array.isArray(value) && value.every((group) => Array.isArray(group) && group.every(isPosition))),
      invalid: ['some', 3, [1, 2], [[-1]], [[0.5]]],
    }),
  ),
  warmStart: bool(false, { doc: 'Add iterations to the trees of the fit before, up to maxIter in all.' }),
  earlyStopping: either([oneOf(['auto'], 'auto', { doc: '' }), bool(true, { doc: '' })], 'auto', {
    doc: "Stop when scores no longer rise; 'auto': above 10,000 rows or with validation data.",
  }),
  scoring: nullable(
    custom<ScorerLike>('loss', {
      doc: "What early stopping looks at: 'loss', the name of a scorer, a scorer, or null for `score`.",
      expected: "'loss', the name of a scorer, or a scorer (makeScorer)",
      accepts: (value) =>
        (typeof value === 'string' && value.length > 0) ||
        (isRecord(value) && 'score' in value && typeof value['score'] === 'function'),
      invalid: [3, {}, [], ''],
    }),
    'loss',
  ),
  validationFraction: nullable(
    custom<number>(0.1, {
      doc: 'Training rows to set aside for early stopping, a share or a number; null stops on training scores.',
      expected: 'a share between 0 and 1 or an integer >= 1',
      accepts: (value) =>
        typeof value === 'number' &&
        ((value > 0 && value < 1) || (Number.isSafeInteger(value) && value >= 1)),
      invalid: [0, -1, 1.5, 'half'],
    }),
    0.1,
  ),
  nIterNoChange: int(10, {
    min: 1,
    doc: 'Stop when none of so many scores is better than the one before them.',
  }),
  tol: real(1e-7, { min: 0, doc: 'By how much a score must be better.' }),
  randomState: seed(),
  nJobs: jobs(),
};
