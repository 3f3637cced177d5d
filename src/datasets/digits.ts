import { Matrix } from '../core/matrix.js';
import { int } from '../core/params.js';
import { bunch, type ClassificationBunch, type LoadDatasetOptions, resolveLoad } from './bunch.js';
import { unpack } from './bunch_packed.js';

const DESCR = `Handwritten digits: 1797 images of 8 x 8 pixels with grey values 0 to 16, digits 0 to 9.
Bitmaps of 32 x 32 were divided into blocks of 4 x 4, whose set pixels were counted.
Source: E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits" (the test part), UCI Machine Learning
Repository (1998), doi:10.24432/C50P49, CC BY 4.0.`;

/** Options of `loadDigits`. */
export interface LoadDigitsOptions extends LoadDatasetOptions {
  /** Only the digits below this, from 1 to 10; default 10. */
  readonly nClass?: number;
}

/** Images of digits: row i of `data` is `images[i]` laid out row by row. */
export interface DigitsBunch extends ClassificationBunch {
  /** Each image as 8 x 8 pixels; views on `data`, not copies. */
  readonly images: readonly Matrix[];
}

/**
 * Images of handwritten digits: 1797 x 64 (8 x 8 pixels, 0 to 16), ten classes. The cells equal scikit-learn's
 * load_digits exactly; with `nClass`, `targetNames` holds only the digits that are left.
 * @throws InvalidParameterError for a bad or unknown option.
 * @example
 * ```ts
 * const { data, target, images } = await loadDigits({ nClass: 2 });
 * data.rows; // 360
 * images[0].row(1); // the second row of pixels of the first image
 * ```
 */
export function loadDigits(options?: LoadDigitsOptions & { readonly returnXy?: false }): Promise<DigitsBunch>;
export function loadDigits(
  options: LoadDigitsOptions & { readonly returnXy: true },
): Promise<[Matrix, number[]]>;
export async function loadDigits(options?: LoadDigitsOptions): Promise<DigitsBunch | [Matrix, number[]]> {
  const nClassSpec = int(10, { doc: 'Only the digits below this.', min: 1, max: 10 });
  const { returnXy, nClass } = resolveLoad('loadDigits', { nClass: nClassSpec }, options);
  const { packed } = await import('./data/digits.js');
  const all = unpack(packed);
  const kept: number[] = [];
  all.target.forEach((digit, i) => {
    if (digit < nClass) kept.push(i);
  });
  const data = all.data.takeRows(kept);
  const target = kept.map((i) => all.target[i]);
  if (returnXy) return [data, target];
  const targetNames = Array.from({ length: nClass }, (_, digit) => String(digit));
  const images = target.map((_, i) => Matrix.of(data.row(i), 8));
  return bunch({ data, target, targetNames, images, DESCR });
}
