import type { Label } from '../../../src/core/labels.js';
import { Table } from '../../../src/core/table.js';
import { GaussianNB } from '../../../src/estimators/naive_bayes/index.js';
import { NearestNeighbors } from '../../../src/estimators/neighbors/index.js';
import {
  ADASYN,
  AllKNN,
  BorderlineSMOTE,
  CondensedNearestNeighbour,
  EditedNearestNeighbours,
  FunctionSampler,
  InstanceHardnessThreshold,
  NearMiss,
  NeighbourhoodCleaningRule,
  OneSidedSelection,
  RandomOverSampler,
  RandomUnderSampler,
  RepeatedEditedNearestNeighbours,
  SMOTE,
  SMOTEENN,
  SMOTEN,
  SMOTENC,
  SMOTETomek,
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

export const cases: Cases<typeof imbalance> = {
  ADASYN: [{ make: () => new ADASYN({ randomState: 0, nNeighbors: 8 }) }],
  AllKNN: [
    { make: () => new AllKNN() },
    { make: () => new AllKNN({ kindSel: 'mode', allowMinority: true }) },
  ],
  BorderlineSMOTE: [
    { make: () => new BorderlineSMOTE({ randomState: 0 }) },
    { make: () => new BorderlineSMOTE({ randomState: 0, kind: 'borderline-2', kNeighbors: 3 }) },
  ],
  CondensedNearestNeighbour: [
    { make: () => new CondensedNearestNeighbour({ randomState: 0 }) },
    { make: () => new CondensedNearestNeighbour({ randomState: 0, nNeighbors: 3, nSeedsS: 2 }) },
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
  TomekLinks: [{ make: () => new TomekLinks() }, { make: () => new TomekLinks({ samplingStrategy: 'all' }) }],
};
