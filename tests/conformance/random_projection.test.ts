import { cases } from './cases/random_projection.js';
import { conformance } from './conformance.js';

conformance('random_projection', cases);
