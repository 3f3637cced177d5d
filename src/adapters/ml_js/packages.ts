import { InvalidInputError } from '../../core/errors.js';

/** A trained or trainable model of ml.js: fits in place, predicts from rows, and writes itself as JSON. */
export interface MlModel {
  train(X: number[][], y: number[]): void;
  predict(X: number[][]): number[];
  toJSON(): unknown;
}

/** A class of such models. */
export interface MlClass<M extends MlModel = MlModel> {
  new (options: object): M;
  load(json: object): M;
}

/**
 * A package of ml.js, loaded when it is first used: they are optional peers. Their CommonJS and ES forms are told
 * apart by where the exports are.
 * @throws InvalidInputError when it is not installed.
 */
export async function mlPackage<T>(
  estimator: string,
  name: string,
  load: () => Promise<unknown>,
): Promise<T> {
  let loaded: { default?: unknown };
  try {
    loaded = (await load()) as { default?: unknown };
  } catch (error) {
    const refused = new InvalidInputError(
      `${estimator}: needs the package '${name}', which does not load. Got ${error instanceof Error ? error.message.split('\n')[0] : String(error)}. Install it: npm install ${name}.`,
      { estimator, received: name, remedy: `npm install ${name}` },
    );
    refused.cause = error;
    throw refused;
  }
  const inner = loaded.default;
  return (typeof inner === 'function' ? inner : { ...(inner as object | undefined), ...loaded }) as T;
}

/** Runs what a package does; its plain errors come out named. */
export function guarded<T>(estimator: string, name: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const refused = new InvalidInputError(
      `${estimator}: ${name} refuses. Got '${message}'. Change the parameters or the data.`,
      { estimator, received: message, remedy: 'change the parameters or the data' },
    );
    refused.cause = error;
    throw refused;
  }
}

export const loadRandomForest = (): Promise<unknown> => import('ml-random-forest');
// @ts-expect-error the package has no types
export const loadCart = (): Promise<unknown> => import('ml-cart');
// @ts-expect-error the package has no types
export const loadSvm = (): Promise<unknown> => import('ml-svm');
export const loadPca = (): Promise<unknown> => import('ml-pca');
export const loadKMeans = (): Promise<unknown> => import('ml-kmeans');
