// Side by side with scikit-learn and ml.js: ours and the peer in turn, medians, the score of both beside the time.
//
//   npm run bench               five rounds of every task
//   npm run bench -- --rounds 3 --only logistic
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  accuracyScore,
  formatCsv,
  GaussianNB,
  GridSearchCV,
  KNeighborsClassifier,
  LogisticRegression,
  Matrix,
  makeClassification,
  makePipeline,
  NearestNeighbors,
  parseCsv,
  RandomState,
  rocAucScore,
  StandardScaler,
  Table,
} from 'learnkit';

const { values: args } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, only: { type: 'string' } },
});
const rounds = Number(args.rounds);
const folder = mkdtempSync(join(tmpdir(), 'learnkit-bench-'));
const random = new RandomState(0);

/** Data for both sides: in memory here, in files for the peer. */
function share(name, X, y) {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, 'X.bin'), X.data);
  writeFileSync(join(path, 'y.bin'), Float64Array.from(y));
  return { X, y, folder: path, columns: X.columns };
}
const normals = (rows, columns) => Matrix.of(random.standardNormal(rows * columns), columns);
const classes = (nSamples, nFeatures, nClasses) => {
  const { data, target } = makeClassification({
    nSamples,
    nFeatures,
    nInformative: 7,
    nClasses,
    randomState: 0,
  });
  return share(`c${nSamples}x${nFeatures}`, data, target);
};
const none = (rows) => new Float64Array(rows);
const proba = async (model, X, y) => {
  const p = await model.predictProba(X);
  return y.reduce((sum, label, i) => sum - Math.log(p.get(i, label)), 0) / y.length;
};

const big = classes(100_000, 20, 3);
const points = share('points', normals(100_000, 5), none(100_000));
const wide = share('wide', normals(20_000, 50), none(20_000));
const tall = share('tall', normals(1_000_000, 10), none(1_000_000));
const small = classes(20_000, 10, 2);
const scores = share(
  'scores',
  normals(1_000_000, 1),
  Array.from({ length: 1_000_000 }, (_, i) => i % 2),
);
const csv = (name, digits) => {
  const columns = Array.from({ length: 10 }, (_, j) => [
    `c${j}`,
    Array.from(random.standardNormal(100_000), (v) => (digits ? Number(v.toFixed(digits)) : v)),
  ]);
  const path = join(folder, `${name}.csv`);
  const text = formatCsv(Table.from(columns));
  writeFileSync(path, text);
  return { path, bytes: new TextEncoder().encode(text) };
};
const short = csv('short', 6);
const long = csv('long', 0);

/** One row of the table: what each side does, with the target for the ratio ours / peer. */
const tasks = [
  ...[null, -1].map((nJobs) => ({
    title: `k nearest, kd-tree, 100k x 5, 10k queries${nJobs ? ', all cores' : ''}`,
    target: 0.7,
    peer: { name: 'kd_tree_query', queries: 10_000, jobs: nJobs ?? 1, ...points },
    prepare: () => new NearestNeighbors({ nNeighbors: 5, algorithm: 'kd_tree', nJobs }).fit(points.X),
    run: (model) => model.kneighbors(points.X.takeRows(Int32Array.from({ length: 10_000 }, (_, i) => i))),
    score: (_model, { distances }) => distances.data.reduce((a, b) => a + b, 0),
  })),
  {
    title: 'kd-tree, build, 100k x 5',
    peer: { name: 'kd_tree_build', ...points },
    run: () => new NearestNeighbors({ nNeighbors: 5, algorithm: 'kd_tree' }).fit(points.X),
    score: () => 0,
  },
  {
    title: 'k nearest, brute force, 20k x 50, 4k queries',
    target: 1.5,
    peer: { name: 'brute_query', queries: 4000, jobs: 1, ...wide },
    prepare: () => new NearestNeighbors({ nNeighbors: 5, algorithm: 'brute' }).fit(wide.X),
    run: (model) => model.kneighbors(wide.X.takeRows(Int32Array.from({ length: 4000 }, (_, i) => i))),
    score: (_model, { distances }) => distances.data.reduce((a, b) => a + b, 0),
  },
  {
    title: 'logistic regression, 100k x 20, 3 classes',
    target: 0.6,
    peer: { name: 'logistic', tol: 1e-6, ...big },
    run: () => new LogisticRegression({ maxIter: 1000, tol: 1e-6 }).fit(big.X, big.y),
    score: (_none, model) => proba(model, big.X, big.y),
  },
  {
    title: 'GridSearchCV, scaled logistic regression, 20k x 10, 30 fits, all cores',
    target: 0.7,
    peer: { name: 'grid_search', jobs: -1, ...small },
    run: () =>
      new GridSearchCV(
        makePipeline(new StandardScaler(), new LogisticRegression({ maxIter: 1000 })),
        { logisticregression__C: [0.01, 0.1, 1, 10, 100, 1000] },
        { cv: 5, nJobs: -1 },
      ).fit(small.X, small.y),
    score: (_none, search) => search.bestScore,
  },
  {
    title: 'GaussianNB, fit and score, 100k x 20',
    peer: { name: 'gaussian_nb', ...big },
    run: async () => (await new GaussianNB().fit(big.X, big.y)).score(big.X, big.y),
    score: (_none, score) => score,
  },
  {
    title: 'StandardScaler, fit and transform, 1M x 10',
    peer: { name: 'standard_scaler', ...tall },
    run: () => new StandardScaler().fitTransform(tall.X),
    score: (_none, out) => out.row(out.rows - 1).reduce((a, b) => a + b, 0),
  },
  {
    title: 'rocAucScore, 1M scores',
    peer: { name: 'roc_auc', ...scores },
    run: async () => rocAucScore(scores.y, scores.X.data),
    score: (_none, auc) => auc,
  },
  ...[
    ['6 decimals', short],
    ['17 digits', long],
  ].map(([what, file]) => ({
    title: `CSV, 100k x 10, ${what}, against pandas round_trip`,
    target: 0.4,
    peer: { name: 'csv', path: file.path },
    run: async () => parseCsv(file.bytes),
    score: (_none, table) =>
      table.columns.reduce((sum, name) => sum + table.numbers(name).reduce((a, b) => a + b, 0), 0),
  })),
];

/** A Python that has scikit-learn, or undefined. */
function findPython() {
  for (const python of ['/usr/bin/python3', 'python3']) {
    try {
      execFileSync(python, ['-c', 'import sklearn, pandas'], { stdio: 'ignore' });
      return python;
    } catch {}
  }
  console.log('scikit-learn is missing: apt-get install -y python3-sklearn python3-pandas. Ours alone:');
  return undefined;
}

function startPeer() {
  const python = findPython();
  if (!python) return undefined;
  const env = {
    ...process.env,
    OPENBLAS_NUM_THREADS: '1',
    OMP_NUM_THREADS: '1',
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const child = spawn(python, [fileURLToPath(new URL('peers/sklearn_peer.py', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env,
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask({ X, y, ...task }) {
      child.stdin.write(`${JSON.stringify(task)}\n`);
      return JSON.parse((await lines.next()).value);
    },
    stop: () => child.stdin.end(),
  };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const peer = startPeer();
const versions = peer ? (await peer.ask({ name: 'versions' })).versions : 'no peer';
const rows = [];
for (const task of tasks) {
  if (args.only && !task.title.includes(args.only)) continue;
  try {
    const ours = [];
    const theirs = [];
    let ourScore;
    let theirScore;
    const prepared = await task.prepare?.();
    for (let round = 0; round <= rounds; round++) {
      const start = performance.now();
      const result = await task.run(prepared);
      const ms = performance.now() - start;
      ourScore = await task.score(prepared, result);
      const answer = await peer?.ask(task.peer);
      if (answer?.error) throw new Error(answer.error);
      theirScore = answer?.score;
      // The first round warms both sides up.
      if (round > 0) {
        ours.push(ms);
        if (answer) theirs.push(answer.ms);
      }
    }
    const ratio = theirs.length > 0 ? median(ours) / median(theirs) : Number.NaN;
    rows.push([task.title, median(ours), median(theirs), ratio, task.target, ourScore, theirScore]);
    console.log(
      `${task.title}: ${median(ours).toFixed(0)} ms, peer ${median(theirs)?.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`,
    );
  } catch (error) {
    rows.push([task.title, Number.NaN, Number.NaN, Number.NaN, task.target, String(error), '']);
    console.log(`${task.title}: ${error}`);
  }
}
peer?.stop();

// The ml.js packages, on data that they finish.
const mlRows = [];
if (!args.only) {
  const few = Int32Array.from({ length: 4000 }, (_, i) => i);
  const X = small.X.takeRows(few);
  const y = few.length > 0 ? Array.from(few, (i) => small.y[i]) : [];
  const { default: KNN } = await import('ml-knn');
  const timed = async (run) => {
    const start = performance.now();
    const score = await run();
    return [performance.now() - start, score];
  };
  const knnOurs = await timed(async () => {
    const model = await new KNeighborsClassifier({ nNeighbors: 5 }).fit(X, y);
    return model.score(X, y);
  });
  const knnTheirs = await timed(async () =>
    accuracyScore(y, new KNN(X.to2DArray(), y, { k: 5 }).predict(X.to2DArray())),
  );
  mlRows.push(['KNN(5), 4k x 10, fit and predict', 'ml-knn', ...knnOurs, ...knnTheirs]);
  const { default: LogReg } = await import('ml-logistic-regression');
  const { Matrix: MlMatrix } = await import('ml-matrix');
  const lrOurs = await timed(async () => (await new LogisticRegression().fit(X, y)).score(X, y));
  const lrTheirs = await timed(async () => {
    const model = new LogReg({ numSteps: 1000, learningRate: 5e-3 });
    const matrix = new MlMatrix(X.to2DArray());
    model.train(matrix, MlMatrix.columnVector(y));
    return accuracyScore(y, Array.from(model.predict(matrix)));
  });
  mlRows.push([
    'logistic regression, 4k x 10, fit and predict',
    'ml-logistic-regression',
    ...lrOurs,
    ...lrTheirs,
  ]);
}

const number = (value) =>
  typeof value === 'number'
    ? Number.isFinite(value)
      ? String(Number(value.toPrecision(9)))
      : '-'
    : String(value ?? '-');
const table = rows.map(([title, ours, theirs, ratio, target, a, b]) => {
  const met =
    target === undefined || Number.isNaN(ratio)
      ? ''
      : ratio <= target
        ? `${target}: met`
        : `${target}: missed by ${(ratio / target).toFixed(1)}x`;
  return `| ${title} | ${ours.toFixed(0)} | ${theirs?.toFixed(0) ?? '-'} | ${ratio.toFixed(2)} | ${met} | ${number(a)} | ${number(b)} |`;
});
const ml = mlRows.map(
  ([title, name, ms, score, peerMs, peerScore]) =>
    `| ${title} | ${name} | ${ms.toFixed(0)} | ${peerMs.toFixed(0)} | ${(ms / peerMs).toFixed(3)} | ${number(score)} | ${number(peerScore)} |`,
);
const report = `# Benchmark results

Made by \`npm run bench\`: ours and the peer in turn, medians of ${rounds} rounds after one that is not counted; the peer
on one thread unless the row says all cores. Ratios below 1 mean that we are faster. The score of both sides (loss,
accuracy, or a sum over the results) stands beside the time: rows are comparable because the scores agree.

Machine: ${cpus()[0].model.trim()}, ${availableParallelism()} cores; Node ${process.version}; ${versions}; ${new Date().toISOString().slice(0, 10)}.

| task | ours, ms | scikit-learn, ms | ratio | target | our score | its score |
|---|---:|---:|---:|---|---:|---:|
${table.join('\n')}

| task | peer | ours, ms | peer, ms | ratio | our score | its score |
|---|---|---:|---:|---:|---:|---:|
${ml.join('\n')}
`;
if (!args.only) {
  writeFileSync(fileURLToPath(new URL('RESULTS.md', import.meta.url)), report);
  console.log(`\n${report}`);
}
if (existsSync(folder)) rmSync(folder, { recursive: true });
process.exit(0);
