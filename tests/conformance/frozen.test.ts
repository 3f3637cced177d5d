import { cases } from './cases/frozen.js';
import { conformance } from './conformance.js';

conformance('frozen', cases);
