import { cases } from './cases/preprocessing.js';
import { conformance } from './conformance.js';

conformance('preprocessing', cases);
