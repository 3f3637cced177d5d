export type { CsvDtype, CsvLimits, CsvOptions } from './options.js';
export { DEFAULT_MISSING_VALUES } from './options.js';
export { parseCsv, readCsv } from './read.js';
export type { CsvSource } from './source.js';
export { type CsvStreamOptions, streamCsv } from './stream.js';
export { type CsvWriteOptions, formatCsv, writeCsv } from './write.js';
