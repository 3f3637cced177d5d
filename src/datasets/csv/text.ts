import { asciiText } from './decimal.js';
import type { Dialect } from './options.js';
import { fileError } from './scanner.js';

const SLOTS = 4096;

/**
 * Turns cells to strings. Recently seen short cells are kept in a table of 4096 slots, so that a column of class
 * labels costs neither decoding nor memory per row.
 */
export class TextReader {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #strings: string[] = new Array<string>(SLOTS).fill('');
  readonly #dialect: Dialect;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** Whether the cell at `start` is quoted. */
  isQuoted(bytes: Uint8Array, start: number): boolean {
    return bytes[start] === this.#dialect.quote;
  }

  /**
   * The text of the cell at `start`, without its quotes.
   * @throws InvalidFileError for bytes that are not UTF-8.
   */
  read(bytes: Uint8Array, start: number, to: number): string {
    const { quote, ends } = this.#dialect;
    let p = start;
    if (start < to && bytes[start] === quote) {
      let doubled = false;
      for (p++; ; p++) {
        if (bytes[p] !== quote) continue;
        if (p + 1 >= to || bytes[p + 1] !== quote) break;
        doubled = true;
        p++;
      }
      const text = this.#decode(bytes, start + 1, p);
      const mark = String.fromCharCode(quote);
      return doubled ? text.replaceAll(mark + mark, mark) : text;
    }
    let hash = 0;
    while (p < to && ends[bytes[p]] === 0) hash = (Math.imul(hash, 31) + bytes[p++]) | 0;
    if (p - start > 32) return this.#decode(bytes, start, p);
    const slot = (hash ^ (hash >>> 12)) & (SLOTS - 1);
    const known = this.#strings[slot];
    if (sameText(known, bytes, start, p)) return known;
    const text = this.#decode(bytes, start, p);
    this.#strings[slot] = text;
    return text;
  }

  #decode(bytes: Uint8Array, start: number, end: number): string {
    let high = 0;
    for (let p = start; p < end; p++) high |= bytes[p];
    if (high < 128) return asciiText(bytes, start, end);
    try {
      return this.#decoder.decode(bytes.subarray(start, end));
    } catch {
      throw fileError(
        this.#dialect.source,
        `the bytes of the cell ${JSON.stringify(asciiText(bytes, start, Math.min(end, start + 40)))} are not UTF-8`,
        "Pass encoding: 'windows-1252', or save the file as UTF-8.",
      );
    }
  }
}

/** Whether an ASCII string has just these bytes; false for other strings. */
function sameText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  const n = end - start;
  if (text.length !== n) return false;
  for (let i = 0; i < n; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

/**
 * The number that a cell's text stands for, or undefined: a decimal with an optional sign, fraction and exponent,
 * or inf / infinity in any case. Hexadecimal, digit separators and decimal commas are no numbers.
 */
export function numberOf(text: string): number | undefined {
  if (DECIMAL.test(text)) return Number(text);
  const infinite = INFINITE.exec(text);
  if (infinite) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return undefined;
}
