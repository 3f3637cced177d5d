import type { randomProjection } from '../../../src/registry/random_projection.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof randomProjection> = {};
