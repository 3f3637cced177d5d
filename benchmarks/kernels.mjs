// How far the kernels are from what the machine can do: floating-point operations and bytes per second beside numpy
// on one thread, and beside the limits of the vector units (128 bits in WebAssembly) and of the memory, which are
// measured here too. Writes KERNELS.md.
//
//   npm run bench:kernels
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Matrix, RandomState } from '../dist/index.js';
import { addColumnSums } from '../dist/kernels/columns.js';
import { squaredDistances } from '../dist/kernels/distance_blocks.js';
import { expArray, logArray } from '../dist/kernels/elementwise.js';
import { crossProduct, gemmResidentF32, matmul } from '../dist/kernels/gemm.js';
import { denseModule } from '../dist/kernels/wasm/modules/dense.js';
import { kernelBuild, withSession } from '../dist/kernels/wasm/runtime.js';
import { startPython } from './peers/python.mjs';

const ROUNDS = 7;
const WARM_MS = 400;
const random = new RandomState(0);
const matrix = (rows, columns) => Matrix.of(random.standardNormal(rows * columns), columns);

function best(run) {
  run();
  let least = Number.POSITIVE_INFINITY;
  // Short kernels run until their code is compiled to the end.
  const begun = performance.now();
  for (let i = 0; i < ROUNDS || performance.now() - begun < WARM_MS; i++) {
    const start = performance.now();
    run();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

async function limits() {
  const folder = mkdtempSync(join(os.tmpdir(), 'peak-'));
  try {
    const here = (path) => fileURLToPath(new URL(path, import.meta.url));
    const output = join(folder, 'peak.wasm');
    const flags = ['-O3', '--runtime', 'stub', '--importMemory', '--initialMemory', '1', '--enable', 'simd'];
    execFileSync(here('../node_modules/.bin/asc'), [here('kernels/peak.ts'), ...flags, '-o', output]);
    const bytes = 2 ** 28;
    const memory = new WebAssembly.Memory({ initial: bytes / 65_536 + 1 });
    const { instance } = await WebAssembly.instantiate(readFileSync(output), { env: { memory } });
    new Float64Array(memory.buffer).fill(1);
    const times = 5e7;
    const flops = (times * 12 * 2) / best(() => instance.exports.multiplyAdd(times)) / 1e6;
    const bandwidth = bytes / best(() => instance.exports.sum(bytes)) / 1e6;
    return { flops, bandwidth };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const gemm = (m, n, k, dtype) => {
  const [A, B] = [matrix(m, k), matrix(k, n)];
  const [a, b] = [Float32Array.from(A.data), Float32Array.from(B.data)];
  const singles = () =>
    withSession(denseModule, (session) => {
      const c = session.f32(m * n);
      gemmResidentF32(session, { m, n, k }, session.f32(a), session.f32(b), c);
      return c.view().slice();
    });
  return {
    title: `GEMM ${dtype === 'f8' ? 'f64' : 'f32'}, ${m} x ${n} x ${k}`,
    peer: { kind: 'gemm', m, n, k, dtype },
    flops: 2 * m * n * k,
    lanes: dtype === 'f8' ? 1 : 2,
    run: dtype === 'f8' ? () => matmul(A, B) : singles,
  };
};

const cross = (m, n) => {
  const X = matrix(m, n);
  return {
    title: `X^T X, ${m} x ${n}`,
    peer: { kind: 'cross', m, n, k: 0 },
    flops: m * n * n,
    lanes: 1,
    run: () => crossProduct(X),
  };
};

const squares = (m, k) => {
  const block = { data: matrix(m, k).data, columns: k, start: 0, end: m };
  const out = new Float64Array(m * m);
  return {
    title: `squared distances, ${m} x ${m} in ${k} columns (exact; scikit-learn expands the square)`,
    peer: { kind: 'squares', m, n: m, k },
    flops: 3 * m * m * k,
    lanes: 1,
    run: () => squaredDistances(block, block, out),
  };
};

const memoryBound = (title, kind, m, n, bytes, run) => ({ title, peer: { kind, m, n, k: 0 }, bytes, run });

const N = 4e6;
const values = random.standardNormal(N);
const positive = values.map(Math.abs);
const copied = new Float64Array(N);
const wide = matrix(1_000_000, 10);

const tasks = [
  gemm(200, 50, 100, 'f8'),
  gemm(500, 500, 500, 'f8'),
  gemm(1500, 1500, 1500, 'f8'),
  gemm(200, 50, 100, 'f4'),
  gemm(4096, 100, 10, 'f4'),
  gemm(4096, 50, 100, 'f4'),
  gemm(1500, 1500, 1500, 'f4'),
  cross(100_000, 20),
  cross(20_000, 500),
  squares(2000, 50),
  memoryBound('exp, 4M', 'exp', N, 1, 16 * N, () => expArray(values, copied)),
  memoryBound('log, 4M', 'log', N, 1, 16 * N, () => logArray(positive, copied)),
  memoryBound('sums of columns, 1M x 10', 'columns', 1_000_000, 10, 8e7, () =>
    addColumnSums(wide.data, 10, 0, 1_000_000, new Float64Array(10)),
  ),
  memoryBound('copy, 4M doubles', 'copy', N, 1, 16 * N, () => copied.set(values)),
];

const { flops: peak, bandwidth } = await limits();
const python = startPython();
const lines = [
  '| kernel | ours | numpy, 1 thread | ours / numpy time | share of the limit |',
  '|---|---:|---:|---:|---:|',
];
for (const { title, peer, run, flops, bytes, lanes } of tasks) {
  const ours = best(run);
  const theirs = python && (await python.ask({ task: 'kernel', threads: 1, rounds: ROUNDS, ...peer })).ms;
  const rate = (ms) =>
    flops ? `${(flops / ms / 1e6).toFixed(1)} GFLOP/s` : `${(bytes / ms / 1e6).toFixed(1)} GB/s`;
  const share = flops ? flops / ours / 1e6 / (peak * lanes) : bytes / ours / 1e6 / bandwidth;
  lines.push(
    `| ${title} | ${rate(ours)} | ${theirs ? rate(theirs) : '-'} | ${theirs ? (ours / theirs).toFixed(2) : '-'} | ${(100 * share).toFixed(0)} % |`,
  );
  console.log(lines.at(-1));
}
const versions = python ? (await python.ask({ task: 'versions' })).score : 'no numpy here';
python?.stop();

const text = `# The kernels against the limits of the machine

One thread; the best of ${ROUNDS} calls or of ${WARM_MS} ms. The limit of arithmetic is ${peak.toFixed(1)} GFLOP/s: multiplications beside additions of
two doubles, in independent chains (WebAssembly's vectors have 128 bits; twice that for floats). numpy's OpenBLAS has wider vectors and fused
multiply-add, so it can be several times above it. The limit of memory is ${bandwidth.toFixed(1)} GB/s: a sum over 256 MiB. Calls include the
copies into and out of WebAssembly memory.

- How: \`npm run bench:kernels\`
- Machine: ${os.cpus()[0].model}, ${os.cpus().length} cores, load average ${os.loadavg()[0].toFixed(1)}
- Node ${process.version}, kernels '${kernelBuild()}'; ${versions}
- Date: ${new Date().toISOString().slice(0, 10)}

${lines.join('\n')}
`;
writeFileSync(new URL('KERNELS.md', import.meta.url), text);
console.log(`\n${text}`);
