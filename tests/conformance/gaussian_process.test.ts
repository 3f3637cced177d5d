import { cases } from './cases/gaussian_process.js';
import { conformance } from './conformance.js';

conformance('gaussian_process', cases);
