export {
  type CsvDtype,
  type CsvLimits,
  type CsvOptions,
  type CsvSource,
  type CsvStreamOptions,
  type CsvWriteOptions,
  DEFAULT_MISSING_VALUES,
  formatCsv,
  parseCsv,
  readCsv,
  streamCsv,
  writeCsv,
} from './csv/index.js';
export * from './generators/index.js';
export * from './load.js';
export { type LoadSdssOptions, loadSdss, type SdssCatalogue } from './sdss.js';
export { type PhotometricFeatures, SDSS_BANDS, SDSS_COLOURS, type SdssBand } from './sdss_bands.js';
export type { SdssColumns, SdssRole } from './sdss_columns.js';
export {
  type MakeStarQsoOptions,
  magnitudeError,
  makeStarQso,
  quasarMagnitudes,
  SDSS_DEPTH,
  type StarQsoCatalogue,
  type StarQsoClass,
  type SurveyDepth,
  stellarLocus,
} from './star_qso/index.js';
