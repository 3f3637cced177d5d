/** Base of learnkit's warnings. A warning is handed to the handler, never thrown. */
export class LearnkitWarning {
  readonly name: string;
  constructor(
    /** What happened and what to do. */
    readonly message: string,
    /** The estimator or function it comes from. */
    readonly source: string = '',
  ) {
    this.name = new.target.name;
  }
}

/** An iterative solver stopped before it converged. */
export class ConvergenceWarning extends LearnkitWarning {}
/** A metric is undefined for the data and a substitute value was returned. */
export class UndefinedMetricWarning extends LearnkitWarning {}
/** A candidate or fold of a search could not be fitted and was scored with `errorScore`. */
export class FitFailedWarning extends LearnkitWarning {}
/** Data was converted, dropped or is suspicious (a leaking column, a constant feature). */
export class DataWarning extends LearnkitWarning {}
/** Something works but will change or be slow: parallel work run in sequence, an old file. */
export class EfficiencyWarning extends LearnkitWarning {}

/** Receives every warning. */
export type WarningHandler = (warning: LearnkitWarning) => void;

function printWarning(warning: LearnkitWarning): void {
  const from = warning.source ? `${warning.source}: ` : '';
  console.warn(`${warning.name}: ${from}${warning.message}`);
}

let handler: WarningHandler = printWarning;

/**
 * Replaces the handler of all warnings and returns the previous one. The default prints to the console's
 * warning stream; pass `undefined` to restore it, or `() => {}` to silence.
 */
export function setWarningHandler(next: WarningHandler | undefined): WarningHandler {
  const previous = handler;
  handler = next ?? printWarning;
  return previous;
}

/** Hands a warning to the current handler. */
export function warn(warning: LearnkitWarning): void {
  handler(warning);
}

/** Runs `body` and returns its result with the warnings that it raised, which are not printed. */
export async function collectWarnings<T>(
  body: () => T | Promise<T>,
): Promise<{ value: T; warnings: LearnkitWarning[] }> {
  const warnings: LearnkitWarning[] = [];
  const previous = setWarningHandler((warning) => warnings.push(warning));
  try {
    return { value: await body(), warnings };
  } finally {
    setWarningHandler(previous);
  }
}
