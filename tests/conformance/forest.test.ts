import { cases } from './cases/forest.js';
import { conformance } from './conformance.js';

conformance('forest', cases);
