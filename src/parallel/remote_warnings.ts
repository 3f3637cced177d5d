import * as learnkitWarnings from '../core/warnings.js';

const { LearnkitWarning } = learnkitWarnings;
type LearnkitWarning = learnkitWarnings.LearnkitWarning;

/** A warning as plain data. */
export interface WarningRecord {
  readonly name: string;
  readonly message: string;
  readonly source: string;
}

type WarningClass = new (message: string, source?: string) => LearnkitWarning;

const classes = new Map<string, WarningClass>(
  Object.values(learnkitWarnings)
    .filter(isWarningClass)
    .map((type) => [type.name, type]),
);

/** Takes a warning apart. */
export function warningToRecord({ name, message, source }: LearnkitWarning): WarningRecord {
  return { name, message, source };
}

/** Rebuilds a warning; one of an unknown class keeps its name and is a plain LearnkitWarning otherwise. */
export function warningFromRecord({ name, message, source }: WarningRecord): LearnkitWarning {
  const type = classes.get(name);
  return type ? new type(message, source) : Object.assign(new LearnkitWarning(message, source), { name });
}

function isWarningClass(value: unknown): value is WarningClass & { readonly name: string } {
  return (
    typeof value === 'function' && (value === LearnkitWarning || value.prototype instanceof LearnkitWarning)
  );
}
