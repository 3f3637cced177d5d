import { jobs, nullable, oneOf, real } from '../../../core/params.js';
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

/** Workers, where neighbours are searched without the kernels of kd-trees. */
export const searchJobs = {
  ...jobs(),
  doc: 'Workers of the neighbour search: null or 1 runs in this thread, -1 on all cores. Where a kd-tree takes the distance, one thread is quick enough and is what is used.',
};
