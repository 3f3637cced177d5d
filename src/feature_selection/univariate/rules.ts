import { lacksProbabilities } from './score_function.js';

/** How scores or probabilities decide. */
export type SelectionMode = 'percentile' | 'k_best' | 'fpr' | 'fdr' | 'fwe';

/** Which columns a rule keeps: 1 or 0 for each. */
export function selectBy(
  mode: SelectionMode,
  param: number | 'all',
  { scores, pValues }: { readonly scores: Float64Array; readonly pValues: Float64Array | null },
  source: string,
): Uint8Array {
  if (mode === 'k_best') return best(scores, param === 'all' ? scores.length : param);
  const value = param as number;
  if (mode === 'percentile') return topShare(scores, value);
  if (!pValues) throw lacksProbabilities(source);
  const d = pValues.length;
  if (mode === 'fpr') return below(pValues, value);
  if (mode === 'fwe') return below(pValues, value / d);
  // Benjamini & Hochberg: all up to the largest that lies under the rising line.
  const sorted = pValues.slice().sort();
  let limit = -1;
  for (let i = 0; i < d; i++) if (sorted[i] <= (value / d) * (i + 1)) limit = sorted[i];
  return Uint8Array.from(pValues, (p) => (p <= limit ? 1 : 0));
}

function below(pValues: Float64Array, limit: number): Uint8Array {
  return Uint8Array.from(pValues, (p) => (p < limit ? 1 : 0));
}

/** The k highest scores; of equal ones the later columns, and NaN last of all. */
function best(scores: Float64Array, k: number): Uint8Array {
  const support = new Uint8Array(scores.length);
  const clean = ranked(scores);
  const order = Int32Array.from(scores.keys()).sort((a, b) => clean[a] - clean[b] || a - b);
  for (let i = Math.max(0, order.length - k); i < order.length; i++) support[order[i]] = 1;
  return support;
}

/** The scores above a percentile, and of those equal to it the first that fit. */
function topShare(scores: Float64Array, percentile: number): Uint8Array {
  const d = scores.length;
  if (percentile === 100) return new Uint8Array(d).fill(1);
  if (percentile === 0) return new Uint8Array(d);
  const clean = ranked(scores);
  const sorted = clean.slice().sort();
  const place = ((100 - percentile) / 100) * (d - 1);
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.min(d - 1, Math.floor(place) + 1)];
  const part = place - Math.floor(place);
  // As NumPy interpolates, from the nearer end.
  const threshold = part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
  const support = Uint8Array.from(clean, (score) => (score > threshold ? 1 : 0));
  let room = Math.trunc((d * percentile) / 100) - support.reduce((sum, flag) => sum + flag, 0);
  for (let j = 0; j < d && room > 0; j++) {
    if (clean[j] !== threshold) continue;
    support[j] = 1;
    room--;
  }
  return support;
}

/** NaN, the score of constant columns, as the lowest number. */
function ranked(scores: Float64Array): Float64Array {
  return scores.map((score) => (Number.isNaN(score) ? -Number.MAX_VALUE : score));
}
