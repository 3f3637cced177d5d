import { InvalidParameterError, nearestName } from './errors.js';
import { type Estimator, isEstimator } from './protocol.js';

/** An estimator made of named parts (a pipeline's steps, an ensemble's members). */
export interface Composite {
  /** The named parts that are estimators, for `name__param`. */
  readonly children: readonly (readonly [string, Estimator])[];
  /** The names of all parts, of dropped ones too; those of `children` when left out. */
  readonly partNames?: readonly string[];
  /** The parameters with one part replaced. */
  replaceChild(params: Record<string, unknown>, name: string, child: Part): Record<string, unknown>;
}

/** An estimator, or a word that stands for none. */
export type Part = Estimator | 'passthrough' | 'drop' | null;

function isComposite(value: object): value is Composite {
  return 'children' in value && 'replaceChild' in value;
}

/** The nested estimators by name: a composite's parts, else the parameters that hold an estimator. */
export function childrenOf(estimator: Estimator): (readonly [string, Estimator])[] {
  const fromParams = Object.entries(estimator.params).filter((entry): entry is [string, Estimator] =>
    isEstimator(entry[1]),
  );
  return isComposite(estimator) ? [...estimator.children, ...fromParams] : fromParams;
}

/** All parameters, nested ones as `child__param`: scikit-learn's get_params(deep=True). */
export function deepParams(estimator: Estimator): Record<string, unknown> {
  const result: Record<string, unknown> = { ...estimator.params };
  for (const [name, child] of childrenOf(estimator)) {
    result[name] = child;
    for (const [key, value] of Object.entries(deepParams(child))) result[`${name}__${key}`] = value;
  }
  return result;
}

/**
 * The parameters that result from overrides whose keys may be own parameters, part names, or `part__param`.
 * @throws InvalidParameterError for a part that does not exist.
 */
export function overrideParams(estimator: Estimator, overrides: object): Record<string, unknown> {
  let params: Record<string, unknown> = { ...estimator.params };
  const nested = new Map<string, Record<string, unknown>>();
  const composite = isComposite(estimator) ? estimator : undefined;
  const parts = new Map(childrenOf(estimator));
  const ownParts = new Set(composite?.partNames ?? composite?.children.map(([name]) => name));
  for (const [key, value] of Object.entries(overrides)) {
    const cut = key.indexOf('__');
    if (cut > 0 && !Object.hasOwn(params, key)) {
      const name = key.slice(0, cut);
      const inner = nested.get(name) ?? (Object.create(null) as Record<string, unknown>);
      inner[key.slice(cut + 2)] = value;
      nested.set(name, inner);
    } else if (composite && ownParts.has(key) && isPart(value)) {
      params = composite.replaceChild(params, key, value);
      if (isEstimator(value)) parts.set(key, value);
      else parts.delete(key);
    } else {
      params[key] = value;
      if (isEstimator(value)) parts.set(key, value);
    }
  }
  for (const [name, inner] of nested) {
    const part = parts.get(name);
    if (!part) throw unknownPart(estimator.type, name, Object.keys(inner)[0], [...parts.keys()]);
    const changed = part.with(inner);
    params =
      composite && ownParts.has(name)
        ? composite.replaceChild(params, name, changed)
        : { ...params, [name]: changed };
  }
  return params;
}

function isPart(value: unknown): value is Part {
  return value === null || value === 'passthrough' || value === 'drop' || isEstimator(value);
}

function unknownPart(
  estimator: string,
  name: string,
  param: string,
  known: readonly string[],
): InvalidParameterError {
  const near = nearestName(name, known);
  const remedy = near ? `Did you mean '${near}__${param}'?` : `Known parts: ${known.join(', ') || 'none'}.`;
  return new InvalidParameterError(`${estimator}: '${name}__${param}' names no nested estimator. ${remedy}`, {
    estimator,
    parameter: `${name}__${param}`,
    remedy,
  });
}
