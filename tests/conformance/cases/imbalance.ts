import type { Label } from '../../../src/core/labels.js';
import { Table } from '../../../src/core/table.js';
import { GaussianNB } from '../../../src/estimators/naive_bayes/index.js';
import { NearestNeighbors } from '../../../src/estimators/neighbors/index.js';
import {
  ADASYN,
  AllKNN,
  BalancedBaggingClassifier,
  BalancedRandomForestClassifier,
  BorderlineSMOTE,
  ClusterCentroids,
  CondensedNearestNeighbour,
  EasyEnsembleClassifier,
  EditedNearestNeighbours,
  FunctionSampler,
  InstanceHardnessThreshold,
  KMeansSMOTE,
  NearMiss,
  NeighbourhoodCleaningRule,
  OneSidedSelection,
  RandomOverSampler,
  RandomUnderSampler,
  RepeatedEditedNearestNeighbours,
  RUSBoostClassifier,
  SMOTE,
  SMOTEENN,
  SMOTEN,
  SMOTENC,
  SMOTETomek,
  SVMSMOTE,
  TomekLinks,
} from '../../../src/imbalance/index.js';
import type { imbalance } from '../../../src/registry/imbalance.js';
import type { CheckData } from '../../../src/testing/check.js';
import { imbalanced } from '../../../src/testing/data.js';
import type { Cases } from '../cases.js';

/** The usual numbers beside a column of text. */
function mixed(): CheckData {
  const { X, y } = imbalanced();
  const kind = y.map((label, i) => ['blue', 'red', 'green'][(i * 7 + label) % 3]);
  return { X: Table.from({ u: X.column(0), kind, g: X.column(1) }), y };
}

/** Columns of text alone. */
function nominal(): CheckData {
  const { y } = imbalanced();
  const letter = (i: number, label: Label, letters: string): string =>
    letters[(i * 5 + 2 * Number(label) + (i >> 2)) % letters.length];
  return { X: y.map((label, i) => ['abc', 'pqrs', 'xy'].map((letters) => letter(i, label, letters))), y };
}

const search = new NearestNeighbors({ nNeighbors: 4, metric: 'manhattan' });

const drawn = {
  'integer weights equal repetition, and weight 0 equals absence':
    'rows are drawn at random: equal on average, not draw by draw',
};

export const cases: Cases<typeof imbalance> = {
  ADASYN: [{ make: () => new ADASYN({ randomState: 0, nNeighbors: 8 }) }],
  AllKNN: [
    { make: () => new AllKNN() },
    { make: () => new AllKNN({ kindSel: 'mode', allowMinority: true }) },
  ],
  BalancedBaggingClassifier: [
    { make: () => new BalancedBaggingClassifier({ nEstimators: 4, randomState: 0 }), exceptions: drawn },
    {
      make: () =>
        new BalancedBaggingClassifier({
          estimator: new GaussianNB(),
          sampler: new SMOTE({ randomState: 0, kNeighbors: 2, samplingStrategy: 'all' }),
          nEstimators: 3,
          oobScore: true,
          randomState: 0,
        }),
      exceptions: drawn,
    },
  ],
  BalancedRandomForestClassifier: [
    {
      make: () =>
        new BalancedRandomForestClassifier({ nEstimators: 8, randomState: 0, minWeightFractionLeaf: 0.01 }),
      exceptions: drawn,
    },
    {
      make: () =>
        new BalancedRandomForestClassifier({
          nEstimators: 20,
          randomState: 0,
          bootstrap: true,
          replacement: false,
          oobScore: true,
          minWeightFractionLeaf: 0.01,
        }),
      exceptions: drawn,
    },
  ],
  BorderlineSMOTE: [
    { make: () => new BorderlineSMOTE({ randomState: 0 }) },
    { make: () => new BorderlineSMOTE({ randomState: 0, kind: 'borderline-2', kNeighbors: 3 }) },
  ],
  ClusterCentroids: [
    { make: () => new ClusterCentroids({ randomState: 0 }) },
    { make: () => new ClusterCentroids({ randomState: 0, voting: 'hard' }) },
  ],
  CondensedNearestNeighbour: [
    { make: () => new CondensedNearestNeighbour({ randomState: 0 }) },
    { make: () => new CondensedNearestNeighbour({ randomState: 0, nNeighbors: 3, nSeedsS: 2 }) },
  ],
  EasyEnsembleClassifier: [
    { make: () => new EasyEnsembleClassifier({ nEstimators: 2, randomState: 0 }), exceptions: drawn },
  ],
  EditedNearestNeighbours: [
    { make: () => new EditedNearestNeighbours() },
    { make: () => new EditedNearestNeighbours({ kindSel: 'mode', nNeighbors: search }) },
  ],
  FunctionSampler: [
    { make: () => new FunctionSampler() },
    {
      make: () =>
        new FunctionSampler({
          func: async (X, y) => new RandomUnderSampler({ randomState: 0 }).fitResample(X, y),
        }),
    },
  ],
  InstanceHardnessThreshold: [
    { make: () => new InstanceHardnessThreshold({ estimator: new GaussianNB(), randomState: 0, cv: 3 }) },
  ],
  KMeansSMOTE: [
    { make: () => new KMeansSMOTE({ randomState: 0, kmeansEstimator: 2, clusterBalanceThreshold: 0.05 }) },
  ],
  NearMiss: [
    { make: () => new NearMiss() },
    { make: () => new NearMiss({ version: 2, nNeighbors: search }) },
    { make: () => new NearMiss({ version: 3 }) },
  ],
  NeighbourhoodCleaningRule: [
    { make: () => new NeighbourhoodCleaningRule() },
    { make: () => new NeighbourhoodCleaningRule({ kindSel: 'mode', thresholdCleaning: 0.2 }) },
  ],
  OneSidedSelection: [{ make: () => new OneSidedSelection({ randomState: 0 }) }],
  RandomOverSampler: [
    { make: () => new RandomOverSampler({ randomState: 0 }) },
    { make: () => new RandomOverSampler({ randomState: 0, shrinkage: 0.5 }) },
    { make: () => new RandomOverSampler({ randomState: 0 }), data: mixed },
  ],
  RandomUnderSampler: [
    { make: () => new RandomUnderSampler({ randomState: 0 }) },
    { make: () => new RandomUnderSampler({ randomState: 0, replacement: true }) },
    { make: () => new RandomUnderSampler({ randomState: 0 }), data: mixed },
  ],
  RepeatedEditedNearestNeighbours: [{ make: () => new RepeatedEditedNearestNeighbours() }],
  RUSBoostClassifier: [
    { make: () => new RUSBoostClassifier({ nEstimators: 8, randomState: 0 }), exceptions: drawn },
  ],
  SMOTE: [
    { make: () => new SMOTE({ randomState: 0 }) },
    { make: () => new SMOTE({ randomState: 0, kNeighbors: search, samplingStrategy: 'all' }) },
  ],
  SMOTEENN: [
    { make: () => new SMOTEENN({ randomState: 0 }) },
    { make: () => new SMOTEENN({ smote: new SMOTE({ randomState: 3, kNeighbors: 2 }) }) },
  ],
  SMOTEN: [{ make: () => new SMOTEN({ randomState: 0 }), data: nominal }],
  SMOTENC: [
    { make: () => new SMOTENC({ randomState: 0, categoricalFeatures: ['kind'] }), data: mixed },
    { make: () => new SMOTENC({ randomState: 0, kNeighbors: 3 }), data: mixed },
  ],
  SMOTETomek: [{ make: () => new SMOTETomek({ randomState: 0 }) }],
  SVMSMOTE: [{ make: () => new SVMSMOTE({ randomState: 0 }) }],
  TomekLinks: [{ make: () => new TomekLinks() }, { make: () => new TomekLinks({ samplingStrategy: 'all' }) }],
};
