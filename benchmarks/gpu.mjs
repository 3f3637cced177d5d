// The networks on a GPU against the CPU engine: seconds an epoch at three batch sizes, and the difference of the weights
// after one epoch. Prints a table for GPU.md. Where there is no GPU it says so and ends with status 1;
// `--software` measures a software adapter, named as such, on few rows.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { describeDevices, Matrix, MLPClassifier, RandomState, setWarningHandler } from '../dist/index.js';

const { values: args } = parseArgs({ options: { software: { type: 'boolean', default: false } } });
setWarningHandler(() => {});
const devices = await describeDevices();
console.log(`${devices}\n`);
const answer = devices.candidates.find(({ device }) => device?.gpu || (args.software && device?.software));
if (!answer) {
  console.log('No GPU here: nothing is measured.');
  process.exit(1);
}
const shrink = args.software ? 100 : 1;
const { device } = answer;
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${device.vendor} ${device.architecture} ${device.description}${device.software ? ' (SOFTWARE, no GPU)' : ''}, ${cpus()[0].model}, Node ${process.version}\n`,
);
console.log(
  '| data | batch | CPU engine, s/epoch | device, s/epoch | rows/s, device over CPU | largest difference of weights |',
);
console.log('|---|---:|---:|---:|---:|---:|');

for (const [rows, columns] of [
  [1_000_000 / shrink, 10],
  [100_000 / shrink, 784],
]) {
  const random = new RandomState(0);
  const X = Matrix.of(random.standardNormal(rows * columns), columns);
  const y = Array.from({ length: rows }, (_, i) =>
    X.get(i, 0) + X.get(i, 1) ** 2 > 1 ? 2 : X.get(i, 2) > 0 ? 1 : 0,
  );
  for (const batchSize of [200, 4096, 65_536]) {
    const train = async (where, maxIter) => {
      const params = {
        hiddenLayerSizes: [100, 50],
        batchSize,
        maxIter,
        tol: 0,
        randomState: 1,
        device: where,
      };
      const model = new MLPClassifier({ ...params, precision: where === 'cpu' ? 'float32' : 'auto' });
      return model.fit(X, y);
    };
    const choice = device.gpu ? 'gpu' : 'webgpu';
    const [a, b] = [await train('cpu', 1), await train(choice, 1)];
    const apart = Math.max(
      ...a.coefs.flatMap((coef, l) =>
        coef.data.reduce((m, w, i) => Math.max(m, Math.abs(w - b.coefs[l].data[i])), 0),
      ),
    );
    // The first epoch compiles shaders and code.
    const perEpoch = async (where) => {
      const { seconds } = (await train(where, 3)).history;
      return Math.min(...seconds.slice(1));
    };
    const [ours, theirs] = [await perEpoch('cpu'), await perEpoch(choice)];
    console.log(
      `| ${rows} x ${columns} | ${batchSize} | ${ours.toFixed(3)} | ${theirs.toFixed(3)} | ${(ours / theirs).toFixed(2)} | ${apart.toExponential(1)} |`,
    );
  }
}
