import { cases } from './cases/covariance.js';
import { conformance } from './conformance.js';

conformance('covariance', cases);
