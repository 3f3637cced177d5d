import { cases } from './cases/cluster.js';
import { conformance } from './conformance.js';

conformance('cluster', cases);
