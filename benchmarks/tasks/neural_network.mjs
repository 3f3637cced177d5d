// Neural networks: seconds for a few epochs, both sides in single precision from the same weights and shuffles. The
// score is the training loss after the last epoch.
import { loadDigits, MLPClassifier, setWarningHandler } from '../../dist/index.js';
import { classes, dataset, head } from '../data.mjs';

setWarningHandler(() => {});

const digits = await loadDigits();
const digitsData = () => dataset('digits', () => ({ X: digits.data, y: Array.from(digits.target) }));

const network = (title, data, options, { target, threads = 1, within = 2e-3, nJobs } = {}) => ({
  title,
  score_is: 'training loss',
  threads,
  target,
  within,
  data,
  peer: () => ({ task: 'mlp', options }),
  run: (_none, { X, y }) =>
    new MLPClassifier({
      hiddenLayerSizes: options.hidden_layer_sizes,
      batchSize: options.batch_size,
      maxIter: options.max_iter,
      tol: 0,
      nIterNoChange: Number.POSITIVE_INFINITY,
      randomState: 1,
      precision: 'float32',
      ...(nJobs && { nJobs }),
    }).fit(X, y),
  score: (_none, model) => model.lossCurve.at(-1),
  note: (model) => `${model.nIter} epochs`,
});

const table = () => classes(100_000, 10, 3);
const layers = { hidden_layer_sizes: [100, 50], max_iter: 3 };

/** Our CPU engine against the same training on a backend of tfjs. */
const besideTfjs = (backend, rows) => {
  const train = (device, { X, y }) =>
    new MLPClassifier({
      hiddenLayerSizes: [100, 50],
      batchSize: 200,
      maxIter: 2,
      randomState: 1,
      device,
      precision: device === 'cpu' ? 'float32' : 'auto',
    }).fit(X, y);
  return {
    title: `MLPClassifier.fit, ${rows / 1000}k x 10, 100-50, Adam, batch 200, 2 epochs, beside tfjs ${backend}`,
    score_is: 'training loss',
    threads: 1,
    against: `tfjs ${backend}`,
    within: 1e-4,
    data: () => head(table(), rows),
    run: (_none, data) => train('cpu', data),
    theirs: {
      prepare: async () => {
        if (backend === 'wasm') return 'wasm';
        const tf = await import('@tensorflow/tfjs-core');
        await import('@tensorflow/tfjs-backend-cpu');
        await tf.setBackend('cpu');
        return tf;
      },
      run: (device, data) => train(device, data),
    },
    score: (_none, model) => model.lossCurve.at(-1),
  };
};

export const tasks = [
  network(
    'MLPClassifier.fit, 100k x 10, 100-50, Adam, batch 200, float32, 3 epochs',
    table,
    { ...layers, batch_size: 200 },
    { target: 1.3 },
  ),
  network(
    'MLPClassifier.fit, 100k x 10, 100-50, Adam, batch 4096, float32, 3 epochs',
    table,
    { ...layers, batch_size: 4096 },
    { target: 1.5 },
  ),
  network(
    'MLPClassifier.fit, digits 64-100-10, Adam, batch 200, float32, 20 epochs',
    digitsData,
    { hidden_layer_sizes: [100], max_iter: 20, batch_size: 200 },
    { target: 1.2 },
  ),
  network(
    'MLPClassifier.fit, 100k x 10, 100-50, Adam, batch 4096, float32, 3 epochs',
    table,
    { ...layers, batch_size: 4096 },
    { target: 0.9, threads: null, nJobs: -1 },
  ),
  besideTfjs('wasm', 50_000),
  besideTfjs('cpu', 5000),
];
