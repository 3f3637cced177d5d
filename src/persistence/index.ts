export type { LoadLimits } from './decode.js';
export { type LoadModelOptions, load, loadFile, save, saveFile } from './save_load.js';
