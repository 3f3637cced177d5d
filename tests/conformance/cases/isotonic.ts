import { Matrix } from '../../../src/core/matrix.js';
import { IsotonicRegression } from '../../../src/estimators/isotonic/index.js';
import type { isotonic } from '../../../src/registry/isotonic.js';
import type { Cases } from '../cases.js';

/** One column, which is all it takes. */
function column() {
  const X = Matrix.of(
    Float64Array.from({ length: 60 }, (_, i) => (i * 7) % 60),
    1,
  );
  return { X, y: Array.from(X.data, (x, i) => x / 10 + Math.round(3 * Math.sin(i)) / 4) };
}

export const cases: Cases<typeof isotonic> = {
  IsotonicRegression: [{ make: () => new IsotonicRegression({ outOfBounds: 'clip' }), data: column }],
};
