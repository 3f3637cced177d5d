import { describe, expect, it } from 'vitest';
import { InvalidInputError, InvalidParameterError } from '../../src/core/errors.js';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { Table } from '../../src/core/table.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { NearestNeighbors } from '../../src/estimators/neighbors/index.js';
import {
  ADASYN,
  BorderlineSMOTE,
  CondensedNearestNeighbour,
  EditedNearestNeighbours,
  FunctionSampler,
  InstanceHardnessThreshold,
  KMeansSMOTE,
  NearMiss,
  RandomOverSampler,
  RandomUnderSampler,
  SMOTE,
  SMOTEENN,
  SMOTEN,
  SMOTENC,
  TomekLinks,
} from '../../src/imbalance/index.js';
import { installRegistry } from '../../src/registry/index.js';

installRegistry();

const random = new RandomState(0);
const X = Matrix.of(random.standardNormal(120), 3);
/** 30 stars, 6 quasars and 4 galaxies. */
const y = Array.from({ length: 40 }, (_, i) => (i % 10 === 3 ? 'galaxy' : i % 7 === 2 ? 'qso' : 'star'));

describe('errors say which class, how many rows and what to do', () => {
  const rows = (label: string) => y.filter((other) => other === label).length;

  it('a class with fewer rows than neighbours', async () => {
    expect([rows('star'), rows('qso'), rows('galaxy')]).toEqual([31, 5, 4]);
    await expect(new SMOTE().fitResample(X, y)).rejects.toThrow(
      'SMOTE: class "galaxy" is too small for kNeighbors = 5, which needs 6 rows of it. Got 4 row(s). Lower kNeighbors to at most 3, or leave the class out of samplingStrategy.',
    );
    await expect(new ADASYN().fitResample(X, y)).rejects.toThrow(
      'class "galaxy" is too small for nNeighbors',
    );
    const one = y.map((label, i) => (i === 3 ? 'nova' : label));
    await expect(new SMOTE({ kNeighbors: 1 }).fitResample(X, one)).rejects.toThrow('Use RandomOverSampler');
    await expect(new NearMiss({ nNeighbors: 5 }).fitResample(X, y)).rejects.toThrow(
      'class "galaxy" is too small for nNeighbors = 5. Got 4 row(s). Lower nNeighbors to at most 4.',
    );
    const judge = new InstanceHardnessThreshold({ estimator: new GaussianNB(), cv: 5 });
    await expect(judge.fitResample(X, y)).rejects.toThrow(
      'class "galaxy" is too small for cv = 5. Got 4 row(s)',
    );
  });

  it('one class', async () => {
    const all = y.map(() => 'star');
    await expect(new TomekLinks().fitResample(X, all)).rejects.toThrow(
      'TomekLinks: y must hold at least two classes. Got only "star" in all 40 rows.',
    );
  });

  it('strategies that ask for fewer rows than there are, or for more', async () => {
    const over = new SMOTE({ samplingStrategy: { star: 20 } });
    await expect(over.fitResample(X, y)).rejects.toThrow(
      'SMOTE: parameter \'samplingStrategy\' asks for 20 rows of class "star", which has 31. Got { star }. Over-sampling only adds rows: ask for at least 31, or leave the class out.',
    );
    await expect(over.fitResample(X, y)).rejects.toBeInstanceOf(InvalidParameterError);
    const under = new RandomUnderSampler({ samplingStrategy: { qso: 9 } });
    await expect(under.fitResample(X, y)).rejects.toThrow('ask for at most 5');
    const two = y.map((label) => (label === 'star' ? 'star' : 'other'));
    await expect(new RandomOverSampler({ samplingStrategy: 0.2 }).fitResample(X, two)).rejects.toThrow(
      'asks for 6 rows of class "other", which has 9 already. Got 0.2. Over-sampling only adds rows: pass a ratio above 0.290',
    );
    await expect(new RandomUnderSampler({ samplingStrategy: 0.2 }).fitResample(X, two)).rejects.toThrow(
      'asks for 45 rows of class "star", which has only 31',
    );
    await expect(new RandomOverSampler({ samplingStrategy: 0.5 }).fitResample(X, y)).rejects.toThrow(
      'as a ratio needs two classes, but y has 3',
    );
  });

  it('unknown classes, with the nearest known one', async () => {
    const record = new SMOTE({ samplingStrategy: { quo: 20 } });
    await expect(record.fitResample(X, y)).rejects.toThrow('names class "quo", which y does not hold');
    await expect(record.fitResample(X, y)).rejects.toThrow('Did you mean "qso"?');
    await expect(new TomekLinks({ samplingStrategy: ['galxy'] }).fitResample(X, y)).rejects.toThrow(
      'Did you mean "galaxy"?',
    );
    expect(() => new EditedNearestNeighbours({ samplingStrategy: { star: 3 } as never })).toThrow(
      'cleaning keeps no given number of rows',
    );
    expect(() => new SMOTE({ samplingStrategy: 'majority' as never })).toThrow(
      "one of 'auto', 'all', 'minority'",
    );
  });

  it('NaN where distances are measured', async () => {
    const holes = X.clone().set(7, 1, Number.NaN);
    await expect(new SMOTE().fitResample(holes, y)).rejects.toThrow('Got NaN in row 7, column 1');
    await expect(new RandomOverSampler({ shrinkage: 1 }).fitResample(holes, y)).rejects.toThrow('row 7');
    const repeated = await new RandomOverSampler({ randomState: 0 }).fitResample(holes, y);
    expect(repeated.X.rows).toBe(93);
    const text = Table.from({ kind: ['a', null, 'b', 'a'], z: [1, 2, 3, 4] });
    await expect(new SMOTENC({ kNeighbors: 1 }).fitResample(text, [0, 0, 1, 1])).rejects.toThrow('row 1');
    expect((await new RandomUnderSampler().fitResample(text, [0, 0, 0, 1])).X.rows).toBe(2);
  });

  it('columns that a sampler cannot take', async () => {
    const text = Table.from({ kind: ['a', 'b', 'b', 'a'], z: [1, 2, 3, 4] });
    const labels = [0, 0, 1, 1];
    await expect(new SMOTE().fitResample(text, labels)).rejects.toThrow('"kind"');
    const refuse = (categoricalFeatures: never, message: string) =>
      expect(new SMOTENC({ categoricalFeatures }).fitResample(text, labels)).rejects.toThrow(message);
    await refuse(['colour'] as never, 'names "colour", but X has the columns kind, z');
    await refuse([0, 1] as never, 'chooses every column, but numbers are needed too');
    await refuse([1] as never, 'leaves out column "kind", which holds text');
    await refuse([true] as never, 'as a mask must hold 2 values');
    await expect(new SMOTENC().fitResample(X, y)).rejects.toThrow('chooses no column');
  });

  it('nothing to make', async () => {
    const apart = Matrix.of(
      Float64Array.from({ length: 24 }, (_, i) => (i < 8 ? i / 10 : 50 + i)),
      1,
    );
    const two = Array.from({ length: 24 }, (_, i) => (i < 8 ? 'far' : 'near'));
    await expect(new ADASYN().fitResample(apart, two)).rejects.toThrow(
      'nothing can be made for class "far", because no row of it has a neighbour of another class',
    );
    const { value, warnings } = await collectWarnings(() =>
      new BorderlineSMOTE({ mNeighbors: 5 }).fitResample(apart, two),
    );
    expect(value.X.rows).toBe(24);
    expect(warnings[0].message).toContain('no row of class "far" is in danger');
    const clusters = new KMeansSMOTE({ kmeansEstimator: 2, clusterBalanceThreshold: 2 });
    await expect(clusters.fitResample(apart, two)).rejects.toThrow('none of the 2 clusters holds');
  });

  it('searches and parts that do not fit', async () => {
    const narrow = new SMOTE({ kNeighbors: new NearestNeighbors({ nNeighbors: 1 }) });
    await expect(narrow.fitResample(X, y)).rejects.toThrow('must have nNeighbors >= 2');
    const text = new SMOTEENN({ smote: new SMOTENC() as never });
    await expect(text.fitResample(X, y)).rejects.toThrow('because cleaning measures distances');
    expect(() => new SMOTEENN({ smote: new TomekLinks() as never })).toThrow("parameter 'smote'");
    const few = new CondensedNearestNeighbour({ nNeighbors: 9 });
    await expect(few.fitResample(X, y)).rejects.toThrow(
      'nNeighbors = 9 needs as many rows to start from. Got 5',
    );
  });
});

describe('forms', () => {
  const labels = y.map((label) => (label === 'star' ? 0 : 1));

  it('keep the columns and kinds of a table, synthetic rows too', async () => {
    const table = Table.from({ u: X.column(0), kind: y.map((label) => label[0]), r: X.column(2) });
    const grown = await new SMOTENC({ randomState: 0 }).fitResample(table, labels);
    expect(grown.X.columns).toEqual(['u', 'kind', 'r']);
    expect(grown.X.rows).toBe(62);
    expect(grown.X.kind('kind')).toBe('text');
    expect(new Set(grown.X.labels('kind').slice(40))).not.toContain('s');
    const nominal = table.select(['kind']);
    const voted = await new SMOTEN({ randomState: 0 }).fitResample(nominal, labels);
    expect(voted.X.rows).toBe(62);
  });

  it('keep records, rows and typed labels', async () => {
    const record = { u: Array.from(X.column(0)), g: X.column(1) };
    const result = await new SMOTE({ randomState: 0 }).fitResample(record, Uint8Array.from(labels));
    expect(Array.isArray(result.X.u)).toBe(true);
    expect(result.X.g).toBeInstanceOf(Float64Array);
    expect(result.y).toBeInstanceOf(Uint8Array);
    const rows = await new SMOTE({ randomState: 0 }).fitResample(X.to2DArray(), labels);
    expect(rows.X).toHaveLength(62);
    expect(rows.X[61]).toHaveLength(3);
  });

  it('accept booleans as classes, and name them in records', async () => {
    const flags = labels.map((label) => label === 1);
    const result = await new RandomOverSampler({ samplingStrategy: { true: 20 } }).fitResample(X, flags);
    expect(result.y.filter(Boolean)).toHaveLength(20);
  });

  it('give different rows without a seed, and the same with one', async () => {
    const once = async (randomState: number | null) =>
      Array.from((await new SMOTE({ randomState }).fitResample(X, labels)).X.row(50));
    expect(await once(null)).not.toEqual(await once(null));
    expect(await once(3)).toEqual(await once(3));
  });
});

describe('weights', () => {
  const labels = y.map((label) => (label === 'star' ? 0 : 1));
  const sampleWeight = labels.map((_, i) => 1 + (i % 5));

  it('of synthetic rows are interpolated as their cells are', async () => {
    // The weight stands in a column too: there it must come out the same.
    const wide = Matrix.zeros(40, 4);
    for (let i = 0; i < 40; i++) wide.row(i).set([...X.row(i), sampleWeight[i]]);
    for (const sampler of [
      new SMOTE({ randomState: 1 }),
      new ADASYN({ randomState: 1 }),
      new BorderlineSMOTE({ randomState: 1, mNeighbors: 12, kind: 'borderline-2' }),
      new RandomOverSampler({ randomState: 1 }),
      new EditedNearestNeighbours(),
      new SMOTEENN({ randomState: 1 }),
    ]) {
      const result = await sampler.fitResample(wide, labels, { sampleWeight });
      const column = result.X.column(3);
      result.sampleWeight?.forEach((weight, i) => {
        expect(weight, `${sampler.type} row ${i}`).toBeCloseTo(column[i], 12);
      });
    }
  });

  it('come from what a function returns', async () => {
    const drop = new FunctionSampler({
      func: (rows: Matrix, target: number[]) => ({
        X: rows.takeRows([3, 1]),
        y: [target[3], target[1]],
        indices: [3, 1],
      }),
    });
    const { sampleWeight: kept } = await drop.fitResample(X, labels, { sampleWeight });
    expect(Array.from(kept as Float64Array)).toEqual([4, 2]);
    const silent = new FunctionSampler({ func: (rows, target) => [rows, target] });
    await expect(silent.fitResample(X, labels, { sampleWeight })).rejects.toThrow(
      'neither indices nor sampleWeight',
    );
    await expect(silent.fitResample(X, labels.slice(1))).rejects.toBeInstanceOf(InvalidInputError);
    const broken = new FunctionSampler({ func: () => 3 as never });
    await expect(broken.fitResample(X, labels)).rejects.toThrow('must return [X, y]');
    const given = new FunctionSampler({
      func: (rows: Matrix, target: number[], { n }) => [rows, target.slice(n as number)],
      kwArgs: { n: 2 },
    });
    await expect(given.fitResample(X, labels)).rejects.toThrow('must have one entry for each of the 40 rows');
  });
});

describe('InstanceHardnessThreshold', () => {
  it('asks a random forest unless told otherwise', async () => {
    const labels = y.map((label) => (label === 'star' ? 0 : 1));
    const sampler = new InstanceHardnessThreshold({ randomState: 0, cv: 3 });
    const result = await sampler.fitResample(X, labels);
    expect(result.y.filter((label) => label === 0).length).toBeLessThan(31);
    expect(result.y.filter((label) => label === 1)).toHaveLength(9);
  });
});
