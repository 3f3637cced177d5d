// Rare classes: quasars among stars and galaxies, and pulsars among radio candidates.
//
//   npm run example rare_objects                            on a simulated catalogue
//   npm run example rare_objects -- --sdss FILE --htru2 FILE    on SDSS photometry and the HTRU2 pulsar candidates
import { parseArgs } from 'node:util';
import { loadSdss, Matrix, makeStarQso, readCsv, trainTestSplit } from 'learnkit';
import { imbalanceTable } from './imbalance_table.js';

const { values: args } = parseArgs({
  options: { sdss: { type: 'string' }, htru2: { type: 'string' }, jobs: { type: 'string', default: '-1' } },
});
const nJobs = Number(args.jobs);

async function compare(title: string, X: Matrix, y: readonly string[], rare: string): Promise<void> {
  const split = { testSize: 0.3, stratify: y, randomState: 42 };
  const [XTrain, XTest, yTrain, yTest] = trainTestSplit(X, [...y], split);
  console.log(`\n${title}: ${X.rows} objects, ${X.columns} columns`);
  await imbalanceTable({ XTrain, XTest, yTrain, yTest, rare, nJobs });
}

const catalogue = args.sdss
  ? await loadSdss(args.sdss, { classes: ['STAR', 'GALAXY', 'QSO'], features: 'both' })
  : makeStarQso({ nSamples: 6000, quasarFraction: 0.05, galaxies: true, randomState: 1 });
await compare(args.sdss ?? 'simulated catalogue', catalogue.data, catalogue.target, 'QSO');

if (args.htru2) {
  const table = await readCsv(args.htru2);
  const names = table.columns.slice(0, -1);
  const columns = names.map((name) => table.numbers(name));
  const X = Matrix.zeros(table.rows, names.length);
  columns.forEach((column, j) => {
    for (let i = 0; i < table.rows; i++) X.set(i, j, column[i]);
  });
  const y = Array.from(table.numbers(table.columns[names.length]), (code) =>
    code === 1 ? 'pulsar' : 'noise',
  );
  await compare(args.htru2, X, y, 'pulsar');
}
