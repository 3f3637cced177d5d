import { afterAll, describe, expect, it } from 'vitest';
import type { DataLike } from '../../src/core/input.js';
import type { Label } from '../../src/core/labels.js';
import { Matrix } from '../../src/core/matrix.js';
import type { Sampler } from '../../src/core/protocol.js';
import { setWarningHandler } from '../../src/core/warnings.js';
import { KMeans } from '../../src/estimators/cluster/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import * as imbalance from '../../src/imbalance/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  readonly sampler: string;
  readonly data: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly y: number[];
  readonly strategy?: [number, number][];
  readonly indices?: number[];
  readonly made?: (number | string)[][];
  readonly X?: number[][];
}

type Cells = readonly (number | string)[];

const { data } = loadFixture<{ data: Record<string, { X: Cells[]; y: number[] }> }>('imbalance/data');
const made = ['imbalance/made', 'imbalance/whole'].flatMap(
  (name) => loadFixture<{ cases: Case[] }>(name).cases,
);
const kept = loadFixture<{ cases: Case[] }>('imbalance/kept').cases;

function make({ sampler, params }: Case): Sampler & {
  samplingStrategy: ReadonlyMap<Label, number>;
  sampleIndices: Int32Array;
} {
  const Kind = (imbalance as unknown as Record<string, new (params: object) => Sampler>)[sampler];
  const more = sampler === 'InstanceHardnessThreshold' ? { estimator: new GaussianNB() } : {};
  const clusters = Object.entries(params).flatMap(([name, value]) => {
    const { kmeans } = (value ?? {}) as { kmeans?: object };
    return kmeans ? [[name, new KMeans(kmeans)]] : [];
  });
  return new Kind({ ...params, ...more, ...Object.fromEntries(clusters) }) as ReturnType<typeof make>;
}

function xOf(name: string): DataLike {
  const { X } = data[name];
  return typeof X[0][0] === 'number' ? Matrix.from2DArray(X as number[][]) : X;
}

const title = ({ sampler, data: name, params }: Case): string =>
  `${sampler} ${JSON.stringify(params).slice(0, 120)} on ${name}`;
const known = (list: Case[]): Case[] => list.filter(({ sampler }) => sampler in imbalance);

afterAll(() => {
  setWarningHandler(undefined);
});
// Strategies that overshoot, and NearMiss 3, warn as they should.
setWarningHandler(() => {});

describe('rows equal those of imbalanced-learn 0.10 for the same seed', () => {
  it.each(known(kept).map((given) => [title(given), given] as const))('%s', async (_, given) => {
    const sampler = make(given);
    const { y } = data[given.data];
    const result = await sampler.fitResample(xOf(given.data), y);
    expect(Array.from(result.indices as Int32Array)).toEqual(given.indices);
    expect(result.y).toEqual(given.y);
    expect(Array.from(sampler.sampleIndices)).toEqual(given.indices);
    if (given.strategy) expect([...sampler.samplingStrategy]).toEqual(given.strategy);
  });

  it.each(known(made).map((given) => [title(given), given] as const))('%s', async (_, given) => {
    const sampler = make(given);
    const { y } = data[given.data];
    const X = xOf(given.data);
    const result = await sampler.fitResample(X, y);
    expect(result.y).toEqual(given.y);
    if (given.indices) expect(Array.from(result.indices as Int32Array)).toEqual(given.indices);
    if (given.strategy) expect([...sampler.samplingStrategy]).toEqual(given.strategy);
    const expected = given.X ?? [...data[given.data].X, ...(given.made ?? [])];
    if (!(result.X instanceof Matrix)) {
      compareMixed(result.X as unknown as Cells[], expected);
      return;
    }
    // Rows are made by one multiplication and one addition per cell.
    expectClose(result.X, expected as number[][], { rtol: 0, atol: 1e-10 });
  });
});

function compareMixed(actual: readonly Cells[], expected: readonly Cells[]): void {
  expect(actual.length).toBe(expected.length);
  const text = (rows: readonly Cells[]) => rows.map((row) => row.filter((cell) => typeof cell === 'string'));
  const numbers = (rows: readonly Cells[]) =>
    rows.map((row) => row.filter((cell): cell is number => typeof cell === 'number'));
  expect(text(actual)).toEqual(text(expected));
  expectClose(numbers(actual), numbers(expected), { rtol: 0, atol: 1e-10 });
}
