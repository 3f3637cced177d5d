import type { neuralNetwork } from '../../../src/registry/neural_network.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof neuralNetwork> = {};
