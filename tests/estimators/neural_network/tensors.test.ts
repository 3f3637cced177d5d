import * as tfCore from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RandomState } from '../../../src/core/random.js';
import { setWarningHandler } from '../../../src/core/warnings.js';
import type { EngineOptions } from '../../../src/estimators/neural_network/engine/cpu_engine.js';
import { DeviceError } from '../../../src/estimators/neural_network/engine/device_error.js';
import { type OpenBackend, TfSession } from '../../../src/estimators/neural_network/engine/tfjs/session.js';
import type { Tf } from '../../../src/estimators/neural_network/engine/tfjs/tf.js';
import { TfEngine } from '../../../src/estimators/neural_network/engine/tfjs/tf_engine.js';
import {
  describeDevices,
  MLPAutoencoder,
  MLPClassifier,
  MLPRegressor,
} from '../../../src/estimators/neural_network/index.js';
import { initialWeights } from '../../../src/estimators/neural_network/network/initialize.js';
import { Optimizer } from '../../../src/estimators/neural_network/training/optimizers.js';
import { load, save } from '../../../src/persistence/index.js';
import { installRegistry } from '../../../src/registry/index.js';
import { expectClose } from '../../support/fixtures.js';
import { clusters, rejection } from './support.js';

installRegistry();
setWarningHandler(() => {});
const tf = tfCore as unknown as Tf;
const { X, y } = clusters(60);
const quick = {
  hiddenLayerSizes: [6],
  randomState: 3,
  learningRateInit: 0.02,
  maxIter: 2,
  batchSize: 30,
} as const;

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(async () => {
  await tf.setBackend('cpu');
});

describe('tfjs is left as it was', () => {
  it('no tensor stays after a hundred fits, aborted and failing ones among them', async () => {
    const before = tf.memory().numTensors;
    for (let i = 0; i < 100; i++) {
      const options = { ...quick, device: tf, batchNormalization: i % 2 === 0, dropout: i % 3 ? 0 : 0.2 };
      if (i % 4 === 0) {
        const stop = new AbortController();
        const callbacks = [{ onEpochEnd: () => stop.abort() }];
        await rejection(new MLPClassifier(options).fit(X, y, { signal: stop.signal, callbacks }));
      } else if (i % 4 === 1) {
        const wild = new MLPRegressor({
          ...options,
          batchNormalization: false,
          solver: 'sgd',
          learningRateInit: 1e30,
        });
        await rejection(wild.fit(X, y));
      } else if (i % 4 === 2) {
        const boom = { onEpochEnd: () => Promise.reject(new Error('boom')) };
        await rejection(
          new MLPClassifier({ ...options, earlyStopping: true }).fit(X, y, { callbacks: [boom] }),
        );
      } else {
        await new MLPClassifier({ ...options, earlyStopping: true }).fit(X, y, {
          sampleWeight: y.map((c) => c + 1),
        });
      }
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  it("the caller's backend is set again, and the caller's tensors live", async () => {
    const mine = tf.tensor2d(new Float32Array([1, 2]), [1, 2]);
    const model = await new MLPClassifier({ ...quick, device: 'wasm' }).fit(X, y);
    expect(model.device.backend).toBe('wasm');
    expect(tf.getBackend()).toBe('cpu');
    expect([...(await mine.data())]).toEqual([1, 2]);
    mine.dispose();
    expect(tf.memory().numTensors).toBe(0);
  });

  it('where no backend was set, none is set after', async () => {
    const engine = tf.engine() as { backendName: string | null };
    engine.backendName = null;
    await new MLPClassifier({ ...quick, device: 'wasm' }).fit(X, y);
    expect(engine.backendName).toBeNull();
  });

  it('uncaught errors of the process stay its own', async () => {
    const before = process.listeners('uncaughtException').length;
    await new MLPClassifier({ ...quick, device: 'wasm' }).fit(X, y);
    expect(process.listeners('uncaughtException')).toHaveLength(before);
  });

  it('two trainings at once on different backends do not meet', async () => {
    const make = (device: 'wasm' | Tf): MLPClassifier => new MLPClassifier({ ...quick, maxIter: 20, device });
    const alone = [await make('wasm').fit(X, y), await make(tf).fit(X, y)];
    const [a, b] = await Promise.all([make('wasm').fit(X, y), make(tf).fit(X, y)]);
    expect(a.coefs[0]).toEqual(alone[0].coefs[0]);
    expect(b.coefs[0]).toEqual(alone[1].coefs[0]);
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.memory().numTensors).toBe(0);
  });
});

describe('what is trained on tfjs', () => {
  it('is a model like any other: predictions need no tfjs, files hold plain numbers', async () => {
    const ours = await new MLPClassifier({ ...quick, maxIter: 20 }).fit(X, y);
    const theirs = await new MLPClassifier({ ...quick, maxIter: 20, device: 'wasm' }).fit(X, y);
    expectClose(theirs.lossCurve, ours.lossCurve, { rtol: 1e-5 });
    expectClose(await theirs.predictProba(X), await ours.predictProba(X), { atol: 1e-5 });
    const loaded = await load<MLPClassifier>(await save(theirs));
    expect(await loaded.predict(X)).toEqual(await theirs.predict(X));
    expect(loaded.device).toEqual(theirs.device);
  });

  it('goes on by partialFit, solves by lbfgs, encodes', async () => {
    const a = new MLPClassifier({ ...quick });
    const b = new MLPClassifier({ ...quick, device: 'wasm' });
    for (const model of [a, b]) {
      for (let i = 0; i < 3; i++) await model.partialFit(X, y, { classes: [0, 1, 2] });
    }
    expectClose(b.coefs[0], a.coefs[0], { rtol: 1e-5, atol: 1e-6 });
    const solved = await new MLPRegressor({ ...quick, solver: 'lbfgs', maxIter: 30, device: 'wasm' }).fit(
      X,
      y,
    );
    expect(await solved.score(X, y)).toBeGreaterThan(0.5);
    const coder = await new MLPAutoencoder({ ...quick, hiddenLayerSizes: [2], device: 'wasm' }).fit(X);
    expect((await coder.transform(X)).columns).toBe(2);
  });

  it('auto without a GPU is the CPU engine, and gpu says what was tried', async () => {
    const webgpu = (await describeDevices()).candidates.find(({ name }) => name === 'WebGPU');
    if (webgpu?.device?.gpu) {
      const model = await new MLPClassifier({ ...quick, device: 'gpu' }).fit(X, y);
      expect(model.device.gpu).toBe(true);
      return;
    }
    const auto = await new MLPClassifier({ ...quick, device: 'auto' }).fit(X, y);
    const cpu = await new MLPClassifier(quick).fit(X, y);
    expect(auto.device).toEqual(cpu.device);
    expect(auto.coefs).toEqual(cpu.coefs);
    const error = await rejection(new MLPClassifier({ ...quick, device: 'gpu' }).fit(X, y));
    expect(error).toBeInstanceOf(DeviceError);
    for (const tried of ['caller', 'tfjs-node-gpu', 'WebGPU']) expect(error.message).toContain(tried);
  });

  it('a device that is not there is refused by name', async () => {
    const error = await rejection(new MLPClassifier({ ...quick, device: 'tensorflow' }).fit(X, y));
    expect(error.message).toMatch(/'tensorflow' cannot be used: @tensorflow\/tfjs-node-gpu does not load/);
  });
});

describe('a device that fails', () => {
  const spec = {
    units: [4, 6, 3],
    activation: 'relu',
    outActivation: 'softmax',
    loss: 'log_loss',
    dropout: [0],
    batchNormalization: false,
  } as const;
  const codes = Int32Array.from(y);
  const options: EngineOptions = {
    spec,
    data: { rows: 60, columns: 4, X: X.data, outputs: 3, codes },
    precision: 'float32',
    rule: 'adam',
    batch: 30,
    learningRate: 0.01,
  };
  const settings = {
    name: 'adam',
    learningRate: 0.01,
    momentum: 0,
    nesterovsMomentum: false,
    beta1: 0.9,
  } as const;
  const rest = { beta2: 0.999, epsilon: 1e-8, rho: 0, weightDecay: 0, alpha: 1e-4 };

  /** An engine on a backend that can be made to fail, after one good step. */
  function started(extra: Partial<OpenBackend>): TfEngine {
    const device = {
      backend: 'webgpu',
      vendor: 'x',
      architecture: 'y',
      description: 'a card',
      software: false,
      gpu: true,
    };
    const backend: OpenBackend = { tf, name: 'cpu', device, apart: true, close: () => {}, ...extra };
    const engine = new TfEngine(new TfSession(backend, 'MLPClassifier', 'cpu'), options);
    const { flat, moments } = initialWeights(spec, new RandomState(0));
    engine.write({ flat, moments, first: new Float64Array(0), second: new Float64Array(0) });
    engine.step(Int32Array.of(0, 1, 2, 3), new Optimizer({ ...settings, ...rest }).next(), 0);
    return engine;
  }

  it('lost while numbers are awaited: an error, no tensors left', async () => {
    let lose: (reason: string) => void = () => {};
    const lost = new Promise<string>((resolve) => {
      lose = resolve;
    });
    const engine = started({ lost });
    lose('device lost: the driver was reset');
    await Promise.resolve();
    const error = await rejection(engine.takeLoss());
    expect(error).toBeInstanceOf(DeviceError);
    expect(error.message).toMatch(
      /a card failed during training \(device lost: the driver was reset\).*Fit again/,
    );
    engine.dispose();
    expect(tf.memory().numTensors).toBe(0);
  });

  it('out of memory: the error names batchSize', async () => {
    let failure: string | undefined;
    const engine = started({ failure: () => failure });
    failure = 'Out of memory: allocation of 4096 MB failed';
    const error = await rejection(engine.drain());
    expect(error.message).toMatch(/ran out of memory.*batchSize/);
    engine.dispose();
    expect(tf.memory().numTensors).toBe(0);
  });

  it('rows are gathered on the device, or sent batch by batch where they are too many: the same weights', async () => {
    const weights = await Promise.all(
      [2 ** 20, 10].map(async (residentCells) => {
        const engine = started({ residentCells });
        const { flat } = await engine.read();
        engine.dispose();
        return flat;
      }),
    );
    expect(weights[0]).toEqual(weights[1]);
    expect(tf.memory().numTensors).toBe(0);
  });
});
