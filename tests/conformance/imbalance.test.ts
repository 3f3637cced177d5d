import { cases } from './cases/imbalance.js';
import { conformance } from './conformance.js';

conformance('imbalance', cases);
