import { cases } from './cases/model_selection.js';
import { conformance } from './conformance.js';

conformance('model_selection', cases);
