import { cases } from './cases/multioutput.js';
import { conformance } from './conformance.js';

conformance('multioutput', cases);
