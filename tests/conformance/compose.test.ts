import { cases } from './cases/compose.js';
import { conformance } from './conformance.js';

conformance('compose', cases);
