import { afterEach, describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { Run } from '../../src/core/run.js';
import { type SmoProgram, solveSmo } from '../../src/kernels/smo.js';
import { type KernelFunction, kernelArgs, packPanels, padded } from '../../src/kernels/svm_kernels.js';
import { svmModule } from '../../src/kernels/wasm/modules/svm.js';
import { forceKernelBuild, withSession } from '../../src/kernels/wasm/runtime.js';
import { builds } from './support.js';

const random = new RandomState(2);

/** The kernel function from its definition. */
function reference({ name, gamma, coef0, degree }: KernelFunction, a: Float64Array, b: Float64Array): number {
  const product = a.reduce((sum, v, j) => sum + v * b[j], 0);
  if (name === 'linear') return product;
  if (name === 'poly') return (gamma * product + coef0) ** degree;
  if (name === 'sigmoid') return Math.tanh(gamma * product + coef0);
  return Math.exp(-gamma * a.reduce((sum, v, j) => sum + (v - b[j]) ** 2, 0));
}

const kernels: KernelFunction[] = [
  { name: 'linear', gamma: 0, coef0: 0, degree: 0 },
  { name: 'poly', gamma: 0.3, coef0: 0.7, degree: 5 },
  { name: 'poly', gamma: 0.3, coef0: 0, degree: 0 },
  { name: 'rbf', gamma: 0.4, coef0: 0, degree: 0 },
  { name: 'sigmoid', gamma: 0.02, coef0: 0.001, degree: 0 },
  { name: 'sigmoid', gamma: 2, coef0: -1, degree: 0 },
];

afterEach(() => forceKernelBuild(undefined));

describe.each(builds)('kernel values, %s', (build) => {
  it.each(kernels)('$name $gamma $degree', (kernel) => {
    forceKernelBuild(build);
    for (const [rows, columns] of [
      [1, 1],
      [7, 3],
      [8, 4],
      [21, 13],
    ]) {
      const X = Matrix.of(random.standardNormal(rows * columns), columns);
      withSession(svmModule, (session) => {
        const panels = packPanels(session, X, undefined).pointer;
        const x = session.f64(X.data).pointer;
        const width = padded(rows);
        const out = session.f64(rows * width);
        const args = kernelArgs(kernel, columns);
        session.kernels.kernelBlock(...args, rows, x, panels, width / 8, width, out.pointer);
        const values = out.view();
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < rows; j++) {
            const expected = reference(kernel, X.row(i), X.row(j));
            // Rounding of sums of up to 13 terms, taken to the fifth power.
            expect(Math.abs(values[i * width + j] - expected)).toBeLessThanOrEqual(
              1e-13 * Math.max(1, Math.abs(expected)),
            );
          }
        }
      });
    }
  });
});

describe('the solver', () => {
  it.each([
    [10, false],
    [57, false],
    [120, true],
    [400, true],
  ])('%d variables, shrinking %s: the optimality conditions hold', async (n, shrinking) => {
    const X = Matrix.of(random.standardNormal(3 * n), 3);
    const y = Float64Array.from({ length: n }, (_, i) =>
      X.get(i, 0) + random.standardNormal(1)[0] > 0 ? 1 : -1,
    );
    const C = random.uniform(0.1, 5, n);
    const kernel: KernelFunction = { name: 'rbf', gamma: 0.5, coef0: 0, degree: 0 };
    const program: SmoProgram = {
      p: new Float64Array(n).fill(-1),
      y,
      C,
      alpha: new Float64Array(n),
      mirrored: false,
      nu: false,
    };
    const tol = 1e-5;
    const options = { tol, shrinking, cacheSize: 0.01, maxIter: -1 };
    const { alpha, rho } = await solveSmo(program, { X, kernel }, options, new Run('test'));
    const balance = alpha.reduce((sum, a, i) => sum + a * y[i], 0);
    expect(Math.abs(balance)).toBeLessThan(1e-10);
    for (let i = 0; i < n; i++) {
      let value = -rho;
      for (let j = 0; j < n; j++) value += alpha[j] * y[j] * reference(kernel, X.row(i), X.row(j));
      const margin = y[i] * value - 1;
      // Kernel values are held in single precision, and rho lies between the conditions.
      const slack = 2 * tol + 1e-5;
      if (alpha[i] <= 0) expect(margin).toBeGreaterThan(-slack);
      else if (alpha[i] >= C[i]) expect(margin).toBeLessThan(slack);
      else expect(Math.abs(margin)).toBeLessThan(slack);
    }
  });
});
