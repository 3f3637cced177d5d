import { nullable, oneOf, real } from '../../../core/params.js';
import { type NeighborMetric, searchParams } from '../../neighbors/params.js';

/** Parameters of the neighbour search that the density-based clusterers share. */
export const densitySearch = {
  metric: { ...searchParams.metric, default: 'euclidean' as NeighborMetric },
  metricParams: searchParams.metricParams,
  algorithm: oneOf(['auto', 'ball_tree', 'kd_tree', 'brute'], 'auto', {
    doc: "How neighbours are searched: 'auto' takes a tree where the distance has one. The result is the same.",
  }),
  leafSize: searchParams.leafSize,
};

/** The power of 'minkowski'; null is 2. */
export const powerParam = nullable(
  real(2, {
    min: 0,
    exclusiveMin: true,
    max: Number.POSITIVE_INFINITY,
    doc: "Power of 'minkowski'; null is 2.",
  }),
);
