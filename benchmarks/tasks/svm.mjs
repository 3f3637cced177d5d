// Support vector machines against scikit-learn (LIBSVM, LIBLINEAR). The solvers take the same path, so that the sum of the
// coefficients agrees; linear machines are compared by what they minimise. ml-svm is not here: on these data, and on
// small ones whose classes lie apart, it ends with "max iterations reached".
import { existsSync } from 'node:fs';
import { LinearSVC, loadSdss, makeClassification, StandardScaler, SVC, SVR } from '../../dist/index.js';
import { classes, dataset } from '../data.mjs';

const noisy = (rows) =>
  dataset(`noisy${rows}`, () => {
    const options = { nSamples: rows, nFeatures: 10, nInformative: 7, nRedundant: 0, flipY: 0.1 };
    const { data, target } = makeClassification({ ...options, randomState: 0 });
    return { X: data, y: Array.from(target) };
  });

const sumOfSizes = (values) => values.reduce((sum, value) => sum + Math.abs(value), 0);
const total = (values) => values.reduce((sum, value) => sum + value, 0);

const svc = (title, data, params, target, nJobs = null) => ({
  title: `SVC.fit, ${title}`,
  score_is: 'sum of |dual coefficients|',
  threads: 1,
  target,
  within: 1e-5,
  data,
  peer: () => ({ task: 'svc_fit', params: { C: params.C ?? 1, kernel: params.kernel ?? 'rbf' } }),
  run: (_none, { X, y }) => new SVC({ ...params, nJobs }).fit(X, y),
  score: (_none, model) => sumOfSizes(model.dualCoef.data),
  note: (model) => `${total(Array.from(model.nIter))} iterations`,
});

const SDSS = new URL('../../../shared/data/sdss_dr14.csv', import.meta.url);

/** Stars, quasars and, for three classes, galaxies by four colours, scaled; SDSS DR14 where the file is at hand. */
const sdss = (names) => dataset(`sdss${names.length}`, () => sets.get(names.length));
const sets = new Map();
if (existsSync(SDSS)) {
  for (const names of [
    ['STAR', 'QSO'],
    ['STAR', 'QSO', 'GALAXY'],
  ]) {
    const { data, target } = await loadSdss(SDSS, { classes: names, features: 'colours' });
    const X = await new StandardScaler().fitTransform(data);
    sets.set(names.length, { X, y: Array.from(target, (label) => names.indexOf(label)) });
  }
}

const real = !existsSync(SDSS)
  ? []
  : [
      svc('SDSS DR14 star/QSO, 5002 x 4, C = 10', () => sdss(['STAR', 'QSO']), { C: 10 }, 0.9),
      svc('SDSS DR14, 3 classes, 10k x 4, C = 10', () => sdss(['STAR', 'QSO', 'GALAXY']), { C: 10 }, 0.9),
    ];

export const tasks = [
  svc('rbf, 10k x 10, noisy', () => noisy(10_000), {}, 0.9),
  svc('rbf, 10k x 10, noisy, C = 10', () => noisy(10_000), { C: 10 }, 0.9),
  svc('linear, 5k x 10, noisy', () => noisy(5_000), { kernel: 'linear' }, 0.9),
  svc('rbf, 5k x 20, 3 classes', () => classes(5_000, 20, 3), {}, 0.9),
  ...real,
  {
    title: 'SVC.decisionFunction, 10k rows, 10k x 10, noisy',
    score_is: 'sum of |decision values|',
    threads: 1,
    target: 0.9,
    within: 1e-5,
    data: () => noisy(10_000),
    peer: () => ({ task: 'svc_predict', params: {} }),
    prepare: ({ X, y }) => new SVC().fit(X, y),
    run: (model, { X }) => model.decisionFunction(X),
    score: (_model, values) => sumOfSizes(values),
  },
  {
    title: 'SVR.fit, rbf, 5k x 10',
    score_is: 'sum of |dual coefficients|',
    threads: 1,
    target: 0.9,
    within: 1e-5,
    data: () =>
      dataset('svr5000', () => {
        const { X } = noisy(5_000);
        const y = Array.from({ length: X.rows }, (_, i) => Math.sin(X.get(i, 0)) + 0.5 * X.get(i, 1));
        return { X, y };
      }),
    peer: () => ({ task: 'svr_fit', params: {} }),
    run: (_none, { X, y }) => new SVR().fit(X, y),
    score: (_none, model) => sumOfSizes(model.dualCoef.data),
    note: (model) => `${model.nIter} iterations`,
  },
  ...[{ dual: false }, { dual: true, C: 0.01 }].map((params) => ({
    title: `LinearSVC.fit, 100k x 20, ${params.dual ? 'dual, C = 0.01' : 'primal'}`,
    score_is: 'objective',
    threads: 1,
    target: 1,
    within: 1e-4,
    data: () => classes(100_000, 20, 2),
    peer: () => ({ task: 'linear_svc_fit', params: { ...params, random_state: 0 } }),
    run: (_none, { X, y }) => new LinearSVC({ ...params, randomState: 0 }).fit(X, y),
    score: async (_none, model, { X, y }) => {
      const values = await model.decisionFunction(X);
      let sum = 0;
      values.forEach((value, i) => {
        sum += Math.max(0, 1 - (y[i] === 1 ? value : -value)) ** 2;
      });
      const { coef, intercept } = model;
      return sum + 0.5 * (coef.data.reduce((s, w) => s + w * w, 0) + intercept[0] ** 2);
    },
    note: (model) => `${model.nIter} iterations`,
  })),
];
