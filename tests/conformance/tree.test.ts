import { cases } from './cases/tree.js';
import { conformance } from './conformance.js';

conformance('tree', cases);
