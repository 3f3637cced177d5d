import { jobs, real } from '../../../../core/params.js';
import { searchParams } from '../../../neighbors/params.js';
import { densitySearch } from '../params.js';
import { sizeParam } from './sizes.js';

/** Parameters of the reachability graph. */
export const graphSpecs = {
  minSamples: sizeParam(
    5,
    'Neighbours, the row itself included, that make a row a core row: a number or a share of the rows.',
  ),
  maxEps: real(Number.POSITIVE_INFINITY, {
    min: 0,
    max: Number.POSITIVE_INFINITY,
    doc: 'Largest distance of neighbours; a smaller one saves time.',
  }),
  ...densitySearch,
  metric: searchParams.metric,
  p: real(2, { min: 1, max: Number.POSITIVE_INFINITY, doc: "Power of 'minkowski'." }),
  nJobs: jobs(),
};
