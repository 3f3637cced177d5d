import { Matrix } from '../../core/matrix.js';
import { r2Score } from '../../metrics/index.js';
import type { TrainingData } from './engine/engine.js';
import type { NetworkSpec } from './network/layout.js';
import { lossAndDelta } from './network/losses.js';
import type { Judge } from './network_fit.js';

/** Targets that outputs are judged by. */
export type Judged = Pick<TrainingData, 'rows' | 'outputs' | 'codes' | 'Y' | 'weights'>;

type Score = (outputs: Float64Array, targets: Float64Array, weights: Float64Array | undefined) => number;

/** Judges outputs by loss and score: for rows of the training data, or for the rows of `own`. */
export function judgeOf(spec: NetworkSpec, data: Judged, own: Judged | undefined, score: Score): Judge {
  return (outputs, rows) => {
    const source = rows || !own ? data : own;
    const { targets, weights } = targetsOf(source, rows);
    const count = outputs.length / source.outputs;
    const total = weights ? weights.reduce((sum, w) => sum + w, 0) : count;
    const sum = lossAndDelta(spec.loss, spec.outActivation, {
      rows: count,
      columns: source.outputs,
      outputs,
      targets,
      weights,
      scale: 1,
      delta: new Float64Array(outputs.length),
    });
    return { loss: sum / total, score: score(outputs, targets, weights) };
  };
}

function targetsOf(
  { rows: n, outputs: k, codes, Y, weights }: Judged,
  rows: Int32Array | undefined,
): { targets: Float64Array; weights: Float64Array | undefined } {
  const chosen = rows ?? Int32Array.from({ length: n }, (_, i) => i);
  const targets = new Float64Array(chosen.length * k);
  chosen.forEach((row, i) => {
    if (codes && k === 1) targets[i] = codes[row];
    else if (codes) targets[i * k + codes[row]] = 1;
    else if (Y) targets.set(Y.subarray(row * k, (row + 1) * k), i * k);
  });
  return { targets, weights: weights && Float64Array.from(chosen, (row) => weights[row]) };
}

/** Weighted share of rows whose predicted classes are all right. */
export function exactScore(
  outputs: Float64Array,
  targets: Float64Array,
  weights: Float64Array | undefined,
  k: number,
  decide: (outputs: Float64Array, k: number) => Int32Array,
): number {
  const predicted = decide(outputs, k);
  const wanted = decide(targets, k);
  const width = predicted.length / (outputs.length / k);
  let right = 0;
  let total = 0;
  for (let i = 0, at = 0; at < predicted.length; i++) {
    let same = true;
    for (let j = 0; j < width; j++, at++) same &&= predicted[at] === wanted[at];
    const weight = weights ? weights[i] : 1;
    total += weight;
    if (same) right += weight;
  }
  return right / total;
}

/** R2 of outputs, the mean over several. */
export function regressionScore(
  outputs: Float64Array,
  targets: Float64Array,
  weights: Float64Array | undefined,
  k: number,
): number {
  const shape = (values: Float64Array): Float64Array | Matrix => (k === 1 ? values : Matrix.of(values, k));
  return r2Score(shape(targets), shape(outputs), { sampleWeight: weights });
}
