import type { Plain } from '../core/plain.js';
import { VERSION } from '../core/version.js';
import {
  type ArrayEntry,
  crc32,
  DTYPES,
  type Dtype,
  type FileArray,
  FORMAT_VERSION,
  fileError,
  MAGIC,
  PREAMBLE_BYTES,
  padded,
} from './format.js';

/** Writes plain data as a model file. */
export function encodeFile(root: Plain): Uint8Array {
  const arrays: FileArray[] = [];
  const entries: ArrayEntry[] = [];
  let offset = 0;
  const addArray = (array: FileArray): number => {
    const known = arrays.indexOf(array);
    if (known >= 0) return known;
    const dtype = (Object.keys(DTYPES) as Dtype[]).find((name) => array instanceof DTYPES[name]);
    if (!dtype)
      throw fileError(`a model holds a ${(array as object).constructor.name}, which files cannot hold`, '');
    entries.push({ dtype, length: array.length, offset });
    offset += padded(array.byteLength);
    return arrays.push(array) - 1;
  };
  const tree = toTree(root, addArray);
  const text = new TextEncoder().encode(JSON.stringify({ library: VERSION, arrays: entries, root: tree }));
  const headerBytes = padded(text.length);
  const bytes = new Uint8Array(PREAMBLE_BYTES + headerBytes + offset);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  view.setUint32(8, FORMAT_VERSION, true);
  view.setUint32(12, headerBytes, true);
  bytes.fill(0x20, PREAMBLE_BYTES, PREAMBLE_BYTES + headerBytes);
  bytes.set(text, PREAMBLE_BYTES);
  const start = PREAMBLE_BYTES + headerBytes;
  arrays.forEach((array, i) => {
    // Files are little-endian, as every engine that runs WebAssembly.
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + entries[i].offset);
  });
  view.setUint32(16, crc32(bytes.subarray(20)), true);
  return bytes;
}

function toTree(value: Plain, addArray: (array: FileArray) => number): unknown {
  if (value === undefined) return { $: 'none' };
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { $: 'num', v: Object.is(value, -0) ? '-0' : String(value) };
  }
  if (ArrayBuffer.isView(value)) return { $: 'array', i: addArray(value as FileArray) };
  if (Array.isArray(value)) return value.map((item: Plain) => toTree(item, addArray));
  const pairs = Object.entries(value as Record<string, Plain>).map(
    ([key, item]) => [key, toTree(item, addArray)] as const,
  );
  return Object.hasOwn(value, '$') ? { $: 'rec', e: pairs } : Object.fromEntries(pairs);
}
