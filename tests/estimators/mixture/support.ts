import { expect, it } from 'vitest';
import type { MatrixLike } from '../../../src/core/input.js';
import { Matrix } from '../../../src/core/matrix.js';
import { collectWarnings } from '../../../src/core/warnings.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

type Numbers = number | readonly Numbers[];

/** One fit by scikit-learn. */
export interface MixtureCase {
  readonly data: string;
  readonly params: Record<string, unknown>;
  readonly fitted: Record<string, Numbers | boolean>;
  readonly labels: number[];
  readonly proba: number[][];
  readonly scores: number[];
  readonly score: number;
  readonly aic?: number;
  readonly bic?: number;
}

interface Mixture {
  fit(X: MatrixLike): Promise<this>;
  predict(X: MatrixLike): Promise<Int32Array>;
  predictProba(X: MatrixLike): Promise<Matrix>;
  scoreSamples(X: MatrixLike): Promise<Float64Array>;
  score(X: MatrixLike): Promise<number>;
  aic?(X: MatrixLike): Promise<number>;
  bic?(X: MatrixLike): Promise<number>;
}

export const data = loadFixture<{ X: Record<string, number[][]>; Xnew: Record<string, number[][]> }>(
  'mixture/data',
);

/** Fits every case and compares everything it learned. */
export function compareCases(cases: readonly MixtureCase[], make: (params: object) => Mixture): void {
  it.each(cases.map((given, i) => [`${i}: ${given.data} ${title(given.params)}`, given] as const))(
    '%s',
    async (_name, given) => {
      const X = data.X[given.data];
      const { value: model } = await collectWarnings(() => make(given.params).fit(X));
      // The first bounds of collapsed starts differ by scikit-learn's rounding (x^2 - mean^2 is 1e-16, not 0).
      // Parameters to 1e-6, which a few hundred iterations keep; bounds and scores to 1e-8.
      const learned = model as unknown as Record<string, Numbers>;
      for (const [name, value] of Object.entries(given.fitted)) {
        if (typeof value === 'boolean' || name === 'nIter') expect(learned[name], name).toBe(value);
        else if (name === 'lowerBounds')
          expectClose(learned[name], value, { rtol: 1e-7, atol: 1e-8, what: name });
        else if (name === 'lowerBound')
          expectClose(learned[name], value, { rtol: 1e-8, atol: 1e-8, what: name });
        else expectClose(plain(learned[name]), value, { rtol: 1e-6, atol: 1e-7, what: name });
      }
      expect(Array.from(await model.predict(X))).toEqual(given.labels);
      const Xnew = data.Xnew[given.data];
      expectClose(await model.predictProba(Xnew), given.proba, { rtol: 1e-6, atol: 1e-8, what: 'proba' });
      expectClose(await model.scoreSamples(Xnew), given.scores, { rtol: 1e-6, atol: 1e-8, what: 'scores' });
      expectClose(await model.score(X), given.score, { rtol: 1e-8, what: 'score' });
      if (given.aic !== undefined) {
        expectClose(
          [(await model.aic?.(X)) as number, (await model.bic?.(X)) as number],
          [given.aic, given.bic as number],
        );
      }
    },
  );
}

function title(params: Record<string, unknown>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${typeof value === 'object' ? '...' : String(value)}`)
    .join(' ');
}

function plain(value: unknown): Numbers {
  if (value instanceof Matrix) return value.to2DArray();
  if (Array.isArray(value)) return value.map(plain);
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : (value as number);
}
