export type { LoadLimits } from './decode.js';
export { type LoadOptions, load, loadFile, save, saveFile } from './save_load.js';
