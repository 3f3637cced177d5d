import { cases } from './cases/mixture.js';
import { conformance } from './conformance.js';

conformance('mixture', cases);
