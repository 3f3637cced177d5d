import type { Matrix } from '../core/matrix.js';
import {
  type ClassificationBunch,
  classificationBunch,
  type LoadDatasetOptions,
  resolveLoad,
} from './bunch.js';

const DESCR = `Breast cancer Wisconsin (diagnostic): 569 breast masses x 30 features of the cell nuclei seen in an image
of a fine needle aspirate: ten quantities, each as its mean, standard error and worst (mean of the three largest)
value. 212 masses are malignant (code 0), 357 benign (code 1).
Source: W. H. Wolberg, O. L. Mangasarian, W. N. Street; W. N. Street et al., SPIE 1905 (1993) 861;
UCI Machine Learning Repository (1995), doi:10.24432/C5DW2B, CC BY 4.0.`;

/**
 * Malignant (0) and benign (1) breast masses: 569 x 30. The cells equal scikit-learn's load_breast_cancer exactly.
 * @throws InvalidParameterError for an unknown option.
 * @example
 * ```ts
 * const { target, targetNames } = await loadBreastCancer();
 * target.filter((code) => targetNames[code] === 'malignant').length; // 212
 * ```
 */
export function loadBreastCancer(
  options?: LoadDatasetOptions & { readonly returnXy?: false },
): Promise<ClassificationBunch>;
export function loadBreastCancer(
  options: LoadDatasetOptions & { readonly returnXy: true },
): Promise<[Matrix, number[]]>;
export async function loadBreastCancer(
  options?: LoadDatasetOptions,
): Promise<ClassificationBunch | [Matrix, number[]]> {
  const { returnXy } = resolveLoad('loadBreastCancer', {}, options);
  const { packed } = await import('./data/breast_cancer.js');
  const cancer = classificationBunch(packed, ['malignant', 'benign'], DESCR);
  return returnXy ? [cancer.data, cancer.target] : cancer;
}
