import { Matrix } from '../../../core/matrix.js';

/** Class codes as targets of a regression: 1 for the row's class and -1 else; one column for two classes. */
export function signedTargets(codes: Int32Array, nClasses: number): Matrix {
  const t = nClasses > 2 ? nClasses : 1;
  const result = Matrix.zeros(codes.length, t);
  result.data.fill(-1);
  for (let i = 0; i < codes.length; i++) {
    if (t > 1) result.data[i * t + codes[i]] = 1;
    else if (codes[i] === 1) result.data[i] = 1;
  }
  return result;
}
