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

/** What a file may hold at most. */
export interface LoadLimits {
  /** Bytes of the header; default 64 MiB. */
  readonly maxHeaderBytes?: number;
  /** Depth of nesting; default 200. */
  readonly maxDepth?: number;
}

/**
 * Reads a model file into plain data. Everything is checked before anything is allocated: the lengths against
 * the file's own size, the checksum, the entries of the arrays for gaps and overlaps.
 * @throws InvalidFileError saying what is wrong.
 */
export function decodeFile(bytes: Uint8Array, limits: LoadLimits = {}): unknown {
  const { maxHeaderBytes = 64 * 2 ** 20, maxDepth = 200 } = limits;
  const headerBytes = checkPreamble(bytes, maxHeaderBytes);
  const start = PREAMBLE_BYTES + headerBytes;
  const header = parseHeader(bytes.subarray(PREAMBLE_BYTES, start));
  const arrays = readArrays(header.arrays, bytes, start);
  return fromTree(header.root, arrays, maxDepth);
}

function checkPreamble(bytes: Uint8Array, maxHeaderBytes: number): number {
  if (!(bytes instanceof Uint8Array))
    throw fileError('needs the bytes of a file as a Uint8Array', 'Read the file first.');
  if (bytes.length < PREAMBLE_BYTES)
    throw fileError(`the file has ${bytes.length} bytes, fewer than any model file`);
  if (new TextDecoder('latin1').decode(bytes.subarray(0, 8)) !== MAGIC) {
    throw fileError(
      'this is no learnkit model file: it does not begin with its name',
      'Choose another file.',
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version !== FORMAT_VERSION) {
    throw fileError(
      `the file has format ${version}, but this version of learnkit reads ${FORMAT_VERSION}`,
      'Update learnkit.',
    );
  }
  const headerBytes = view.getUint32(12, true);
  if (headerBytes > maxHeaderBytes)
    throw fileError(
      `the header has ${headerBytes} bytes, above the limit of ${maxHeaderBytes}`,
      'Raise maxHeaderBytes.',
    );
  if (headerBytes % 8 !== 0 || PREAMBLE_BYTES + headerBytes > bytes.length)
    throw fileError('the header does not fit in the file');
  if (crc32(bytes.subarray(20)) !== view.getUint32(16, true))
    throw fileError('the checksum does not match: the file is damaged');
  return headerBytes;
}

interface Header {
  readonly arrays: readonly unknown[];
  readonly root: unknown;
}

function parseHeader(bytes: Uint8Array): Header {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw fileError('the header is not JSON in UTF-8');
  }
  if (!isRecord(header) || !Array.isArray(header['arrays']) || !Object.hasOwn(header, 'root')) {
    throw fileError('the header lacks its arrays or its root');
  }
  return header as unknown as Header;
}

function readArrays(entries: readonly unknown[], bytes: Uint8Array, start: number): FileArray[] {
  let expected = 0;
  for (const [i, entry] of entries.entries()) {
    if (!isEntry(entry)) throw fileError(`array ${i} has a malformed entry`);
    if (entry.offset !== expected) throw fileError(`array ${i} leaves a gap or overlaps another`);
    expected += padded(entry.length * DTYPES[entry.dtype].BYTES_PER_ELEMENT);
    if (start + expected > bytes.length) throw fileError(`array ${i} reaches beyond the end of the file`);
  }
  if (start + expected !== bytes.length) throw fileError('the file goes on after its last array');
  return (entries as ArrayEntry[]).map(({ dtype, length, offset }) => {
    const Kind = DTYPES[dtype];
    const from = start + offset;
    // A copy: aligned, and free of the caller's buffer.
    return new Kind(bytes.slice(from, from + length * Kind.BYTES_PER_ELEMENT).buffer);
  });
}

function isEntry(entry: unknown): entry is ArrayEntry {
  if (!isRecord(entry)) return false;
  const { dtype, length, offset } = entry;
  return (
    typeof dtype === 'string' &&
    Object.hasOwn(DTYPES, dtype as Dtype) &&
    Number.isSafeInteger(length) &&
    (length as number) >= 0 &&
    (length as number) < 2 ** 40 &&
    Number.isSafeInteger(offset)
  );
}

function fromTree(value: unknown, arrays: readonly FileArray[], depth: number): unknown {
  if (depth === 0) throw fileError('the value is nested too deeply', 'Raise maxDepth.');
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => fromTree(item, arrays, depth - 1));
  const record = value as Record<string, unknown>;
  if (!Object.hasOwn(record, '$')) return fromPairs(Object.entries(record), arrays, depth);
  switch (record['$']) {
    case 'none':
      return undefined;
    case 'num':
      return specialNumber(record['v']);
    case 'array': {
      const array = arrays[record['i'] as number];
      if (!array) throw fileError('the value names an array that is not there');
      return array;
    }
    case 'rec': {
      const pairs = record['e'];
      const valid =
        Array.isArray(pairs) && pairs.every((pair) => Array.isArray(pair) && typeof pair[0] === 'string');
      if (!valid) throw fileError('a record is malformed');
      return fromPairs(pairs as [string, unknown][], arrays, depth);
    }
    default:
      throw fileError('the value holds an unknown kind of entry', 'Update learnkit.');
  }
}

function fromPairs(
  pairs: readonly (readonly [string, unknown])[],
  arrays: readonly FileArray[],
  depth: number,
): object {
  // fromEntries defines own properties: a key such as __proto__ cannot reach a prototype.
  return Object.fromEntries(pairs.map(([key, item]) => [key, fromTree(item, arrays, depth - 1)]));
}

function specialNumber(text: unknown): number {
  const value = new Map([
    ['NaN', Number.NaN],
    ['Infinity', Infinity],
    ['-Infinity', -Infinity],
    ['-0', -0],
  ]).get(String(text));
  if (value === undefined) throw fileError('a number is malformed');
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
