import { describe, InvalidParameterError, nearestName } from '../core/errors.js';

/** An InvalidParameterError of a metric's option, in the common form. */
export function optionError(
  caller: string,
  parameter: string,
  what: string,
  received: unknown,
  remedy: string,
): InvalidParameterError {
  return new InvalidParameterError(
    `${caller}: parameter '${parameter}' ${what}. Got ${describe(received)}. ${remedy}`,
    { estimator: caller, parameter, received: describe(received), remedy },
  );
}

/**
 * Refuses options that a function does not have: a misspelled name would otherwise be ignored in silence.
 * @throws InvalidParameterError with the nearest name.
 */
export function checkOptionNames(
  options: object | undefined,
  names: readonly string[],
  caller: string,
): void {
  for (const name of Object.keys(options ?? {})) {
    if (names.includes(name)) continue;
    const near = nearestName(name, names);
    throw optionError(
      caller,
      name,
      'does not exist',
      name,
      near ? `Did you mean '${near}'?` : `Use ${names.length > 0 ? names.join(', ') : 'no options'}.`,
    );
  }
}

/**
 * Refuses a value that is not among the names.
 * @throws InvalidParameterError with the nearest name.
 */
export function checkChoice(
  value: unknown,
  choices: readonly string[],
  parameter: string,
  caller: string,
): void {
  if (typeof value === 'string' && choices.includes(value)) return;
  const near = typeof value === 'string' ? nearestName(value, choices) : undefined;
  throw optionError(
    caller,
    parameter,
    `must be one of ${choices.map((choice) => `'${choice}'`).join(', ')}`,
    value,
    near ? `Did you mean '${near}'?` : 'Use one of these names.',
  );
}
