// The strangest objects of a catalogue: an autoencoder learns what usual colours look like, and the objects that it
// rebuilds worst are shown first.
//
//   node build/examples/strangest_objects.js [--data FILE.csv] [--top 10]
//
// Without a file it learns on a simulated catalogue in which ten objects were spoilt on purpose.
import { parseArgs } from 'node:util';
import { loadSdss, MLPAutoencoder, makeStarQso, RandomState, RobustScaler } from 'learnkit';

const { values: args } = parseArgs({
  options: { data: { type: 'string' }, top: { type: 'string', default: '10' } },
});
const top = Number(args.top);

const catalogue = args.data
  ? await loadSdss(args.data, { features: 'colours' })
  : makeStarQso({ nSamples: 5000, quasarFraction: 0.15, randomState: 42 });
const X = catalogue.data.clone();
const spoilt = new Set<number>();
if (!args.data) {
  const random = new RandomState(7);
  for (const row of random.choice(X.rows, { size: 10, replace: false })) {
    spoilt.add(row);
    // A blend, or a cosmic ray in one band: four magnitudes too bright there, and nowhere else.
    const band = random.randint(0, 5);
    X.set(row, band, X.get(row, band) - 4);
  }
}

const scaled = await new RobustScaler().fitTransform(X);
const coder = new MLPAutoencoder({
  hiddenLayerSizes: [16, 3],
  loss: 'huber',
  learningRateInit: 0.005,
  earlyStopping: true,
  maxIter: 100,
  randomState: 42,
});
await coder.fit(scaled);
const errors = await coder.reconstructionError(scaled);
const order = Array.from(errors.keys()).sort((a, b) => errors[b] - errors[a]);
const typical = errors[order[order.length >> 1]];

console.log(
  `${X.rows} objects, ${X.columns} columns, code of ${coder.coefs[1].columns} numbers, ${coder.nIter} epochs`,
);
console.log(`The usual (median) reconstruction error is ${typical.toPrecision(3)}. The strangest objects:\n`);
console.log(`  row     error  class   ${catalogue.featureNames.join('  ')}`);
for (const row of order.slice(0, top)) {
  const cells = Array.from(X.row(row), (value) => value.toFixed(2).padStart(5)).join('  ');
  const mark = spoilt.has(row) ? '  <- spoilt on purpose' : '';
  console.log(
    `${String(row).padStart(5)} ${errors[row].toFixed(3).padStart(9)}  ${String(catalogue.target[row]).padEnd(6)}  ${cells}${mark}`,
  );
}
if (spoilt.size > 0) {
  const found = order.slice(0, top).filter((row) => spoilt.has(row)).length;
  console.log(`\n${found} of the ${spoilt.size} spoilt objects are among the first ${top}.`);
}
