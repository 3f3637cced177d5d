// ml.js beside ours: the adapters run the packages as they are, so that their times are the packages'.
import * as learnkit from '../../dist/index.js';
import { classes, dataset, head } from '../data.mjs';

// Not every build has all of these.
const { DecisionTreeClassifier, KMeans, makeBlobs, MlCartClassifier, MlKMeans, MlPCA } = learnkit;
const { MlRandomForestClassifier, MlSVC, PCA, RandomForestClassifier, SVC } = learnkit;

const side = (make) => ({
  run: (_none, { X, y }) => make().fit(X, y),
});

const beside = (title, data, ours, theirs, against, target) => ({
  title,
  score_is: 'accuracy',
  against,
  threads: 1,
  target,
  within: 0.2,
  data,
  ...side(ours),
  score: (_none, model, { X, y }) => model.score(X, y),
  theirs: side(theirs),
});

/** The first rows of a larger set: ml.js takes long. */
const small = (rows) => () => dataset(`small${rows}`, () => head(classes(20_000, 20, 2), rows));

const blobs = () =>
  dataset('blobs5000', () => {
    const { data, target } = makeBlobs({ nSamples: 5000, nFeatures: 10, centers: 8, randomState: 0 });
    return { X: data, y: Array.from(target) };
  });

export const tasks = [
  beside(
    'RandomForestClassifier.fit, 500 x 20, 20 trees',
    small(500),
    () => new RandomForestClassifier({ nEstimators: 20, randomState: 0 }),
    () => new MlRandomForestClassifier({ nEstimators: 20, seed: 0 }),
    'ml-random-forest',
    0.05,
  ),
  beside(
    'DecisionTreeClassifier.fit, 500 x 20',
    small(500),
    () => new DecisionTreeClassifier({ randomState: 0 }),
    () => new MlCartClassifier(),
    'ml-cart',
    0.05,
  ),
  ...(SVC
    ? [
        beside(
          'SVC.fit, linear, 300 x 20',
          small(300),
          () => new SVC({ kernel: 'linear' }),
          () => new MlSVC({ kernel: 'linear', maxIterations: 1_000_000, randomState: 0 }),
          'ml-svm',
          0.05,
        ),
      ]
    : []),
  ...(KMeans
    ? [
        {
          title: 'KMeans.fit, 5000 x 10, k = 8',
          score_is: 'inertia',
          against: 'ml-kmeans',
          threads: 1,
          target: 0.3,
          within: 0.5,
          data: blobs,
          ...side(() => new KMeans({ nClusters: 8, nInit: 1, randomState: 0 })),
          score: (_none, model) => model.inertia,
          theirs: side(() => new MlKMeans({ nClusters: 8, seed: 0 })),
        },
      ]
    : []),
  ...(PCA
    ? [
        {
          title: 'PCA.fit and transform, 5000 x 10',
          score_is: 'sum of squares of the first component',
          against: 'ml-pca',
          threads: 1,
          target: 0.5,
          within: 1e-6,
          data: blobs,
          run: (_none, { X }) => new PCA({ nComponents: 3 }).fitTransform(X),
          score: (_none, result) => result.column(0).reduce((sum, value) => sum + value * value, 0),
          theirs: { run: (_none, { X }) => new MlPCA({ nComponents: 3 }).fitTransform(X) },
        },
      ]
    : []),
];
