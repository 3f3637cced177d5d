import { custom, int, jobs, nullable, oneOf, type ParamSpecs, real } from '../../core/params.js';
import {
  type DistanceCallable,
  type DistanceName,
  distanceMetrics,
  type MetricParams,
} from '../../kernels/distances.js';

/** How neighbours count: equally, by inverse distance, or by a function from a row of distances to weights. */
export type NeighborWeights = 'uniform' | 'distance' | ((distances: Float64Array) => ArrayLike<number>);

/** A distance by name, 'precomputed', or a function of two rows. */
export type NeighborMetric = DistanceName | 'precomputed' | DistanceCallable;

/** Parameters of the search that all neighbour estimators share. */
export const searchParams = {
  algorithm: oneOf(['auto', 'ball_tree', 'kd_tree', 'brute'], 'auto', {
    doc: "How to search: 'auto' takes a tree for up to 15 columns, else brute force. The result is the same.",
  }),
  leafSize: int(30, { min: 1, doc: 'Points per leaf of a tree: affects speed only.' }),
  metric: custom<NeighborMetric>('minkowski', {
    doc: "Distance: a name, a function of two rows, or 'precomputed' (X holds distances).",
    expected: "the name of a distance, 'precomputed', or a function",
    accepts: (value) =>
      typeof value === 'function' ||
      value === 'precomputed' ||
      (typeof value === 'string' && distanceMetrics.has(value)),
    invalid: ['no such metric', 3, {}],
  }),
  p: real(2, { min: 0, exclusiveMin: true, max: Number.POSITIVE_INFINITY, doc: "Power of 'minkowski'." }),
  metricParams: nullable(
    custom<MetricParams>(
      {},
      {
        doc: 'Further parameters of the distance: w, V, VI.',
        expected: 'a record of w, V or VI',
        accepts: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
        invalid: [3, 'w'],
      },
    ),
  ),
  nJobs: jobs(),
} satisfies ParamSpecs;

/** The `weights` parameter. */
export const weightsParam = custom<NeighborWeights>('uniform', {
  doc: "How neighbours count: 'uniform', 'distance' (inverse), or a function from distances to weights.",
  expected: "'uniform', 'distance' or a function",
  accepts: (value) => value === 'uniform' || value === 'distance' || typeof value === 'function',
  invalid: ['no such weights', 3, null],
});

/** The `nNeighbors` parameter. */
export const nNeighborsParam = int(5, { min: 1, doc: 'Number of neighbours.' });
