import { InvalidFileError, InvalidInputError, LearnkitError } from '../core/errors.js';
import { fromPlain, toPlain } from '../core/plain.js';
import { type Estimator, isEstimator } from '../core/protocol.js';
import { installRegistry } from '../registry/index.js';
import { decodeFile, type LoadLimits } from './decode.js';
import { encodeFile } from './encode.js';
import { fileError } from './format.js';

/** Options of `load`. */
export interface LoadModelOptions<E> extends LoadLimits {
  /** The class that the file must hold; anything else is refused. */
  readonly expect?: abstract new (
    ...args: never[]
  ) => E;
}

/**
 * An estimator as bytes: its parameters and what it learned, floats bit for bit. The format is data only and is
 * described in `persistence/format.ts`.
 * @throws InvalidInputError when a parameter is a function, which files cannot hold.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const bytes = await save(await new GaussianNB().fit(data, target));
 * const again = await load(bytes, { expect: GaussianNB });
 * await again.score(data, target); // 0.96
 * ```
 */
export async function save(estimator: Estimator): Promise<Uint8Array> {
  if (!isEstimator(estimator)) {
    throw new InvalidInputError('save: needs an estimator.', { estimator: 'save', parameter: 'estimator' });
  }
  return encodeFile(toPlain(estimator, estimator.type));
}

/**
 * The estimator that `save` wrote. Class names are looked up in the registry; no code comes from the file.
 * @throws InvalidFileError for a damaged, foreign or newer file, or one that holds another class than expected.
 */
export async function load<E = Estimator>(bytes: Uint8Array, options: LoadModelOptions<E> = {}): Promise<E> {
  const root = decodeFile(bytes, options);
  installRegistry();
  let estimator: unknown;
  try {
    estimator = await fromPlain(root);
  } catch (error) {
    const why =
      error instanceof LearnkitError ? error.message : `the content does not fit together (${String(error)})`;
    throw new InvalidFileError(`load: ${why}`, { estimator: 'load' });
  }
  if (!isEstimator(estimator)) throw fileError('the file holds no estimator');
  if (options.expect && !(estimator instanceof options.expect)) {
    throw fileError(
      `the file holds a ${estimator.type}, not a ${options.expect.name}`,
      'Choose another file.',
    );
  }
  return estimator as E;
}

/** Writes `save(estimator)` to a file (Node). */
export async function saveFile(estimator: Estimator, path: string): Promise<void> {
  const { writeFile } = await import('node:fs/promises');
  await writeFile(path, await save(estimator));
}

/** Reads a file that `saveFile` wrote (Node). */
export async function loadFile<E = Estimator>(path: string, options: LoadModelOptions<E> = {}): Promise<E> {
  const { readFile } = await import('node:fs/promises');
  return load<E>(new Uint8Array(await readFile(path)), options);
}
