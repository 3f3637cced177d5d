import { cases } from './cases/decomposition.js';
import { conformance } from './conformance.js';

conformance('decomposition', cases);
