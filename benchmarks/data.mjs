// The data of the benchmarks: made here from fixed seeds, written to a temporary folder for the peer, each set once
// and only when a task asks for it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatCsv, Matrix, makeClassification, RandomState, Table } from '../dist/index.js';

const folder = mkdtempSync(join(tmpdir(), 'learnkit-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const made = new Map();
const once = (name, make) => {
  if (!made.has(name)) made.set(name, make());
  return made.get(name);
};

/** A data set on both sides: in memory here, and as files of doubles under `shared.folder` for the peer. */
function share(name, X, y) {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, 'X.bin'), X.data);
  writeFileSync(join(path, 'y.bin'), Float64Array.from(y));
  return { X, y, shared: { folder: path, columns: X.columns } };
}

/** Classes that overlap: makeClassification, the first `nInformative` columns informative. */
export const classes = (nSamples, nFeatures, nClasses, nInformative = 7) =>
  once(`classes${nSamples}x${nFeatures}x${nClasses}`, () => {
    const options = { nSamples, nFeatures, nInformative, nClasses, nRedundant: 0, randomState: 0 };
    const { data, target } = makeClassification(options);
    return share(`classes${nSamples}x${nFeatures}x${nClasses}`, data, Array.from(target));
  });

/** Standard normal columns, with 0 and 1 in turn as the target. */
export const normals = (rows, columns) =>
  once(`normals${rows}x${columns}`, () => {
    const X = Matrix.of(new RandomState(rows + columns).standardNormal(rows * columns), columns);
    const y = Array.from({ length: rows }, (_, i) => i % 2);
    return share(`normals${rows}x${columns}`, X, y);
  });

/** A data set for tasks of other families: made once, written for the peer. `make` gives { X: Matrix, y }. */
export const dataset = (name, make) =>
  once(name, () => {
    const { X, y } = make();
    return share(name, X, y);
  });

/** The first `rows` rows of a data set. */
export const head = ({ X, y }, rows) => ({
  X: X.takeRows(Int32Array.from({ length: rows }, (_, i) => i)),
  y: y.slice(0, rows),
});

/** A CSV file of normal numbers, cut to `decimals` places, or with all their digits for null. */
export const csvFile = (rows, columns, decimals) =>
  once(`csv${decimals}`, () => {
    const random = new RandomState(7);
    const cells = (values) =>
      decimals === null ? values : Float64Array.from(values, (v) => Number(v.toFixed(decimals)));
    const names = Array.from({ length: columns }, (_, j) => `c${j}`);
    const text = formatCsv(Table.from(names.map((name) => [name, cells(random.standardNormal(rows))])));
    const path = join(folder, `decimals_${decimals}.csv`);
    writeFileSync(path, text);
    return { path };
  });
