import type { Matrix } from '../../core/matrix.js';
import { matmul } from '../../kernels/gemm.js';
import type { Factors } from './nmf_init.js';

/** Values below this are lifted to it where they are divided by. */
export const LEAST = 1.1920928955078125e-7;

/** The divergence between X and W H: 2 is half the squared error, 1 Kullback-Leibler's, 0 Itakura and Saito's. */
export function betaDivergence(X: Matrix, { W, H }: Factors, beta: number): number {
  const product = matmul(W, H).data;
  const { data } = X;
  let sum = 0;
  if (beta === 2) {
    for (let i = 0; i < data.length; i++) sum += (data[i] - product[i]) ** 2;
    return sum / 2;
  }
  for (let i = 0; i < data.length; i++) {
    const x = data[i];
    const y = product[i];
    const safe = Math.max(y, LEAST);
    if (beta === 1) {
      sum += y;
      if (x > LEAST) sum += x * Math.log(x / safe) - x;
    } else if (beta === 0) {
      if (x > LEAST) sum += x / safe - Math.log(x / safe);
      sum -= 1;
    } else {
      const part = x > LEAST ? x ** beta - beta * x * safe ** (beta - 1) : 0;
      sum += (part + y ** beta * (beta - 1)) / (beta * (beta - 1));
    }
  }
  return sum;
}

/** The root of twice the divergence: for beta 2 the Frobenius norm of the error. */
export function reconstructionError(X: Matrix, factors: Factors, beta: number): number {
  return Math.sqrt(2 * Math.max(0, betaDivergence(X, factors, beta)));
}
