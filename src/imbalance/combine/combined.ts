import { InvalidParameterError } from '../../core/errors.js';
import { decodeLabels } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import { custom, type ParamSpec } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import type { ModelRecord } from '../../estimators/base/index.js';
import type { Resampling } from '../base/resampling.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';

/** Over-sampling and then cleaning: the made rows are cleaned too. */
export async function overThenClean(
  over: AnySampler,
  clean: AnySampler,
  { X, codes, classes, sampleWeight }: SamplerData,
  run: Run,
): Promise<Resampling> {
  const options = { ...run.inner(), sampleWeight };
  // The labels themselves, so that strategies which name classes hold.
  const grown = await over.fitResample(X, decodeLabels(codes, classes), options);
  const whole = grown.X as Matrix;
  const weights = grown.sampleWeight;
  const left = await clean.fitResample(whole, grown.y, { ...options, sampleWeight: weights });
  const n = X.rows;
  const from = grown.indices.slice(n);
  return {
    order: left.indices,
    made: {
      cells: Matrix.of(whole.data.subarray(n * X.columns), X.columns),
      codes: from.map((i) => codes[i]),
      from,
      weights: weights?.slice(n),
    },
  };
}

/** A sampler of ours with any parameters. */
export type AnySampler = SamplerBase<Declaration, ModelRecord>;

/** A parameter that holds an over-sampler or a cleaning method, or null for the usual one. */
export function samplerParam<T extends object>(
  kind: 'over' | 'clean',
  type: string,
  doc: string,
): ParamSpec<T | null> {
  const isKind = (value: unknown): boolean =>
    value instanceof SamplerBase &&
    (value as unknown as { kind: string }).kind === kind &&
    (kind === 'over' || value.type === type);
  return custom<T | null>(null, {
    doc,
    expected: kind === 'over' ? 'an over-sampler of numbers such as SMOTE, or null' : `a ${type}, or null`,
    accepts: (value) => value === null || isKind(value),
    invalid: [3, type, {}],
  });
}

/** @throws InvalidParameterError when an over-sampler made rows of text, which cannot be cleaned by distance. */
export function requireNumbers(over: AnySampler, estimator: string): void {
  if (over.type !== 'SMOTENC' && over.type !== 'SMOTEN') return;
  throw new InvalidParameterError(
    `${estimator}: parameter 'smote' must be an over-sampler of numbers, because cleaning measures distances. Got ${over.type}. Use SMOTE, or encode the columns.`,
    { estimator, parameter: 'smote', received: over.type, remedy: 'use SMOTE' },
  );
}
