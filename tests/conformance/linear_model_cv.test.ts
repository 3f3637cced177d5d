import { cases } from './cases/linear_model_cv.js';
import { conformance } from './conformance.js';

conformance('linear_model_cv', cases);
