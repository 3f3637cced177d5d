import { jobs, oneOf } from '../../core/params.js';
import { neighborsParam } from '../base/neighbors.js';
import { cleaningStrategyParam } from '../base/sampling_strategy.js';

/** The parameters of methods that ask a row's neighbours whether it may stay. */
export const editingParams = {
  samplingStrategy: cleaningStrategyParam(),
  nNeighbors: neighborsParam(3, 'Neighbours that a row is compared with.'),
  kindSel: oneOf(['all', 'mode'], 'all', {
    doc: "A row stays when 'all' its neighbours are of its class, or when most are ('mode').",
  }),
  nJobs: jobs(),
};
