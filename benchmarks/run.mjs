// Side by side with scikit-learn, pandas and ml.js: ours and the peer in turn, medians, the scores beside the times.
//
//   npm run bench                       five rounds of every task, and RESULTS.md
//   npm run bench -- --quick            three rounds
//   npm run bench -- --only logistic    the tasks whose title contains it; RESULTS.md stays as it is
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startPython } from './peers/python.mjs';
import { report, tableLines } from './report.mjs';
import { tasks } from './tasks/index.mjs';

const { values: args } = parseArgs({
  options: {
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
const rounds = Number(args.rounds ?? (args.quick ? 3 : 5));
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds: a whole number from 1. Got ${args.rounds}.`);

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** One side that runs in this process: gives milliseconds, score and note per call. */
async function local(side, task, data) {
  const prepared = await side.prepare?.(data);
  return async () => {
    const start = performance.now();
    const result = await side.run(prepared, data);
    const ms = performance.now() - start;
    return { ms, score: await task.score?.(prepared, result, data), note: side.note?.(result) };
  };
}

async function peerOf(task, data, python) {
  if (task.theirs) return local(task.theirs, task, data);
  if (!python) return undefined;
  return () => python.ask({ ...task.peer(data), ...data.shared, threads: task.threads });
}

async function measure(task, python) {
  const data = task.data();
  const sides = [await local(task, task, data), await peerOf(task, data, python)];
  const times = [[], []];
  const last = [];
  // Round 0 warms both sides up: compiled code, worker pools, cached files.
  for (let round = 0; round <= rounds; round++) {
    for (const [side, once] of sides.entries()) {
      if (!once) continue;
      last[side] = await once();
      if (round > 0) times[side].push(last[side].ms);
    }
  }
  const [ours, theirs] = last;
  const result = { ours: median(times[0]), ourScore: ours.score, ourNote: ours.note };
  if (!theirs) return result;
  const ratios = times[0].map((ms, i) => ms / times[1][i]);
  const apart = Math.abs((ours.score ?? 0) - (theirs.score ?? 0));
  const size = Math.max(Math.abs(ours.score ?? 0), Math.abs(theirs.score ?? 0), 1);
  const peerTime = median(times[1]);
  return {
    ...result,
    theirs: peerTime,
    theirScore: theirs.score,
    theirNote: theirs.note,
    ratio: result.ours / peerTime,
    range: [Math.min(...ratios), Math.max(...ratios)],
    agree: (task.within ?? 1e-9) === Number.POSITIVE_INFINITY || apart <= (task.within ?? 1e-9) * size,
  };
}

const python = startPython();
const npmVersion = (name) =>
  `${name} ${JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8')).version}`;
const PEERS = [
  ...['ml-knn', 'ml-logistic-regression', 'ml-random-forest', 'ml-cart', 'ml-svm', 'ml-pca', 'ml-kmeans'],
  '@tensorflow/tfjs-core',
];
const versions = [
  python ? (await python.ask({ task: 'versions' })).score : 'no scikit-learn here',
  ...PEERS.map(npmVersion),
].join('; ');

const results = [];
for (const task of tasks) {
  if (args.only && !task.title.toLowerCase().includes(args.only.toLowerCase())) continue;
  try {
    results.push([task, await measure(task, python)]);
  } catch (error) {
    results.push([task, { error: error instanceof Error ? error.message : String(error) }]);
  }
  console.log(tableLines(results.slice(-1)).at(-1));
}
python?.stop();

const text = report(results, { rounds, versions });
console.log(`\n${text}`);
if (!args.only) writeFileSync(new URL('RESULTS.md', import.meta.url), text);
process.exit(results.some(([, { error }]) => error) ? 1 : 0);
