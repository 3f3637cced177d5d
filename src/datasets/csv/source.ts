import { describe, InvalidParameterError } from '../../core/errors.js';
import { fileError } from './scanner.js';

/** Where CSV can come from: a path, a `file:` URL, bytes, text, or a stream of either. */
export type CsvSource =
  | string
  | URL
  | Uint8Array
  | ArrayBuffer
  | { readonly text: string }
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>;

/** The chunks of a source, as they are. */
export function chunksOf(source: CsvSource, name: string): AsyncIterable<Uint8Array | string> {
  if (typeof source === 'string' || source instanceof URL) return fileChunks(source, name);
  if (source instanceof Uint8Array) return one(source);
  if (source instanceof ArrayBuffer) return one(new Uint8Array(source));
  if (typeof source === 'object' && source !== null) {
    if ('text' in source && typeof source.text === 'string') return one(source.text);
    if (Symbol.asyncIterator in source) return source as AsyncIterable<Uint8Array | string>;
    if ('getReader' in source) return streamChunks(source as unknown as ReadableStream<Uint8Array>);
    if ('stream' in source) return streamChunks(source.stream());
  }
  throw new InvalidParameterError(
    `${name}: the source must be a path, a file URL, bytes, { text }, a stream or chunks. Got ${describe(source)}.`,
    { estimator: name, parameter: 'source', received: describe(source) },
  );
}

async function* one(chunk: Uint8Array | string): AsyncGenerator<Uint8Array | string> {
  yield chunk;
}

async function* streamChunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

async function* fileChunks(path: string | URL, name: string): AsyncGenerator<Uint8Array> {
  const protocol =
    path instanceof URL ? path.protocol : /^[a-z][a-z0-9+.-]+:\/\//i.test(path) ? 'remote' : 'file:';
  if (protocol !== 'file:') {
    throw new InvalidParameterError(
      `${name}: the source is a URL that is no file. Got ${describe(String(path))}. Fetch it and pass response.body.`,
      { estimator: name, parameter: 'source', received: describe(String(path)) },
    );
  }
  const { createReadStream } = await import('node:fs');
  yield* createReadStream(path, { highWaterMark: 1 << 20 });
}

/** All bytes of a source as UTF-8 without a byte order mark. */
export async function readAll(source: CsvSource, encoding: string, name: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of utf8Chunks(source, encoding, name)) parts.push(part);
  if (parts.length === 1) return parts[0];
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 1));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  all[at] = 10;
  return at > 0 && all[at - 1] === 10 ? all.subarray(0, at) : all;
}

/** The chunks of a source as UTF-8 without a byte order mark. */
export async function* utf8Chunks(
  source: CsvSource,
  encoding: string,
  name: string,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let head: Uint8Array | null = new Uint8Array(0);
  let convert: (chunk: Uint8Array) => Uint8Array = (chunk) => chunk;
  let surrogate = '';
  for await (const item of chunksOf(source, name)) {
    let chunk: Uint8Array;
    if (typeof item === 'string') {
      const text: string = surrogate + item;
      surrogate = /[\ud800-\udbff]$/.test(text) ? text.slice(-1) : '';
      chunk = encoder.encode(surrogate ? text.slice(0, -1) : text);
    } else chunk = item;
    if (head) {
      // The first four bytes tell the encoding.
      if (head.length > 0) chunk = join(head, chunk);
      if (chunk.length < 4) {
        head = chunk;
        continue;
      }
      head = null;
      convert = converter(chunk, typeof item === 'string' ? 'utf-8' : encoding, name);
    }
    yield convert(chunk);
  }
  if (head?.length) yield converter(head, encoding, name)(head);
}

/** The bytes of a text or buffer as UTF-8 without a byte order mark. */
export function utf8Bytes(
  source: string | Uint8Array | ArrayBuffer,
  encoding: string,
  name: string,
): Uint8Array {
  if (typeof source === 'string') {
    return new TextEncoder().encode(source.charCodeAt(0) === 0xfeff ? source.slice(1) : source);
  }
  const bytes = source instanceof ArrayBuffer ? new Uint8Array(source) : source;
  if (!(bytes instanceof Uint8Array)) {
    throw new InvalidParameterError(
      `${name}: the source must be text or bytes. Got ${describe(source)}. Use readCsv for paths and streams.`,
      { estimator: name, parameter: 'source', received: describe(source) },
    );
  }
  return converter(bytes, encoding, name)(bytes);
}

/** How chunks that begin with these bytes become UTF-8; the first chunk loses its byte order mark. */
function converter(first: Uint8Array, encoding: string, name: string): (chunk: Uint8Array) => Uint8Array {
  const [a, b, c] = first;
  if (a === 0x1f && b === 0x8b) {
    throw fileError(
      name,
      'the data is compressed with gzip',
      "Decompress it: pass stream.pipeThrough(new DecompressionStream('gzip')).",
    );
  }
  if (a === 0x50 && b === 0x4b && c === 3) {
    throw fileError(name, 'the data is a zip archive (or a spreadsheet), not CSV', 'Export it as CSV.');
  }
  const marked = a === 0xef && b === 0xbb && c === 0xbf;
  const wide = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : null;
  const label = marked ? 'utf-8' : (wide ?? encoding);
  if (label === 'utf-8') {
    return (chunk) => (chunk === first && marked ? chunk.subarray(3) : chunk);
  }
  const decoder = new TextDecoder(label);
  const encoder = new TextEncoder();
  return (chunk) => encoder.encode(decoder.decode(chunk, { stream: true }));
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
