import * as tfCore from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, describe, expect, it } from 'vitest';
import { RandomState } from '../../../src/core/random.js';
import { CpuEngine, type EngineOptions } from '../../../src/estimators/neural_network/engine/cpu_engine.js';
import { type DeviceChoice, openEngine } from '../../../src/estimators/neural_network/engine/devices.js';
import type { Engine, TrainingData } from '../../../src/estimators/neural_network/engine/engine.js';
import { isTf, type Tf } from '../../../src/estimators/neural_network/engine/tfjs/tf.js';
import { describeDevices } from '../../../src/estimators/neural_network/index.js';
import { ACTIVATIONS } from '../../../src/estimators/neural_network/network/activations.js';
import { initialWeights } from '../../../src/estimators/neural_network/network/initialize.js';
import type { NetworkSpec } from '../../../src/estimators/neural_network/network/layout.js';
import { LOSSES, naturalOutput } from '../../../src/estimators/neural_network/network/losses.js';
import {
  OPTIMIZERS,
  Optimizer,
  type OptimizerName,
  ruleOf,
} from '../../../src/estimators/neural_network/training/optimizers.js';
import { expectClose } from '../../support/fixtures.js';

const tf = tfCore as unknown as Tf;
const cpuTf = async (): Promise<Tf> => {
  await tf.setBackend('cpu');
  return tf;
};

const BATCH = 50;
// More than 1,000 numbers in a batch and in a layer: smaller tensors never reach the device on some backends.
const base: NetworkSpec = {
  units: [24, 40, 32, 3],
  activation: 'relu',
  outActivation: 'softmax',
  loss: 'log_loss',
  dropout: [0, 0],
  batchNormalization: false,
};

function dataFor(spec: NetworkSpec, rows = 5 * BATCH): TrainingData {
  const random = new RandomState(4);
  const outputs = spec.units[spec.units.length - 1];
  const X = Float64Array.from(random.normal(0, 1, rows * spec.units[0]), Math.fround);
  const weights = Float64Array.from(random.uniform(0.5, 2, rows), Math.fround);
  const common = { rows, columns: spec.units[0], X, outputs, weights };
  if (spec.loss === 'log_loss')
    return { ...common, codes: Int32Array.from({ length: rows }, (_, i) => i % 3) };
  const Y = Float64Array.from(random.uniform(0.1, 2, rows * outputs), Math.fround);
  return { ...common, Y };
}

function settings(name: OptimizerName, learningRate: number): ConstructorParameters<typeof Optimizer>[0] {
  const rho = name === 'adadelta' ? 0.95 : 0.9;
  const memory = { momentum: 0.9, nesterovsMomentum: true, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
  return { name, learningRate, ...memory, rho, weightDecay: 0.004, alpha: 1e-3 };
}

/** Weights and loss after so many steps of the same batches from the same start. */
async function train(engine: Engine, spec: NetworkSpec, name: OptimizerName, steps: number, rate = 1e-3) {
  const { flat, moments } = initialWeights(spec, new RandomState(9));
  engine.write({ flat, moments, first: new Float64Array(0), second: new Float64Array(0) });
  const optimizer = new Optimizer(settings(name, rate));
  const random = new RandomState(1);
  for (let step = 0; step < steps; step++) {
    const rows = random.permutation(5 * BATCH).slice(0, BATCH);
    await engine.step(rows, optimizer.next(), step + 1);
    if (step % 16 === 15) await engine.drain();
  }
  const loss = await engine.takeLoss();
  const outputs = await engine.predict(dataFor(spec).X, 100, async () => {});
  return { ...(await engine.read()), loss, outputs };
}

function options(
  spec: NetworkSpec,
  name: OptimizerName,
  rate: number,
  precision: 'float32' | 'float64',
): EngineOptions {
  return { spec, data: dataFor(spec), precision, rule: ruleOf(name), batch: BATCH, learningRate: rate };
}

/** Trains on our engine and on another, and compares to the size of each number: absolute for those below 1. */
async function compare(
  device: DeviceChoice,
  spec: NetworkSpec,
  name: OptimizerName,
  steps = 50,
  tolerance = 1e-5,
  rate = 1e-3,
) {
  const ours = new CpuEngine(options(spec, name, rate, 'float64'));
  const theirs = await openEngine(device, options(spec, name, rate, 'float32'), 'test');
  try {
    const [a, b] = [await train(ours, spec, name, steps, rate), await train(theirs, spec, name, steps, rate)];
    const close = { rtol: tolerance, atol: tolerance };
    expectClose(b.flat, a.flat, { ...close, what: 'weights' });
    expectClose(b.moments, a.moments, { ...close, what: 'moments' });
    expectClose(b.outputs, a.outputs, { ...close, what: 'outputs' });
    expectClose(b.loss, a.loss, { rtol: 1e-5, what: 'loss' });
  } finally {
    ours.dispose();
    theirs.dispose();
  }
}

describe('engines agree after 50 steps', () => {
  it('our own, in single precision', async () => {
    const a = new CpuEngine(options(base, 'adam', 1e-3, 'float64'));
    const b = new CpuEngine(options(base, 'adam', 1e-3, 'float32'));
    const [wide, narrow] = [await train(a, base, 'adam', 50), await train(b, base, 'adam', 50)];
    expectClose(narrow.flat, wide.flat, { rtol: 1e-5, atol: 1e-5 });
    a.dispose();
    b.dispose();
  });

  it('tfjs cpu', async () => compare(await cpuTf(), base, 'adam'));

  it('tfjs wasm', () => compare('wasm', base, 'adam'));

  it.each(ACTIVATIONS)('activation %s, with normalisation and dropout', async (activation) => {
    // Normalisation divides by deviations that single precision knows to 1e-6: 5e-5 after 50 steps.
    const spec = { ...base, activation, batchNormalization: true, dropout: [0.2, 0.1] };
    await compare(await cpuTf(), spec, 'sgd', 50, 5e-5);
  });

  it.each(LOSSES)('loss %s', async (loss) => {
    const outActivation = loss === 'log_loss' ? 'softmax' : naturalOutput(loss);
    // Percentages are hundreds, so steps are smaller.
    const rate = loss === 'mean_absolute_percentage_error' ? 1e-5 : 1e-3;
    await compare(await cpuTf(), { ...base, activation: 'tanh', loss, outActivation }, 'sgd', 50, 1e-5, rate);
  });

  it.each(OPTIMIZERS)('optimizer %s', async (name) => {
    // Adaptive steps divide by the root of a gradient's square: where that is tiny, its rounding is the step's.
    await compare(await cpuTf(), { ...base, activation: 'tanh' }, name, 50, name === 'ftrl' ? 1e-4 : 2e-5);
  });
});

describe('WebGPU', () => {
  // Under CI a driver must be there (.ci/run brings a software one). Elsewhere the reason is printed, and what is
  // tested is that the refusal says it.
  const answer = describeDevices().then(({ candidates }) => candidates.find(({ name }) => name === 'WebGPU'));

  async function onDevice(work: () => Promise<void>): Promise<void> {
    const webgpu = await answer;
    if (webgpu?.usable) return work();
    if (process.env['CI']) expect.fail(`WebGPU must run under CI, but: ${webgpu?.reason}`);
    console.warn(`WebGPU is not tested here: ${webgpu?.reason}`);
    const refused = openEngine('webgpu', options(base, 'adam', 1e-3, 'float32'), 'test');
    await expect(refused).rejects.toThrow(webgpu?.reason);
  }

  it('gives the same weights', () => onDevice(() => compare('webgpu', base, 'adam')));

  it('with normalisation, dropout and GELU', () =>
    onDevice(() =>
      compare(
        'webgpu',
        { ...base, activation: 'gelu', batchNormalization: true, dropout: [0.2, 0.1] },
        'sgd',
        50,
        5e-5,
      ),
    ));

  it('says what the device is', () =>
    onDevice(async () => {
      const engine = await openEngine('webgpu', options(base, 'adam', 1e-3, 'float32'), 'test');
      expect(engine.device.backend).toBe('webgpu');
      expect(engine.device.gpu).toBe(!engine.device.software);
      engine.dispose();
    }));
});

it('recognises tfjs by its functions', () => {
  expect(isTf(tfCore)).toBe(true);
  expect(isTf({ tensor2d: 1 })).toBe(false);
});

afterAll(async () => {
  await tf.setBackend('cpu');
  expect(tf.memory().numTensors).toBe(0);
});
