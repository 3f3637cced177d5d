import { describe, expect, it } from 'vitest';
import { RandomState } from '../../../src/core/random.js';
import { CpuEngine } from '../../../src/estimators/neural_network/engine/cpu_engine.js';
import type { TrainingData } from '../../../src/estimators/neural_network/engine/engine.js';
import { ACTIVATIONS } from '../../../src/estimators/neural_network/network/activations.js';
import { initialWeights } from '../../../src/estimators/neural_network/network/initialize.js';
import type { NetworkSpec } from '../../../src/estimators/neural_network/network/layout.js';
import { LOSSES, naturalOutput } from '../../../src/estimators/neural_network/network/losses.js';

const ROWS = 23;
const base: NetworkSpec = {
  units: [4, 6, 5, 3],
  activation: 'tanh',
  outActivation: 'softmax',
  loss: 'log_loss',
  dropout: [0, 0],
  batchNormalization: false,
};

function dataFor(spec: NetworkSpec, weighted: boolean): TrainingData {
  const random = new RandomState(2);
  const outputs = spec.units[spec.units.length - 1];
  const X = random.normal(0, 1, ROWS * spec.units[0]);
  const weights = weighted ? random.uniform(0.2, 3, ROWS) : undefined;
  const common = { rows: ROWS, columns: spec.units[0], X, outputs, weights };
  if (spec.loss === 'log_loss') {
    return { ...common, codes: Int32Array.from({ length: ROWS }, (_, i) => i % Math.max(2, outputs)) };
  }
  const Y = random.uniform(0.1, 2, ROWS * outputs);
  if (spec.loss === 'kl_divergence') {
    for (let i = 0; i < ROWS; i++) {
      const row = Y.subarray(i * outputs, (i + 1) * outputs);
      const sum = row.reduce((total, y) => total + y, 0);
      for (let j = 0; j < outputs; j++) row[j] /= sum;
    }
  }
  return { ...common, Y };
}

/** Largest difference between the gradient and central differences of the loss, relative to the gradient's size. */
async function gradientError(
  spec: NetworkSpec,
  { weighted = false, factor = 1, alpha = 0.3 } = {},
): Promise<number> {
  const data = dataFor(spec, weighted);
  const rows = Int32Array.from({ length: ROWS }, (_, i) => i);
  const engine = new CpuEngine({
    spec,
    data,
    precision: 'float64',
    rule: 'sgd',
    batch: ROWS,
    learningRate: 1,
  });
  try {
    const { flat, moments } = initialWeights(spec, new RandomState(5));
    engine.write({ flat, moments, first: new Float64Array(0), second: new Float64Array(0) });
    const at = async (w: Float64Array): Promise<number> => (await engine.gradientAt(w, rows, alpha)).loss;
    const { gradient } = await engine.gradientAt(flat, rows, alpha);
    let worst = 0;
    const size = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
    const h = 1e-5;
    for (let i = 0; i < flat.length; i++) {
      const [up, down] = [flat.slice(), flat.slice()];
      up[i] += h;
      down[i] -= h;
      worst = Math.max(
        worst,
        Math.abs((factor * ((await at(up)) - (await at(down)))) / (2 * h) - gradient[i]),
      );
    }
    return worst / size;
  } finally {
    engine.dispose();
  }
}

// Central differences with h = 1e-5 are good to about h^2 and 1e-16 / h.
const TOLERANCE = 1e-7;

describe('gradients equal finite differences', () => {
  it.each(ACTIVATIONS)('activation %s', async (activation) => {
    expect(await gradientError({ ...base, activation })).toBeLessThan(TOLERANCE);
  });

  it.each(LOSSES.filter((loss) => loss !== 'log_loss'))('loss %s', async (loss) => {
    const outputs = loss === 'squared_error' ? 1 : 3;
    const spec = { ...base, units: [4, 6, 5, outputs], loss, outActivation: naturalOutput(loss) };
    expect(await gradientError(spec)).toBeLessThan(TOLERANCE);
    expect(await gradientError(spec, { weighted: true })).toBeLessThan(TOLERANCE);
  });

  it.each([
    ['log_loss', 'softmax', 3],
    ['log_loss', 'logistic', 1],
    ['poisson', 'softplus', 2],
    ['squared_error', 'logistic', 1],
    ['squared_error', 'softmax', 3],
    ['huber', 'exp', 2],
  ] as const)('loss %s through %s', async (loss, outActivation, outputs) => {
    const spec = { ...base, units: [4, 6, outputs], dropout: [0], loss, outActivation };
    expect(await gradientError(spec, { weighted: true })).toBeLessThan(TOLERANCE);
  });

  it('several targets of the squared error: the gradient is of the sum, the value is the mean', async () => {
    const spec = { ...base, loss: 'squared_error', outActivation: 'identity' } as const;
    expect(await gradientError(spec, { factor: 3, alpha: 0 })).toBeLessThan(TOLERANCE);
  });

  it.each(ACTIVATIONS)('batch normalisation before %s', async (activation) => {
    expect(await gradientError({ ...base, activation, batchNormalization: true })).toBeLessThan(2e-6);
  });

  it.each(ACTIVATIONS)('dropout after %s, with and without normalisation', async (activation) => {
    const spec = { ...base, activation, dropout: [0.3, 0.5] };
    expect(await gradientError(spec)).toBeLessThan(TOLERANCE);
    expect(await gradientError({ ...spec, batchNormalization: true })).toBeLessThan(2e-6);
  });
});
