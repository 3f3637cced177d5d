export {
  type MakeStarQsoOptions,
  makeStarQso,
  type StarQsoCatalogue,
  type StarQsoClass,
} from './make_star_qso.js';
export { magnitudeError, SDSS_DEPTH, type SurveyDepth } from './photometric_errors.js';
export { MEAN_QUASAR, type QuasarSpectrum, quasarMagnitudes } from './quasar_colours.js';
export { stellarLocus } from './stellar_locus.js';
