import type { Matrix } from '../core/matrix.js';
import {
  type ClassificationBunch,
  classificationBunch,
  type LoadDatasetOptions,
  resolveLoad,
} from './bunch.js';

const DESCR = `Iris flowers: 150 plants x 4 lengths and widths in cm, 50 plants of each of 3 species.
One species is linearly separable from the other two; those two overlap.
Source: R. A. Fisher, "The use of multiple measurements in taxonomic problems", Annals of Eugenics 7 (1936) 179;
measured by E. Anderson. UCI Machine Learning Repository, doi:10.24432/C56C76, CC BY 4.0. The values are those of
Fisher's paper, which differ from the UCI file in two rows.`;

/**
 * Fisher's iris flowers: 150 x 4, three species of 50. The cells equal scikit-learn's load_iris exactly.
 * @throws InvalidParameterError for an unknown option.
 * @example
 * ```ts
 * const { data, target, targetNames } = await loadIris();
 * data.columnNames; // ['sepal length (cm)', ...]
 * targetNames[target[0]]; // 'setosa'
 * ```
 */
export function loadIris(
  options?: LoadDatasetOptions & { readonly returnXy?: false },
): Promise<ClassificationBunch>;
export function loadIris(
  options: LoadDatasetOptions & { readonly returnXy: true },
): Promise<[Matrix, number[]]>;
export async function loadIris(
  options?: LoadDatasetOptions,
): Promise<ClassificationBunch | [Matrix, number[]]> {
  const { returnXy } = resolveLoad('loadIris', {}, options);
  const { packed } = await import('./data/iris.js');
  const iris = classificationBunch(packed, ['setosa', 'versicolor', 'virginica'], DESCR);
  return returnXy ? [iris.data, iris.target] : iris;
}
