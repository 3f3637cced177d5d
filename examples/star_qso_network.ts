// A neural network that tells stars from quasars by their colours, with its loss and validation curves.
//
//   node build/examples/star_qso_network.js [--data FILE.csv] [--device auto]
//
// Without a file it learns on a simulated catalogue. --device gpu trains on a graphics card or says why not.
import { parseArgs } from 'node:util';
import {
  classificationReport,
  type DeviceChoice,
  describeDevices,
  EarlyStopping,
  f1Score,
  loadSdss,
  MLPClassifier,
  makeStarQso,
  ReduceLROnPlateau,
  StandardScaler,
  trainValTestSplit,
} from 'learnkit';

const { values: args } = parseArgs({
  options: { data: { type: 'string' }, device: { type: 'string', default: 'auto' } },
});

const { data, target } = args.data
  ? await loadSdss(args.data, { classes: ['STAR', 'QSO'], features: 'colours' })
  : makeStarQso({ nSamples: 20_000, quasarFraction: 0.15, randomState: 42 });
const [XTrain, XVal, XTest, yTrain, yVal, yTest] = trainValTestSplit(data, target, {
  stratify: target,
  randomState: 42,
});
const scaler = await new StandardScaler().fit(XTrain);
const [train, validation, test] = await Promise.all([XTrain, XVal, XTest].map((X) => scaler.transform(X)));

console.log(`Ways to train on this machine:\n${await describeDevices()}\n`);

const model = new MLPClassifier({
  hiddenLayerSizes: [64, 32],
  batchNormalization: true,
  dropout: 0.1,
  classWeight: 'balanced',
  learningRateInit: 0.005,
  maxIter: 60,
  tol: 0,
  device: args.device as DeviceChoice,
  randomState: 42,
});
await model.fit(train, yTrain, {
  validationData: [validation, yVal],
  callbacks: [
    new ReduceLROnPlateau({ factor: 0.3, patience: 3, minLr: 1e-5 }),
    new EarlyStopping({ patience: 8 }),
  ],
});

/** One line per row of a chart: the values of a curve as bars of text. */
function curve(name: string, values: readonly number[]): string {
  const bars = '▁▂▃▄▅▆▇█';
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const line = values.map(
    (value) => bars[Math.round(((value - low) / (high - low || 1)) * (bars.length - 1))],
  );
  return `${name.padEnd(19)} ${line.join('')}  ${values[0].toFixed(4)} to ${values[values.length - 1].toFixed(4)}`;
}

const { history, device } = model;
const seconds = history.seconds.reduce((sum, s) => sum + s, 0);
console.log(
  `Trained on ${device.description} (${device.gpu ? 'a GPU' : 'no GPU'}), ${model.nIter} epochs in ${seconds.toFixed(1)} s`,
);
console.log(curve('training loss', history.loss));
console.log(curve('validation loss', history.validationLoss));
console.log(curve('validation accuracy', history.validationScore));
console.log(curve('learning rate', history.learningRate));

const predicted = await model.predict(test);
console.log(`\n${classificationReport(yTest, predicted)}`);
console.log(`F1 of quasars: ${f1Score(yTest, predicted, { posLabel: 'QSO' }).toFixed(4)}`);
