import { cases } from './cases/kernel_ridge.js';
import { conformance } from './conformance.js';

conformance('kernel_ridge', cases);
