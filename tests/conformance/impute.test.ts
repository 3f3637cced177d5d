import { cases } from './cases/impute.js';
import { conformance } from './conformance.js';

conformance('impute', cases);
