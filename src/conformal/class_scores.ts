import type { Matrix } from '../core/matrix.js';

/** How badly a class fits a row, from the row's probabilities. */
export interface ClassScoring {
  readonly kind: 'lac' | 'aps' | 'raps';
  /** Cost of each rank beyond `freeRanks` (RAPS). */
  readonly penalty: number;
  /** Ranks that cost nothing (RAPS). */
  readonly freeRanks: number;
  /** Draw a share of the class's own probability, so that sets are no larger than they need be (APS, RAPS). */
  readonly randomized: boolean;
  readonly seed: number;
}

/**
 * The score of every class in every row, n x k. LAC: 1 - p. APS: the summed probability of the classes that are at
 * least as probable. RAPS: APS with a cost for low ranks. O(n k log k).
 */
export function classScores(proba: Matrix, scoring: ClassScoring): Float64Array {
  const { rows, columns: k, data } = proba;
  const result = new Float64Array(rows * k);
  if (scoring.kind === 'lac') {
    for (let at = 0; at < result.length; at++) result[at] = 1 - data[at];
    return result;
  }
  const { penalty, freeRanks, randomized, seed } = scoring;
  const order = Array.from({ length: k }, (_, j) => j);
  for (let i = 0; i < rows; i++) {
    const at = i * k;
    order.sort((a, b) => data[at + b] - data[at + a] || a - b);
    const share = randomized ? uniformOf(data, at, k, seed) : 1;
    let above = 0;
    for (let rank = 0; rank < k; rank++) {
      const j = order[rank];
      const p = data[at + j];
      const cost = scoring.kind === 'raps' ? penalty * Math.max(0, rank + 1 - freeRanks) : 0;
      result[at + j] = above + share * p + cost;
      above += p;
    }
  }
  return result;
}

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);

/**
 * A number in [0, 1) that looks drawn but belongs to the row: a hash of its probabilities and the seed. So a row's
 * set does not depend on its place among others.
 */
function uniformOf(data: Float64Array, at: number, k: number, seed: number): number {
  let hash = (seed ^ 0x9e3779b9) >>> 0;
  for (let j = at; j < at + k; j++) {
    bits[0] = data[j];
    hash = mix(mix(hash ^ words[0]) ^ words[1]);
  }
  return mix(hash) / 2 ** 32;
}

/** Mixes 32 bits (the finaliser of MurmurHash3). */
function mix(value: number): number {
  let z = value >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
