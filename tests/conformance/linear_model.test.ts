import { cases } from './cases/linear_model.js';
import { conformance } from './conformance.js';

conformance('linear_model', cases);
