// Side by side with scikit-learn, pandas and ml.js: ours and the peer in turn, medians, the scores beside the times.
//
//   npm run bench                       five rounds of every task (about an hour)
//   npm run bench -- --quick            three rounds
//   npm run bench -- --only logistic    the tasks whose title contains it
//   npm run bench -- --family tree      the tasks of one file of tasks/
//
// Each result goes to results.json with its rounds, load and date, and RESULTS.md is written from all that stand
// there: a run of some tasks brings their rows up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startPython } from './peers/python.mjs';
import { report, tableLines, targetLines } from './report.mjs';
import { tasks } from './tasks/index.mjs';

const { values: args } = parseArgs({
  options: {
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    family: { type: 'string' },
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

const RESULTS = new URL('results.json', import.meta.url);
const readResults = () => (existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : {});
const keyOf = ({ title, threads, against }) =>
  `${title}, ${threads === 1 ? 'one thread' : 'all cores'}, ${against ?? 'scikit-learn'}`;

/** Puts a result among those that are known; a failure does not push out a figure. */
function remember(task, result) {
  const known = readResults();
  if (result.error && known[keyOf(task)]?.ratio !== undefined) return;
  known[keyOf(task)] = result;
  const sorted = Object.fromEntries(Object.entries(known).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(RESULTS, `${JSON.stringify(sorted, null, 1)}\n`);
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
  if (args.family && task.family !== args.family) continue;
  const how = { rounds, load: loadavg()[0].toFixed(1), date: new Date().toISOString().slice(0, 10) };
  try {
    results.push([task, { ...(await measure(task, python)), ...how }]);
  } catch (error) {
    results.push([task, { error: error instanceof Error ? error.message : String(error), ...how }]);
  }
  console.log(tableLines(results.slice(-1)).at(-1));
  remember(...results.at(-1));
}
python?.stop();

const known = readResults();
const all = tasks.filter((task) => known[keyOf(task)]).map((task) => [task, known[keyOf(task)]]);
writeFileSync(new URL('RESULTS.md', import.meta.url), report(all, { versions }));
console.log(`\n${targetLines(results).join('\n')}\n\nRESULTS.md has ${all.length} of ${tasks.length} tasks.`);
process.exit(results.some(([, { error }]) => error) ? 1 : 0);
