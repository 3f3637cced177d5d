// The networks on a GPU against the CPU engine: seconds an epoch at batch 200, 4096 and 65536 with 1M x 10 and 100k x 784
// inputs, and the difference of the weights after one epoch. Works from a fresh clone, and writes what it saw to GPU.md:
//
//   node benchmarks/gpu.mjs               on a GPU; where there is none it says so, and ends with status 1
//   node benchmarks/gpu.mjs --software    WebGPU on a software driver, named as such: a hundredth of the rows
//   ... --only "x 784" --rows 2000        some of the data only, fewer rows; such a run prints its table and writes nothing
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: args } = parseArgs({
  options: {
    software: { type: 'boolean', default: false },
    only: { type: 'string' },
    rows: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const must = (command, ...rest) => {
  const { status } = spawnSync(command, rest, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(`\n${command} ${rest.join(' ')} failed.`);
    process.exit(1);
  }
};

// A fresh clone has neither packages nor a build.
if (!existsSync(join(root, 'node_modules/webgpu'))) must('npm', 'ci');
if (!existsSync(join(root, 'dist/index.js'))) must(process.execPath, 'scripts/build.mjs');
if (args.software && !process.env['VK_DRIVER_FILES']) {
  const folder = mkdtempSync(join(tmpdir(), 'software-vulkan-'));
  must('bash', 'scripts/software_vulkan.sh', folder);
  // Drivers are read when the process starts.
  const env = { ...process.env, VK_DRIVER_FILES: join(folder, 'driver.json'), XDG_RUNTIME_DIR: tmpdir() };
  const again = spawnSync(process.execPath, process.argv.slice(1), { stdio: 'inherit', env });
  process.exit(again.status ?? 1);
}

const { describeDevices, Matrix, MLPClassifier, RandomState, setWarningHandler } = await import(
  '../dist/index.js'
);
setWarningHandler(() => {});
const devices = await describeDevices();
console.log(`${devices}\n`);
const answer = devices.candidates.find(({ device }) => device?.gpu || (args.software && device?.software));
if (!answer) {
  console.log(args.software ? 'No software adapter here either.' : 'No GPU here: nothing is measured.');
  process.exit(1);
}
const { device } = answer;
const where = device.gpu ? 'gpu' : 'webgpu';

const dataOf = (rows, columns) => {
  const random = new RandomState(0);
  const X = Matrix.of(random.standardNormal(rows * columns), columns);
  const y = Array.from({ length: rows }, (_, i) =>
    X.get(i, 0) + X.get(i, 1) ** 2 > 1 ? 2 : X.get(i, 2) > 0 ? 1 : 0,
  );
  return { X, y };
};

const train = ({ X, y }, batchSize, on, maxIter) =>
  new MLPClassifier({
    hiddenLayerSizes: [100, 50],
    batchSize,
    maxIter,
    tol: 0,
    nIterNoChange: Number.POSITIVE_INFINITY,
    randomState: 1,
    device: on,
    precision: on === 'cpu' ? 'float32' : 'auto',
  }).fit(X, y);

const apart = (a, b) => {
  let most = 0;
  a.coefs.forEach((coef, l) => {
    for (let i = 0; i < coef.data.length; i++) {
      most = Math.max(most, Math.abs(coef.data[i] - b.coefs[l].data[i]));
    }
  });
  return most;
};

/** Seconds of the fastest epoch but the first, which compiles shaders and code. */
const perEpoch = (model) => Math.min(...model.history.seconds.slice(1));

const lines = [
  '| data | batch | CPU engine, s/epoch | device, s/epoch | rows/s, device over CPU | largest difference of weights after an epoch |',
  '|---|---:|---:|---:|---:|---:|',
];
console.log(lines.join('\n'));
const shrink = args.software ? 100 : 1;
let failed = 0;
for (const [all, columns] of [
  [1_000_000, 10],
  [100_000, 784],
]) {
  if (args.only && !`${all} x ${columns}`.includes(args.only)) continue;
  const rows = args.rows ? Number(args.rows) : all / shrink;
  const data = dataOf(rows, columns);
  for (const batchSize of [200, 4096, 65_536]) {
    let cells;
    try {
      const difference = apart(
        await train(data, batchSize, 'cpu', 1),
        await train(data, batchSize, where, 1),
      );
      const ours = perEpoch(await train(data, batchSize, 'cpu', 3));
      const theirs = perEpoch(await train(data, batchSize, where, 3));
      cells = [ours.toFixed(3), theirs.toFixed(3), (ours / theirs).toFixed(2), difference.toExponential(1)];
    } catch (error) {
      failed++;
      const message = error instanceof Error ? error.message : String(error);
      cells = ['-', '-', '-', `failed: ${message.replace(/\s+/g, ' ').replaceAll('|', '/').slice(0, 120)}`];
    }
    const batch = batchSize > rows ? `${batchSize} (all ${rows})` : `${batchSize}`;
    lines.push(`| ${rows} x ${columns} | ${batch} | ${cells.join(' | ')} |`);
    console.log(lines.at(-1));
  }
}

if (!args.only && !args.rows) {
  // Each kind of device has its own part of the page: a software run never stands where a GPU's figures go.
  const part = device.gpu ? 'gpu' : 'software';
  const name = [device.vendor, device.architecture, device.description].filter(Boolean).join(', ');
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}`;
  const head = `${date}; ${device.gpu ? 'GPU' : 'SOFTWARE ADAPTER, no GPU'}: ${name} (backend ${device.backend}); ${machine}.`;
  const page = new URL('GPU.md', import.meta.url);
  const text = readFileSync(page, 'utf8');
  const [begin, end] = [`<!-- ${part}: written by gpu.mjs -->`, `<!-- end of ${part} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(`benchmarks/GPU.md: the lines "${begin}" and "${end}" are missing.`);
  writeFileSync(
    page,
    `${text.slice(0, from + begin.length)}\n\n${head}\n\n${lines.join('\n')}\n\n${text.slice(to)}`,
  );
  console.log(`\nGPU.md has it.`);
}
process.exit(failed > 0 ? 1 : 0);
