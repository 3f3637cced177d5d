import { cases } from './cases/multiclass.js';
import { conformance } from './conformance.js';

conformance('multiclass', cases);
