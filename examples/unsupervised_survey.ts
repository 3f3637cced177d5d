// Structure without labels, on two catalogues:
//   survey colours: principal components, k-means and a Gaussian mixture, held against the spectroscopic classes;
//   gamma-ray bursts: the short, hard ones and the long, soft ones, by a mixture in log duration and log hardness.
//
//   node build/examples/unsupervised_survey.js [--data SDSS.csv] [--bursts BATSE.csv]
//
// What is not given is simulated: a catalogue of stars and quasars, and bursts like those of BATSE.
import { parseArgs } from 'node:util';
import {
  adjustedRandScore,
  GaussianMixture,
  KMeans,
  loadSdss,
  Matrix,
  makeStarQso,
  normalizedMutualInfoScore,
  PCA,
  RandomState,
  readCsv,
  StandardScaler,
} from 'learnkit';

const { values: args } = parseArgs({ options: { data: { type: 'string' }, bursts: { type: 'string' } } });
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

await lookAtColours();
await lookAtBursts();

async function lookAtColours(): Promise<void> {
  const { data, target, featureNames } = args.data
    ? await loadSdss(args.data, { features: 'colours' })
    : makeStarQso({ nSamples: 5000, quasarFraction: 0.15, features: 'colours', randomState: 42 });
  const classes = [...new Set(target.map(String))].sort();
  console.log(
    `Survey colours: ${data.rows} objects, ${featureNames.join(', ')}; classes ${classes.join(', ')}`,
  );
  const scaled = await new StandardScaler().fitTransform(data);

  const pca = await new PCA().fit(scaled);
  console.log(
    `  PCA: components explain ${Array.from(pca.explainedVarianceRatio, percent).join(', ')} of the variance`,
  );

  const agreement = (labels: ArrayLike<number>): string => {
    const [rand, information] = [adjustedRandScore, normalizedMutualInfoScore].map((score) =>
      score(target, Array.from(labels)).toFixed(3),
    );
    return `adjusted Rand index ${rand}, normalised mutual information ${information}`;
  };
  const kMeans = await new KMeans({ nClusters: classes.length, nInit: 10, randomState: 0 }).fit(scaled);
  console.log(`  k-means, ${classes.length} clusters: ${agreement(kMeans.labels)}`);

  // Classes are no spheres: stars lie along a narrow curve. A mixture follows it with several tilted ellipsoids.
  console.log('  Gaussian mixture, BIC by number of components:');
  const { best, labels } = await bestByBic(scaled, 10);
  console.log(`  Gaussian mixture, ${best.params.nComponents} components: ${agreement(labels)}`);
  console.log(`    component  weight   ${classes.map((name) => name.padStart(8)).join('')}`);
  const order = Array.from(best.weights.keys()).sort((a, b) => best.weights[b] - best.weights[a]);
  for (const c of order) {
    const members = target.filter((_, i) => labels[i] === c);
    const shares = classes.map((name) =>
      percent(members.filter((t) => String(t) === name).length / Math.max(1, members.length)),
    );
    console.log(
      `    ${String(c).padStart(9)}  ${percent(best.weights[c]).padStart(6)}   ${shares.map((share) => share.padStart(8)).join('')}`,
    );
  }
}

async function lookAtBursts(): Promise<void> {
  const { X, names } = args.bursts ? await loadBursts(args.bursts) : simulateBursts();
  console.log(`\nGamma-ray bursts: ${X.rows} with duration and hardness; BIC by number of components:`);
  await bestByBic(X, 5);

  const mixture = await new GaussianMixture({
    nComponents: 2,
    nInit: 5,
    tol: 1e-6,
    maxIter: 500,
    randomState: 0,
  }).fit(X);
  const [short, long] = mixture.means.get(0, 0) < mixture.means.get(1, 0) ? [0, 1] : [1, 0];
  for (const [name, c] of [
    ['short', short],
    ['long', long],
  ] as const) {
    console.log(
      `  ${name.padEnd(5)}: ${percent(mixture.weights[c]).padStart(6)} of the bursts, mean T90 ${(10 ** mixture.means.get(c, 0)).toFixed(2)} s, mean hardness ${(10 ** mixture.means.get(c, 1)).toFixed(2)}`,
    );
  }
  const isShort = (await mixture.predictProba(X)).column(short);
  const cut = Array.from(isShort.keys()).filter(
    (i) => isShort[i] >= 0.5 !== X.get(i, 0) < Math.log10(2),
  ).length;
  console.log(`  ${cut} bursts fall to another side than the usual cut at T90 = 2 s puts them`);
  const ambiguous = Array.from(isShort.keys())
    .filter((i) => isShort[i] > 0.1 && isShort[i] < 0.9)
    .sort((a, b) => Math.abs(isShort[a] - 0.5) - Math.abs(isShort[b] - 0.5));
  console.log(`  ambiguous (10 to 90 % short): ${ambiguous.length} bursts; the most doubtful:`);
  for (const i of ambiguous.slice(0, 5)) {
    console.log(
      `    ${names[i].padEnd(12)} T90 ${(10 ** X.get(i, 0)).toFixed(2).padStart(6)} s, hardness ${(10 ** X.get(i, 1)).toFixed(2).padStart(5)}: ${percent(isShort[i])} short`,
    );
  }
}

/** Prints the BIC of mixtures of 1 .. `most` components, and gives the one with the least. */
async function bestByBic(X: Matrix, most: number): Promise<{ best: GaussianMixture; labels: Int32Array }> {
  const models: GaussianMixture[] = [];
  const values: number[] = [];
  for (let nComponents = 1; nComponents <= most; nComponents++) {
    const options = { nComponents, nInit: 3, tol: 1e-4, maxIter: 500, randomState: 0 };
    models.push(await new GaussianMixture(options).fit(X));
    values.push(await models[nComponents - 1].bic(X));
  }
  const least = values.indexOf(Math.min(...values));
  console.log(
    `    ${values.map((value, i) => `${i + 1}: ${value.toFixed(0)}${i === least ? ' *' : ''}`).join('   ')}`,
  );
  return { best: models[least], labels: await models[least].predict(X) };
}

interface Bursts {
  /** log10 T90 in seconds; log10 of fluence at 100 to 300 keV over that at 50 to 100 keV. */
  readonly X: Matrix;
  readonly names: readonly string[];
}

/** Bursts of the BATSE catalogue that have a duration and both fluences. */
async function loadBursts(path: string): Promise<Bursts> {
  const table = await readCsv(path);
  const [t90, soft, hard] = ['t90', 'fluence_2', 'fluence_3'].map((name) =>
    Array.from(table.column(name), Number),
  );
  const all = Array.from(table.column('name'), String);
  const rows = Array.from(t90.keys()).filter((i) => t90[i] > 0 && soft[i] > 0 && hard[i] > 0);
  const X = Matrix.from2DArray(rows.map((i) => [Math.log10(t90[i]), Math.log10(hard[i] / soft[i])]));
  return { X, names: rows.map((i) => all[i]) };
}

/** A fifth short and hard, the others long and soft, with overlapping tails. */
function simulateBursts(): Bursts {
  const random = new RandomState(1);
  const rows = Array.from({ length: 2000 }, (_, i) =>
    i % 5 === 0
      ? [random.normal(-0.2, 0.5), random.normal(0.75, 0.25)]
      : [random.normal(1.5, 0.45), random.normal(0.42, 0.22)],
  );
  return { X: Matrix.from2DArray(rows), names: rows.map((_, i) => `simulated ${i}`) };
}
