import { cases } from './cases/hist_gradient_boosting.js';
import { conformance } from './conformance.js';

conformance('hist_gradient_boosting', cases);
