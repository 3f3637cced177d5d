import type { MatrixLike } from '../../core/input.js';
import type { Labels } from '../../core/labels.js';
import type { FitOptions } from '../../core/run.js';
import type { TrainingCallback } from './training/callbacks.js';

/** Options of the fit of a network. */
export interface NetworkFitOptions<Y> extends FitOptions {
  /** Told of every epoch. */
  readonly callbacks?: readonly TrainingCallback[];
  /** Score the training rows after each epoch too, for `history`: a third of an epoch's time. Default false. */
  readonly trainingScore?: boolean;
  /** Rows to judge each epoch by, for `history`, callbacks and early stopping (then none are set aside). */
  readonly validationData?: readonly [X: MatrixLike, y: Y];
}

/** Options of a classifier's partialFit. */
export interface NetworkPartialFitOptions<Y> extends NetworkFitOptions<Y> {
  /** All classes that will ever occur: needed at the first call. */
  readonly classes?: Labels;
}
