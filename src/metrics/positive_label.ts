import { describe } from '../core/errors.js';
import type { Label } from '../core/labels.js';
import { metricError } from './input.js';
import { optionError } from './options.js';

/** The error for more than two classes. */
export function tooManyClasses(classes: readonly Label[], caller: string) {
  return metricError(
    caller,
    'yTrue',
    'must hold two classes',
    `${classes.length} classes: ${describe(classes)}`,
    'Name one as posLabel to compare it with the rest.',
  );
}

/**
 * The label that counts as positive.
 * @throws InvalidParameterError when it is needed and missing, or names none of several labels.
 */
export function positiveLabel(classes: readonly Label[], posLabel: Label | undefined, caller: string): Label {
  const list = classes.map(describe).join(', ');
  if (posLabel !== undefined) {
    if (classes.includes(posLabel)) return posLabel;
    // A list of one class may well lack the positive one, but not be of another kind.
    if (classes.length < 2 && typeof posLabel === typeof classes[0]) return posLabel;
    throw optionError(caller, 'posLabel', `must be one of the labels ${list}`, posLabel, 'Name one of them.');
  }
  const usual = usualPositive(classes);
  if (usual !== undefined) return usual;
  throw optionError(
    caller,
    'posLabel',
    `is needed for the labels ${list}`,
    posLabel,
    `Name the positive class, such as { posLabel: ${describe(classes[classes.length - 1])} }.`,
  );
}

/** 1 for labels 0 and 1 or -1 and 1, true for booleans. */
export function usualPositive(classes: readonly Label[]): Label | undefined {
  if (classes.every((label) => typeof label === 'boolean')) return true;
  const within = (...labels: Label[]): boolean => classes.every((label) => labels.includes(label));
  return within(0, 1) || within(-1, 1) ? 1 : undefined;
}
