import type { Matrix } from '../core/matrix.js';
import {
  type ClassificationBunch,
  classificationBunch,
  type LoadDatasetOptions,
  resolveLoad,
} from './bunch.js';

const DESCR = `Wine: 178 wines x 13 results of a chemical analysis, from 3 growers of one Italian region (59, 71, 48 wines).
The columns have very different scales, so methods that measure distances need scaling.
Source: M. Forina et al., PARVUS (Genoa); UCI Machine Learning Repository, S. Aeberhard and M. Forina (1991),
doi:10.24432/C5PC7J, CC BY 4.0.`;

/**
 * Chemical analyses of wines: 178 x 13, three growers. The cells equal scikit-learn's load_wine exactly.
 * @throws InvalidParameterError for an unknown option.
 * @example
 * ```ts
 * const [X, y] = await loadWine({ returnXy: true });
 * X.rows; // 178
 * y[177]; // 2
 * ```
 */
export function loadWine(
  options?: LoadDatasetOptions & { readonly returnXy?: false },
): Promise<ClassificationBunch>;
export function loadWine(
  options: LoadDatasetOptions & { readonly returnXy: true },
): Promise<[Matrix, number[]]>;
export async function loadWine(
  options?: LoadDatasetOptions,
): Promise<ClassificationBunch | [Matrix, number[]]> {
  const { returnXy } = resolveLoad('loadWine', {}, options);
  const { packed } = await import('./data/wine.js');
  const wine = classificationBunch(packed, ['class_0', 'class_1', 'class_2'], DESCR);
  return returnXy ? [wine.data, wine.target] : wine;
}
