import { InvalidInputError, nearestName } from './errors.js';
import type { FeatureInfo } from './features.js';
import type { Estimator } from './protocol.js';

/** The one fitted slot: what the columns were and the plain-data model. */
export interface Fitted<M extends object = object> extends FeatureInfo {
  readonly model: M;
}

/** An estimator whose fitted slot can be read and restored: needed to save it or to send it to a worker. */
export interface Restorable {
  /** The fitted slot, or undefined before fit. */
  readonly fitted: Fitted | undefined;
  /** A copy with the same parameters and the given fitted slot. */
  restore(fitted: Fitted | undefined): Estimator & Restorable;
}

/** A class that can be rebuilt from its parameters. */
export interface EstimatorClass {
  readonly declaration: { readonly name: string };
  fromParams(params: object): Estimator & Restorable;
}

/** Finds a class by name; learnkit's own table is installed by `src/registry.ts`. */
export type EstimatorResolver = (name: string) => Promise<EstimatorClass | undefined>;

const registered = new Map<string, EstimatorClass>();
let builtIn: EstimatorResolver | undefined;
let builtInNames: () => readonly string[] = () => [];

/** Installs the table of built-in estimators. */
export function setBuiltInEstimators(resolver: EstimatorResolver, names: () => readonly string[]): void {
  builtIn = resolver;
  builtInNames = names;
}

/** Makes a class of your own known by its declared name, so that it can be loaded from a file. */
export function registerEstimator(estimatorClass: EstimatorClass): void {
  registered.set(estimatorClass.declaration.name, estimatorClass);
}

/**
 * The class registered under a name. Names come from files, so only the registry is asked; nothing is imported
 * by name.
 * @throws InvalidInputError when the name is unknown.
 */
export async function resolveEstimator(name: string): Promise<EstimatorClass> {
  const found = registered.get(name) ?? (await (await builtInTable())?.(name));
  if (found) return found;
  const near = nearestName(name, [...registered.keys(), ...builtInNames()]);
  throw new InvalidInputError(
    `Unknown estimator '${name}'.${near ? ` Did you mean '${near}'?` : ''} Register a class of your own with registerEstimator(${name}) first.`,
    { parameter: name, remedy: 'registerEstimator' },
  );
}

/**
 * The table of built-in estimators. Whoever brings an estimator back from a worker needs it, also when only a part
 * of the package was imported; it is loaded then and not before, so that nothing here depends on it at load time.
 */
async function builtInTable(): Promise<EstimatorResolver | undefined> {
  if (!builtIn) (await import('../registry/index.js')).installRegistry();
  return builtIn;
}
