import { asColumns } from '../../core/columns.js';
import type { FeatureInfo } from '../../core/features.js';
import { checkFeatures, featureInfo } from '../../core/features.js';
import { asMatrix, type DataLike } from '../../core/input.js';
import type { Tags } from '../../core/tags.js';

/** X as members get it: a Matrix, or data with text untouched. */
export interface MetaInput {
  readonly X: DataLike;
  readonly rows: number;
  readonly info: FeatureInfo;
}

/**
 * Checks X once for all members: numbers become a Matrix, so that no member converts them again; where every
 * member takes text, the data stay as they are.
 * @throws InvalidInputError for unusable data, or columns other than those that `fitted` saw.
 */
export function checkInput(X: unknown, tags: Tags, estimator: string, fitted?: FeatureInfo): MetaInput {
  if (tags.text) {
    const { names, rows, columns } = asColumns(X as DataLike, { estimator });
    const seen = { columns: columns.length, columnNames: names };
    if (fitted) checkFeatures(seen, fitted, estimator);
    return { X: X as DataLike, rows, info: featureInfo(seen) };
  }
  const matrix = asMatrix(X, { estimator, allowNaN: tags.allowNaN });
  if (fitted) checkFeatures(matrix, fitted, estimator);
  return { X: matrix, rows: matrix.rows, info: featureInfo(matrix) };
}

/** What a meta-estimator can do, from what its members can: all of them must take what it takes. */
export function memberTags(members: readonly Tags[]): Partial<Tags> {
  const every = (ask: (tags: Tags) => boolean): boolean => members.length > 0 && members.every(ask);
  const some = (ask: (tags: Tags) => boolean): boolean => members.some(ask);
  return {
    sampleWeight: every((tags) => tags.sampleWeight),
    allowNaN: every((tags) => tags.allowNaN),
    text: every((tags) => tags.text),
    positiveOnly: some((tags) => tags.positiveOnly),
    binaryOnly: some((tags) => tags.binaryOnly),
    nonDeterministic: some((tags) => tags.nonDeterministic),
  };
}
