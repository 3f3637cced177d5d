import { cases } from './cases/neural_network.js';
import { conformance } from './conformance.js';

conformance('neural_network', cases);
