import { cases } from './cases/ensemble.js';
import { conformance } from './conformance.js';

conformance('ensemble', cases);
