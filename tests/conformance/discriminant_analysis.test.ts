import { cases } from './cases/discriminant_analysis.js';
import { conformance } from './conformance.js';

conformance('discriminant_analysis', cases);
