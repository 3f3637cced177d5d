import { cases } from './cases/isotonic.js';
import { conformance } from './conformance.js';

conformance('isotonic', cases);
