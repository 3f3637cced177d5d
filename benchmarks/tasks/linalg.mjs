// Dense decompositions against ml-matrix in this process and LAPACK (NumPy) in the peer's.
import { EigenvalueDecomposition, Matrix as MlMatrix, SingularValueDecomposition } from 'ml-matrix';
import { Matrix } from '../../dist/index.js';
import { qr, svd, symmetricEigen, symmetricEigenRange } from '../../dist/kernels/linalg/index.js';
import { normals } from '../data.mjs';

const total = (values) => Array.from(values).reduce((sum, value) => sum + value, 0);
const symmetric = ({ X }) => {
  const n = X.columns;
  return Matrix.of(
    X.data.map((x, i) => x + X.data[(i % n) * n + Math.floor(i / n)]),
    n,
  );
};

const sizes = [20, 100, 500];

const against = (title, size, peer, run, score) => ({
  title: `${title}, ${size} x ${size}`,
  score_is: 'sum of |values|',
  threads: 1,
  within: 1e-8,
  data: () => normals(size, size),
  ...peer,
  run,
  score,
});

export const tasks = [
  ...sizes.flatMap((size) => [
    against(
      'symmetricEigen',
      size,
      { peer: () => ({ task: 'eigh', params: {} }) },
      (_none, data) => symmetricEigen(symmetric(data)),
      (_none, { values }) => total(values.map(Math.abs)),
    ),
    against(
      'svd',
      size,
      { peer: () => ({ task: 'svd', params: {} }) },
      (_none, { X }) => svd(X),
      (_none, { s }) => total(s),
    ),
  ]),
  against(
    'symmetricEigenRange, the 5 largest',
    1000,
    { peer: () => ({ task: 'eigh_largest', params: { k: 5 } }) },
    (_none, data) => symmetricEigenRange(symmetric(data), 995, 1000),
    (_none, { values }) => total(values),
  ),
  against(
    'qr',
    500,
    { peer: () => ({ task: 'qr', params: {} }) },
    (_none, { X }) => qr(X),
    (_none, { R }) => total(Array.from({ length: R.rows }, (_, i) => Math.abs(R.get(i, i)))),
  ),
];

/** ml-matrix's times, for DESIGN.md; run by hand: node benchmarks/tasks/linalg.mjs. */
if (process.argv[1]?.endsWith('linalg.mjs')) {
  for (const size of [20, 100, 500, ...(process.argv.includes('--large') ? [2000] : [])]) {
    const data = normals(size, size);
    const S = symmetric(data);
    const rows = new MlMatrix(S.to2DArray());
    const whole = new MlMatrix(data.X.to2DArray());
    const time = (run) => {
      const runs = size <= 100 ? 20 : size <= 500 ? 3 : 1;
      const times = Array.from({ length: runs }, () => {
        const start = performance.now();
        run();
        return performance.now() - start;
      });
      return Math.min(...times).toFixed(2);
    };
    console.log(
      size,
      'eigen',
      time(() => symmetricEigen(S)),
      'ml-matrix',
      time(() => new EigenvalueDecomposition(rows, { assumeSymmetric: true })),
      'svd',
      time(() => svd(data.X)),
      'ml-matrix',
      size > 500 ? '-' : time(() => new SingularValueDecomposition(whole)),
    );
  }
}
