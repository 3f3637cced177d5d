import { cases } from './cases/manifold.js';
import { conformance } from './conformance.js';

conformance('manifold', cases);
