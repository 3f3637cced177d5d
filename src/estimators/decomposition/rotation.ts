import { Matrix } from '../../core/matrix.js';
import { matmul } from '../../kernels/gemm.js';
import { svd } from '../../kernels/linalg/index.js';

/**
 * Turns loadings (k x d) so that each column has few large values: 'varimax' (Kaiser 1958) or 'quartimax'.
 * Source: scikit-learn FactorAnalysis.
 */
export function rotateFactors(components: Matrix, method: 'varimax' | 'quartimax'): Matrix {
  const A = components.transpose();
  const { rows: d, columns: k } = A;
  let rotation = Matrix.zeros(k, k);
  for (let j = 0; j < k; j++) rotation.set(j, j, 1);
  let before = 0;
  for (let i = 0; i < 100; i++) {
    const turned = matmul(A, rotation);
    const squares = new Float64Array(k);
    if (method === 'varimax') {
      for (let at = 0; at < turned.data.length; at++) squares[at % k] += turned.data[at] ** 2 / d;
    }
    const target = Matrix.of(
      turned.data.map((x, at) => x * x * x - x * squares[at % k]),
      k,
    );
    const { U, s, Vt } = svd(matmul(A, target, { transposeA: true }));
    rotation = matmul(U, Vt);
    const sum = s.reduce((total, value) => total + value, 0);
    if (before !== 0 && sum < before * (1 + 1e-6)) break;
    before = sum;
  }
  return matmul(A, rotation).transpose();
}
