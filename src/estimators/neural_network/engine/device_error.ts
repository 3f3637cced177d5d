import { LearnkitError } from '../../../core/errors.js';

/** A device for training is not there, was lost, or ran out of memory. */
export class DeviceError extends LearnkitError {}
