import { cases } from './cases/naive_bayes.js';
import { conformance } from './conformance.js';

conformance('naive_bayes', cases);
