import { cases } from './cases/kernel_approximation.js';
import { conformance } from './conformance.js';

conformance('kernel_approximation', cases);
