import { loadFixture } from '../support/fixtures.js';

/** One fit of scikit-learn's. */
export interface LinearCase {
  readonly name: string;
  readonly data: string;
  readonly weighted: boolean;
  readonly options: Record<string, never>;
  readonly coef: number[][];
  readonly intercept: number[];
  readonly rank: number | null;
  readonly singular: number[] | null;
}

const fixture = loadFixture<{
  X: Record<string, number[][]>;
  y: Record<string, number[] | number[][]>;
  weights: number[];
  cases: LinearCase[];
  path: { alphas: number[]; coefs: number[][]; gaps: number[] };
}>('linear_model/cases');

export const { X, y, weights, path } = fixture;

/** The cases of one estimator with titles. */
export function casesOf(name: string): [string, LinearCase][] {
  return fixture.cases
    .filter((given) => given.name === name)
    .map((given) => [
      `${given.data}${given.weighted ? ' weighted' : ''} ${JSON.stringify(given.options)}`,
      given,
    ]);
}

interface Fits<T> {
  fit(X: number[][], y: number[] | number[][], options: { sampleWeight?: number[] }): Promise<T>;
}

/** Fits on the data of a case. */
export function fitCase<T>(model: Fits<T>, { data, weighted }: LinearCase): Promise<T> {
  const rows = X[data].length;
  return model.fit(X[data], y[data], weighted ? { sampleWeight: weights.slice(0, rows) } : {});
}
