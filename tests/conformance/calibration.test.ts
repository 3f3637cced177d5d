import { cases } from './cases/calibration.js';
import { conformance } from './conformance.js';

conformance('calibration', cases);
