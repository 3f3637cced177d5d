import { InvalidFileError } from '../core/errors.js';

/**
 * The model file, version 1. All numbers are little-endian.
 *
 *   bytes 0-7    the text "learnkit"
 *   bytes 8-11   format version, u32
 *   bytes 12-15  length of the header in bytes, u32
 *   bytes 16-19  CRC-32 of everything after byte 20, u32
 *   bytes 20-23  zero
 *   then         the header: JSON in UTF-8, padded with spaces to a multiple of 8
 *   then         the arrays, each padded with zeros to a multiple of 8
 *
 * The header holds `library` (the version that wrote it), `arrays` (for each its dtype, length and offset) and
 * `root`, the value. In the value, `{"$": "array", "i": 3}` stands for an array, `{"$": "num", "v": "NaN"}` for a
 * number that JSON lacks, `{"$": "none"}` for undefined and `{"$": "rec", "e": [[key, value], ...]}` for a
 * record that has a key `$` itself. Arrays hold floats bit for bit.
 */
export const MAGIC = 'learnkit';
export const FORMAT_VERSION = 1;
export const PREAMBLE_BYTES = 24;

/** Array types by their name in files. */
export const DTYPES = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  u32: Uint32Array,
  i16: Int16Array,
  u16: Uint16Array,
  i8: Int8Array,
  u8: Uint8Array,
} as const;

/** The name of an array type in files. */
export type Dtype = keyof typeof DTYPES;

/** Any array that a file can hold. */
export type FileArray = InstanceType<(typeof DTYPES)[Dtype]>;

/** One array's entry in the header. */
export interface ArrayEntry {
  readonly dtype: Dtype;
  readonly length: number;
  /** Bytes from the end of the header. */
  readonly offset: number;
}

/** Rounds up to a multiple of 8. */
export function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

/** An error about a model file. */
export function fileError(what: string, remedy = 'Save the model again.'): InvalidFileError {
  return new InvalidFileError(`load: ${what}. ${remedy}`, { estimator: 'load', remedy });
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 (IEEE 802.3). */
export function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) c = CRC_TABLE[(c ^ bytes[i]) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
