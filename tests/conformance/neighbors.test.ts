import { cases } from './cases/neighbors.js';
import { conformance } from './conformance.js';

conformance('neighbors', cases);
