import { cases } from './cases/adapters.js';
import { conformance } from './conformance.js';

conformance('adapters', cases);
