import { describe, InvalidInputError } from './errors.js';
import { Matrix } from './matrix.js';
import { type Estimator, isEstimator } from './protocol.js';
import { type Fitted, type Restorable, resolveEstimator } from './registry.js';
import { Table } from './table.js';

/** The key that marks an object standing for something that is not plain: it cannot come from user data. */
const KIND = '$kind';

/** What plain data is made of: it survives structured cloning and can be written to a file. */
export type Plain =
  | null
  | undefined
  | boolean
  | number
  | string
  | ArrayBufferView
  | readonly Plain[]
  | { readonly [key: string]: Plain };

/** A value that cannot be sent or saved, and where it stands. */
export class NotPlainError extends InvalidInputError {}

/**
 * Turns a value into plain data: estimators become their name, parameters and fitted slot; matrices and tables
 * their columns; Maps their entries. Typed arrays are shared, not copied.
 * @throws NotPlainError for functions, unregistered objects and anything else that is not data.
 */
export function toPlain(value: unknown, path = 'value'): Plain {
  if (value === null || value === undefined) return value;
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  if (ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((item, i) => toPlain(item, `${path}[${i}]`));
  if (value instanceof Matrix) {
    return { [KIND]: 'matrix', columns: value.columns, data: value.data, names: value.columnNames };
  }
  if (value instanceof Table) {
    const cells = value.columns.map((name) => value.column(name) as Plain);
    return { [KIND]: 'table', names: value.columns, cells };
  }
  if (value instanceof Map) {
    return { [KIND]: 'map', entries: toPlain([...value.entries()], path) };
  }
  if (isEstimator(value)) return estimatorToPlain(value, path);
  if (typeof value === 'object' && isRecord(value)) return recordToPlain(value, path);
  throw new NotPlainError(
    `${path} is ${describe(value)}, which is not data and cannot be saved or sent to a worker.`,
    { parameter: path, received: describe(value), remedy: 'use built-in options instead of functions' },
  );
}

/**
 * Rebuilds what `toPlain` took apart. Estimator names are looked up in the registry only.
 * @throws InvalidInputError for unknown estimators; InvalidParameterError for refused parameters.
 */
export async function fromPlain(value: unknown): Promise<unknown> {
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) {
    const primitive = value.every((item) => item === null || typeof item !== 'object');
    return primitive ? value : Promise.all(value.map(fromPlain));
  }
  const record = value as Record<string, unknown>;
  switch (Object.hasOwn(record, KIND) ? record[KIND] : undefined) {
    case undefined:
      return recordFromPlain(record);
    case 'matrix':
      return matrixFromPlain(record);
    case 'table':
      return Table.from(
        (record['names'] as string[]).map(
          (name, j) => [name, (record['cells'] as Float64Array[])[j]] as const,
        ),
      );
    case 'map':
      return new Map((await fromPlain(record['entries'])) as [unknown, unknown][]);
    case 'estimator':
      return estimatorFromPlain(record);
    default:
      throw new InvalidInputError(`Unknown kind of data: ${describe(record[KIND])}.`, {
        received: describe(record[KIND]),
      });
  }
}

function estimatorToPlain(estimator: Estimator, path: string): Plain {
  const { fitted } = estimator as Estimator & Partial<Restorable>;
  if (typeof (estimator as Partial<Restorable>).restore !== 'function') {
    throw new NotPlainError(
      `${path}: ${estimator.type} has no restore method. Extend one of learnkit's bases to save it or send it to workers.`,
      { estimator: estimator.type, parameter: path, remedy: 'extend a base class' },
    );
  }
  return {
    [KIND]: 'estimator',
    type: estimator.type,
    params: recordToPlain(estimator.params, `${path}.params`),
    fitted: fitted ? recordToPlain(fitted, `${path}.fitted`) : null,
  };
}

async function estimatorFromPlain(record: Record<string, unknown>): Promise<Estimator> {
  const estimatorClass = await resolveEstimator(String(record['type']));
  const params = (await fromPlain(record['params'])) as object;
  const estimator = estimatorClass.fromParams(params);
  const fitted = record['fitted'];
  return fitted ? estimator.restore((await fromPlain(fitted)) as Fitted) : estimator;
}

function matrixFromPlain(record: Record<string, unknown>): Matrix {
  const { data, columns, names } = record;
  if (!(data instanceof Float64Array) || typeof columns !== 'number') {
    throw new InvalidInputError('A matrix needs Float64Array data and a number of columns.', {
      parameter: 'matrix',
    });
  }
  return Matrix.of(data, columns, (names ?? undefined) as string[] | undefined);
}

function recordToPlain(record: object, path: string): Plain {
  const entries = Object.entries(record)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]): [string, Plain] => [key, toPlain(item, `${path}.${key}`)]);
  return Object.fromEntries(entries);
}

async function recordFromPlain(record: Record<string, unknown>): Promise<object> {
  const entries = await Promise.all(
    Object.entries(record).map(
      async ([key, item]): Promise<[string, unknown]> => [key, await fromPlain(item)],
    ),
  );
  // fromEntries defines own properties, so that a key named __proto__ stays a key.
  return Object.fromEntries(entries);
}

function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !Object.hasOwn(value, KIND);
}
