import { cases } from './cases/feature_selection.js';
import { conformance } from './conformance.js';

conformance('feature_selection', cases);
