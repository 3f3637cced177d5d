import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { LogisticObjective } from '../../src/kernels/logistic.js';

describe('LogisticObjective', () => {
  it('has loss n log 2 and the plain residual gradient at zero', () => {
    const X = Matrix.of(Float64Array.of(0, 1, 2, 3), 1);
    const objective = new LogisticObjective(X, Int32Array.of(0, 0, 1, 1), 2, undefined, {
      fitIntercept: true,
    });
    const gradient = new Float64Array(2);
    expect(objective.lossGradient(new Float64Array(2), gradient)).toBeCloseTo(4 * Math.log(2), 14);
    expect([...gradient]).toEqual([-2, 0]);
    objective.release();
  });
});
