import type { Matrix } from '../core/matrix.js';
import { bool } from '../core/params.js';
import { type Bunch, bunch, type LoadDatasetOptions, resolveLoad } from './bunch.js';
import { unpack } from './bunch_packed.js';

const DESCR = `Diabetes: 442 patients x 10 baseline values (age, sex, body mass index, mean blood pressure, and six blood
serum measurements s1 to s6: total cholesterol, LDL, HDL, their ratio, log of triglycerides, glucose); the target is
a measure of the disease's progression a year later. Scaled, each column has mean 0 and sum of squares 1.
Source: B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, "Least Angle Regression", Annals of Statistics 32 (2004)
407, published by the authors for free use without a named licence.`;

/** Options of `loadDiabetes`. */
export interface LoadDiabetesOptions extends LoadDatasetOptions {
  /** Centre each column and divide it by its standard deviation times the root of n; default true. */
  readonly scaled?: boolean;
}

/**
 * Progression of diabetes in 442 patients: 442 x 10, a regression target. Equals scikit-learn's load_diabetes
 * exactly, scaled or not.
 * @throws InvalidParameterError for a bad or unknown option.
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes({ scaled: false });
 * data.get(0, 0); // 59, the age of the first patient
 * target[0]; // 151
 * ```
 */
export function loadDiabetes(
  options?: LoadDiabetesOptions & { readonly returnXy?: false },
): Promise<Bunch<Float64Array>>;
export function loadDiabetes(
  options: LoadDiabetesOptions & { readonly returnXy: true },
): Promise<[Matrix, Float64Array]>;
export async function loadDiabetes(
  options?: LoadDiabetesOptions,
): Promise<Bunch<Float64Array> | [Matrix, Float64Array]> {
  const scaledSpec = bool(true, { doc: 'Centre and scale each column.' });
  const { returnXy, scaled } = resolveLoad('loadDiabetes', { scaled: scaledSpec }, options);
  const { packed } = await import('./data/diabetes.js');
  const { data, target } = unpack(packed);
  if (scaled) scaleColumns(data);
  return returnXy ? [data, target] : bunch({ data, target, DESCR });
}

/** In two divisions, by the deviation and by the root of n, so that the last bits are those of the reference. */
function scaleColumns({ data, rows, columns }: Matrix): void {
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    for (let k = j; k < data.length; k += columns) sum += data[k];
    const mean = sum / rows;
    let squares = 0;
    for (let k = j; k < data.length; k += columns) squares += (data[k] - mean) ** 2;
    const deviation = Math.sqrt(squares / rows);
    for (let k = j; k < data.length; k += columns) data[k] = (data[k] - mean) / deviation / Math.sqrt(rows);
  }
}
