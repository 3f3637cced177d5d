import {
  GaussianRandomProjection,
  SparseRandomProjection,
} from '../../../src/estimators/random_projection/index.js';
import type { randomProjection } from '../../../src/registry/random_projection.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof randomProjection> = {
  GaussianRandomProjection: [
    { make: () => new GaussianRandomProjection({ nComponents: 2, randomState: 0 }) },
  ],
  SparseRandomProjection: [{ make: () => new SparseRandomProjection({ nComponents: 2, randomState: 0 }) }],
};
