import { describe, InvalidInputError } from '../core/errors.js';
import { Matrix } from '../core/matrix.js';
import { compactArray, type SharedCopies, shareArray } from './shared_arrays.js';

/** A value on its way to another thread. */
export interface Parcel {
  readonly value: unknown;
  /**
   * The objects in `value` that stand for matrices. Structured cloning keeps identities within a message, so
   * no mark inside the data is needed, and no data can pretend to be one.
   */
  readonly matrices: readonly MatrixParts[];
}

interface MatrixParts {
  readonly rows: number;
  readonly columns: number;
  readonly columnNames: readonly string[] | undefined;
  readonly data: Float64Array;
}

/** Arrays from this size on are shared or moved; below it a copy costs less than the bookkeeping. */
const LARGE_BYTES = 64 * 1024;
const MAX_DEPTH = 200;

/** Built-in objects that structured cloning copies faithfully. */
const CLONEABLE = new Set([
  'Date',
  'RegExp',
  'Set',
  'ArrayBuffer',
  'SharedArrayBuffer',
  'DataView',
  'WebAssembly.Memory',
]);

/** Packs what all items share: large arrays go to shared memory, each of them once. */
export function packShared(value: unknown): Parcel {
  const copies: SharedCopies = new Map();
  return pack(value, 'shared', (array) =>
    array.byteLength >= LARGE_BYTES ? shareArray(array, copies) : compactArray(array),
  );
}

/** Packs one item, which one worker will copy. */
export function packItem(value: unknown, index: number): Parcel {
  return pack(value, `items[${index}]`, compactArray);
}

/** Packs a result together with the buffers to move instead of copying. */
export function packResult(value: unknown): { parcel: Parcel; transfer: ArrayBuffer[] } {
  const transfer = new Set<ArrayBuffer>();
  const parcel = pack(value, 'result', (array) => {
    const whole = compactArray(array);
    if (whole.byteLength >= LARGE_BYTES && whole.buffer instanceof ArrayBuffer) transfer.add(whole.buffer);
    return whole;
  });
  return { parcel, transfer: [...transfer] };
}

/** Restores the matrices of a parcel that has arrived. */
export function unpack({ value, matrices }: Parcel): unknown {
  if (matrices.length === 0) return value;
  const restored = new Map<unknown, Matrix>();
  for (const parts of matrices) restored.set(parts, toMatrix(parts));
  return restore(value, restored);
}

function pack(value: unknown, path: string, packArray: (array: ArrayBufferView) => ArrayBufferView): Parcel {
  const matrices = new Map<Matrix, MatrixParts>();
  return { value: visit(value, path, 0), matrices: [...matrices.values()] };

  function visit(part: unknown, at: string, depth: number): unknown {
    if (typeof part === 'function' || typeof part === 'symbol') throw notPlain(part, at);
    if (part === null || typeof part !== 'object') return part;
    if (depth > MAX_DEPTH) throw notPlain(part, `${at.slice(0, 40)}... (cyclic or very deep)`);
    if (ArrayBuffer.isView(part)) return packArray(part);
    if (part instanceof Matrix) return visitMatrix(part);
    if (Array.isArray(part)) return visitArray(part, at, depth);
    if (part instanceof Map) {
      const entries = [...part].map(([key, item]) => [key, visit(item, `${at}.${String(key)}`, depth + 1)]);
      return new Map(entries as [unknown, unknown][]);
    }
    if (!isRecord(part)) {
      if (CLONEABLE.has(Object.prototype.toString.call(part).slice(8, -1))) return part;
      throw notPlain(part, at);
    }
    // fromEntries defines own properties, so that a key named __proto__ stays a key.
    return Object.fromEntries(
      Object.entries(part).map(([key, item]) => [key, visit(item, `${at}.${key}`, depth + 1)]),
    );
  }

  /** Long arrays of labels or numbers are common: copied only where an element changes. */
  function visitArray(part: readonly unknown[], at: string, depth: number): readonly unknown[] {
    let copy: unknown[] | undefined;
    for (let i = 0; i < part.length; i++) {
      const item = part[i];
      if (typeof item === 'number' || typeof item === 'string') continue;
      const next = visit(item, `${at}[${i}]`, depth + 1);
      if (next !== item) (copy ??= part.slice())[i] = next;
    }
    return copy ?? part;
  }

  function visitMatrix(matrix: Matrix): MatrixParts {
    let parts = matrices.get(matrix);
    if (!parts) {
      const { rows, columns, columnNames } = matrix;
      parts = { rows, columns, columnNames, data: packArray(matrix.data) as Float64Array };
      matrices.set(matrix, parts);
    }
    return parts;
  }
}

/** Replaces the parts by matrices, in place: the value has just been cloned and belongs to nobody else. */
function restore(part: unknown, restored: ReadonlyMap<unknown, Matrix>): unknown {
  if (part === null || typeof part !== 'object' || ArrayBuffer.isView(part)) return part;
  const matrix = restored.get(part);
  if (matrix) return matrix;
  if (part instanceof Map) {
    for (const [key, item] of part) part.set(key, restore(item, restored));
  } else if (Array.isArray(part)) {
    for (let i = 0; i < part.length; i++) {
      const item: unknown = part[i];
      if (item !== null && typeof item === 'object') part[i] = restore(item, restored);
    }
  } else if (isRecord(part)) {
    for (const [key, item] of Object.entries(part)) {
      const next = restore(item, restored);
      if (next !== item) Object.defineProperty(part, key, { value: next });
    }
  }
  return part;
}

function toMatrix({ rows, columns, columnNames, data }: MatrixParts): Matrix {
  return columns === 0 ? Matrix.zeros(rows, 0, columnNames) : Matrix.of(data, columns, columnNames);
}

/** Whether the object is a record, of this or another realm, rather than an instance of a class. */
function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function notPlain(value: unknown, path: string): InvalidInputError {
  return new InvalidInputError(
    `parallelMap: ${path} is not plain data and cannot be sent between threads. Got ${describe(value)}. Send numbers, strings, typed arrays, matrices and records of these.`,
    { estimator: 'parallelMap', parameter: path, received: describe(value), remedy: 'send plain data' },
  );
}
