import { cases } from './cases/svm.js';
import { conformance } from './conformance.js';

conformance('svm', cases);
