import { cases } from './cases/dummy.js';
import { conformance } from './conformance.js';

conformance('dummy', cases);
