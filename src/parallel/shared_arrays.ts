type TypedArray = ArrayBufferView & { readonly length: number; set(from: ArrayLike<unknown>): void };
type TypedArrayClass = new (from: number | ArrayBufferLike) => TypedArray;

/** The shared copies made so far. */
export type SharedCopies = Map<ArrayBufferView, ArrayBufferView>;

const CLASSES = new Map<string, TypedArrayClass>(
  [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
  ].map((type) => [type.name, type as unknown as TypedArrayClass]),
);

/**
 * The same values in a SharedArrayBuffer, which threads read without copies; an array that lies in one
 * already is returned as it is. Use it before several `parallelMap` calls over the same data.
 * @param copies Remembers the copies, so that an array met twice is copied once.
 *
 * @example
 * ```ts
 * const X = shareArray(new Float64Array([1, 2, 3]));
 * X.buffer instanceof SharedArrayBuffer; // true
 * ```
 */
export function shareArray<A extends ArrayBufferView>(array: A, copies?: SharedCopies): A {
  const type = classOf(array);
  if (!type || isShared(array)) return array;
  let copy = copies?.get(array);
  if (!copy) {
    copy = new type(new SharedArrayBuffer(array.byteLength));
    (copy as TypedArray).set(array as unknown as ArrayLike<unknown>);
    copies?.set(array, copy);
  }
  return copy as A;
}

/** The array, copied if it is a part of a larger buffer: cloning a view clones all that lies behind it. */
export function compactArray(array: ArrayBufferView): ArrayBufferView {
  const type = classOf(array);
  if (!type || isShared(array) || array.byteLength === array.buffer.byteLength) return array;
  const copy = new type((array as TypedArray).length);
  copy.set(array as unknown as ArrayLike<unknown>);
  return copy;
}

function isShared(array: ArrayBufferView): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && array.buffer instanceof SharedArrayBuffer;
}

/** By the built-in tag, so that subclasses (Node's Buffer) count as what they are. */
function classOf(array: ArrayBufferView): TypedArrayClass | undefined {
  return CLASSES.get(Object.prototype.toString.call(array).slice(8, -1));
}
