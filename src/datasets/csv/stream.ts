import { describe, InvalidParameterError } from '../../core/errors.js';
import type { Table } from '../../core/table.js';
import { CsvMachine } from './machine.js';
import { type CsvOptions, resolveCsv } from './options.js';
import { type CsvSource, utf8Chunks } from './source.js';

/** How CSV is read in batches. */
export interface CsvStreamOptions extends CsvOptions {
  /** Rows in a batch, except the last; default 65 536. */
  readonly batchRows?: number;
}

/**
 * Reads CSV as a sequence of tables of `batchRows` rows, in memory that depends on the batch and not on the file.
 * Options and rules are those of `parseCsv`, except that the first batch decides which columns are numbers: a later
 * cell that does not fit is an error that names the line and the remedy (`dtypes`); a number in a text column stays
 * as it is written. A file without rows yields one table of 0 rows.
 * @throws InvalidFileError, InvalidParameterError as `parseCsv` does; errors come when the place is reached.
 * @example
 * ```ts
 * let rows = 0;
 * for await (const batch of streamCsv({ text: 'a\n1\n2\n3\n' }, { batchRows: 2 })) rows += batch.rows;
 * rows; // 3
 * ```
 */
export async function* streamCsv(source: CsvSource, options: CsvStreamOptions = {}): AsyncGenerator<Table> {
  const resolved = resolveCsv('streamCsv', options, ['batchRows']);
  const { batchRows = 65_536 } = options;
  if (!(Number.isSafeInteger(batchRows) && batchRows >= 1)) {
    throw new InvalidParameterError(
      `streamCsv: option 'batchRows' must be an integer >= 1. Got ${describe(batchRows)}.`,
      { estimator: 'streamCsv', parameter: 'batchRows', received: describe(batchRows) },
    );
  }
  const machine = new CsvMachine(resolved, 1 << 16);
  const { index } = machine;
  let buffer = new Uint8Array(1 << 16);
  let fill = 0;
  buffer[fill] = 10;
  let begun = false;
  let yielded = false;
  // A record that spans many chunks is looked at again only when it has doubled, so that the work stays linear.
  let lookAt = 0;

  for await (const chunk of utf8Chunks(source, resolved.encoding, 'streamCsv')) {
    if (fill + chunk.length >= buffer.length) {
      const grown = new Uint8Array(Math.max(2 * buffer.length, fill + chunk.length + 1));
      grown.set(buffer.subarray(0, fill));
      buffer = grown;
    }
    buffer.set(chunk, fill);
    fill += chunk.length;
    buffer[fill] = 10;
    if (fill < lookAt) continue;
    begun ||= machine.begin(buffer, fill, false);
    while (begun) {
      machine.scan(buffer, fill, false, batchRows);
      if (index.records < batchRows) break;
      yield machine.take(buffer, fill);
      yielded = true;
      if (machine.full) return;
    }
    if (begun && machine.full) break;
    if (begun && machine.origin > 0) {
      // The batches that were handed out make room.
      buffer.copyWithin(0, machine.origin, fill);
      fill -= machine.origin;
      machine.moved();
      buffer[fill] = 10;
    }
    lookAt = fill + (fill - index.next);
  }
  if (!begun) machine.begin(buffer, fill, true);
  for (;;) {
    machine.scan(buffer, fill, true, batchRows);
    if (index.records === 0 && yielded) return;
    yield machine.take(buffer, fill);
    yielded = true;
  }
}
