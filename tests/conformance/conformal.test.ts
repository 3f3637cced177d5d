import { cases } from './cases/conformal.js';
import { conformance } from './conformance.js';

conformance('conformal', cases);
