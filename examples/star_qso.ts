// The main job: tell stars from quasars by their colours, end to end.
//
//   npm start                          on a simulated catalogue
//   npm start -- --data FILE.csv       on a SkyServer or Kaggle export with u, g, r, i, z and class
//
// Options: --classes STAR,QSO (which classes to keep), --features colours|magnitudes|both, --jobs N.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import {
  balancedAccuracyScore,
  CalibratedClassifierCV,
  type Classifier,
  classificationReport,
  confusionMatrix,
  f1Score,
  GaussianNB,
  GridSearchCV,
  HistGradientBoostingClassifier,
  hasMethod,
  KNeighborsClassifier,
  LogisticRegression,
  loadFile,
  loadSdss,
  Matrix,
  MLPClassifier,
  makeStarQso,
  Pipeline,
  RandomForestClassifier,
  rocAucScore,
  StandardScaler,
  StratifiedKFold,
  SVC,
  sampleCompleteness,
  sampleContamination,
  saveFile,
  trainTestSplit,
} from 'learnkit';
import { imbalanceTable } from './imbalance_table.js';

const { values: args } = parseArgs({
  options: {
    data: { type: 'string' },
    classes: { type: 'string', default: 'STAR,QSO' },
    features: { type: 'string', default: 'colours' },
    jobs: { type: 'string', default: '-1' },
  },
});
const started = performance.now();
const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

// 1. Load.
const classes = args.classes.split(',');
const features = args.features as 'colours' | 'magnitudes' | 'both';
const catalogue = args.data
  ? await loadSdss(args.data, { classes, features })
  : makeStarQso({
      nSamples: 10_000,
      quasarFraction: 0.15,
      randomState: 42,
      galaxies: classes.includes('GALAXY'),
    });
const columns = catalogue.featureNames.filter(
  (name) => args.data || (features === 'colours') === name.includes('-') || features === 'both',
);
const X = catalogue.data.takeColumns(columns.map((name) => catalogue.featureNames.indexOf(name)));
const y: string[] = [...catalogue.target];
const counts = new Map<string, number>();
for (const label of y) counts.set(label, (counts.get(label) ?? 0) + 1);
console.log(`${args.data ?? 'simulated catalogue'}: ${X.rows} objects, features ${columns.join(', ')}`);
for (const [label, count] of counts)
  console.log(`  ${label.padEnd(7)} ${String(count).padStart(6)}  ${percent(count / y.length)}`);

// 2. Hold out 30 %, with the same class shares. Stratifying by numbers in the order of --classes (stars first)
// gives the very rows of the reference figures.
const stratify = y.map((label) => classes.indexOf(label));
const [XTrain, XTest, yTrain, yTest] = trainTestSplit(X, y, { testSize: 0.3, stratify, randomState: 42 });

// 3. Search typed pipelines; the keys of each grid are checked by the compiler.
const options = {
  cv: new StratifiedKFold({ nSplits: 5, shuffle: true, randomState: 7 }),
  scoring: 'f1_macro',
  nJobs: Number(args.jobs),
} as const;
const searches = {
  'logistic regression': new GridSearchCV(
    new Pipeline([
      ['scale', new StandardScaler()],
      ['clf', new LogisticRegression({ maxIter: 1000 })],
    ]),
    { clf__C: [0.1, 1, 10, 100], clf__classWeight: [null, 'balanced'] },
    options,
  ),
  'nearest neighbours': new GridSearchCV(
    new Pipeline([
      ['scale', new StandardScaler()],
      ['clf', new KNeighborsClassifier()],
    ]),
    { clf__nNeighbors: [3, 5, 9, 15], clf__weights: ['uniform', 'distance'] },
    options,
  ),
  'naive Bayes': new GridSearchCV(
    new Pipeline([
      ['scale', new StandardScaler()],
      ['clf', new GaussianNB()],
    ]),
    { clf__varSmoothing: [1e-9, 1e-3, 1e-1] },
    options,
  ),
  'random forest': new GridSearchCV(
    new Pipeline([['clf', new RandomForestClassifier({ nEstimators: 100, randomState: 0 })]]),
    { clf__minSamplesLeaf: [1, 3], clf__classWeight: [null, 'balanced_subsample'] },
    options,
  ),
  'gradient boosting': new GridSearchCV(
    new Pipeline([['clf', new HistGradientBoostingClassifier({ earlyStopping: false, randomState: 0 })]]),
    { clf__learningRate: [0.05, 0.1], clf__maxLeafNodes: [15, 31] },
    options,
  ),
  'support vectors': new GridSearchCV(
    new Pipeline([
      ['scale', new StandardScaler()],
      ['clf', new SVC()],
    ]),
    { clf__C: [1, 10] },
    options,
  ),
  'neural network': new GridSearchCV(
    new Pipeline([
      ['scale', new StandardScaler()],
      [
        'clf',
        new MLPClassifier({ hiddenLayerSizes: [64, 32], maxIter: 80, earlyStopping: true, randomState: 0 }),
      ],
    ]),
    { clf__alpha: [1e-4, 1e-2] },
    options,
  ),
};
console.log('\nGrid search, 5 folds, macro-F1:');
const results: { name: string; score: number; model: Classifier }[] = [];
for (const [name, search] of Object.entries(searches)) {
  const since = performance.now();
  await search.fit(XTrain, yTrain, {
    onProgress: ({ done, total }) => {
      if (process.stdout.isTTY) process.stdout.write(`\r  ${name}: ${done}/${total} fits `);
    },
  });
  if (process.stdout.isTTY) process.stdout.write('\r');
  const best = JSON.stringify(search.bestParams).replaceAll('clf__', '').replaceAll('"', '');
  console.log(`  ${name.padEnd(20)} ${search.bestScore.toFixed(4)}  ${seconds(since)}  ${best}`);
  results.push({ name, score: search.bestScore, model: search.bestEstimator as Classifier });
}
results.sort((a, b) => b.score - a.score);
const { name } = results[0];

// 4. Report on the part that was held out. A model without probabilities gets them by calibration.
let best: Classifier = results[0].model;
if (!hasMethod(best, 'predictProba')) {
  best = new CalibratedClassifierCV({ estimator: best.with({}), ensemble: false });
  await best.fit(XTrain, yTrain);
}
const predicted: string[] = (await results[0].model.predict(XTest)).map(String);
const proba = await (best as CalibratedClassifierCV).predictProba(XTest);
const order = best.classes.map(String);
const accuracy = await results[0].model.score(XTest, yTest);
console.log(`\nBest: ${name}. On the ${XTest.rows} objects held out:\n`);
console.log(classificationReport(yTest, predicted, { digits: 4 }));
console.log(
  `accuracy ${accuracy.toFixed(4)}, balanced ${balancedAccuracyScore(yTest, predicted).toFixed(4)}, macro-F1 ${f1Score(yTest, predicted, { average: 'macro' }).toFixed(4)}`,
);
const auc =
  order.length === 2
    ? rocAucScore(yTest, proba.column(1))
    : rocAucScore(yTest, proba, { multiClass: 'ovr', labels: order });
console.log(`ROC AUC ${auc.toFixed(4)}`);
const matrix = confusionMatrix(yTest, predicted, { labels: order }).to2DArray();
console.log(`\n${'true \\ predicted'.padEnd(18)}${order.map((label) => label.padStart(8)).join('')}`);
matrix.forEach((row, i) => {
  console.log(`${order[i].padEnd(18)}${row.map((count) => String(count).padStart(8)).join('')}`);
});
for (const label of order) {
  const completeness = sampleCompleteness(yTest, predicted, { posLabel: label });
  const contamination = sampleContamination(yTest, predicted, { posLabel: label });
  console.log(
    `${label.padEnd(7)} completeness ${percent(completeness)}, contamination ${percent(contamination)}`,
  );
}

// 5. The objects it is least sure of.
const certainty = Array.from({ length: proba.rows }, (_, i) => Math.max(...proba.row(i)));
const unsure = Array.from(certainty.keys())
  .sort((a, b) => certainty[a] - certainty[b])
  .slice(0, 5);
console.log('\nMost uncertain:');
for (const i of unsure) {
  const colours = columns.map((column, j) => `${column} ${XTest.get(i, j).toFixed(2)}`).join('  ');
  console.log(`  P(${predicted[i]}) = ${certainty[i].toFixed(3)}, is ${yTest[i].padEnd(6)}  ${colours}`);
}

// 6. Save the model; a fresh process loads it and must predict the same.
const folder = await mkdtemp(join(tmpdir(), 'learnkit-'));
try {
  const model = join(folder, 'star_qso.model');
  await saveFile(results[0].model, model);
  await writeFile(
    join(folder, 'rows.json'),
    JSON.stringify({ columns: X.columns, data: Array.from(XTest.data), predicted }),
  );
  const program = `
    import { readFileSync } from 'node:fs';
    import { loadFile, Matrix } from 'learnkit';
    const { columns, data, predicted } = JSON.parse(readFileSync(process.argv[1], 'utf8'));
    const model = await loadFile(process.argv[2]);
    const again = await model.predict(Matrix.of(Float64Array.from(data), columns));
    if (String(again) !== String(predicted)) throw new Error('the loaded model predicts otherwise');
    console.log(model.toString());`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', program, join(folder, 'rows.json'), model],
    {
      cwd: new URL('../..', import.meta.url),
    },
  );
  const loaded = await loadFile<Classifier>(model);
  const probe = Matrix.of(XTest.data.slice(0, XTest.columns), XTest.columns);
  const same = String(await loaded.predict(probe)) === predicted[0];
  if (!same) throw new Error('the loaded model predicts otherwise');
  console.log(`\nSaved, loaded in a fresh process, same ${predicted.length} predictions: ${stdout.trim()}`);
} finally {
  await rm(folder, { recursive: true });
}

// 7. The reference figures: default models on the four colours, one split.
const references: Record<string, Classifier> = {
  'scaled KNN(5)': new Pipeline([
    ['scale', new StandardScaler()],
    ['clf', new KNeighborsClassifier({ nNeighbors: 5 })],
  ]) as unknown as Classifier,
  'scaled SVC(C=10)': new Pipeline([
    ['scale', new StandardScaler()],
    ['clf', new SVC({ C: 10 })],
  ]) as unknown as Classifier,
  'random forest': new RandomForestClassifier({ nEstimators: 200, randomState: 0, nJobs: options.nJobs }),
  'gradient boosting': new HistGradientBoostingClassifier({ randomState: 0 }),
};
console.log('\nReference models on the same split:');
for (const [label, model] of Object.entries(references)) {
  await model.fit(XTrain, yTrain);
  const score = await model.score(XTest, yTest);
  const scores = hasMethod(model, 'predictProba')
    ? (await (model as CalibratedClassifierCV).predictProba(XTest)).column(1)
    : order.length === 2 && (await (model as unknown as SVC).decisionFunction(XTest));
  const area =
    order.length === 2 && scores ? `, AUC ${rocAucScore(yTest, scores as Float64Array).toFixed(4)}` : '';
  console.log(`  ${label.padEnd(20)} accuracy ${score.toFixed(4)}${area}`);
}

// 8. Quasars are rare: ways to look for them, with the uncertainty that so few leave.
const rare = [...counts].reduce((a, b) => (b[1] < a[1] ? b : a))[0];
await imbalanceTable({ XTrain, yTrain, XTest, yTest, rare, nJobs: options.nJobs });
console.log(`Done in ${seconds(started)}.`);
