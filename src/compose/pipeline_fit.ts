import { InvalidInputError } from '../core/errors.js';
import type { DataLike } from '../core/input.js';
import { type Estimator, hasMethod, type Sampler, type Target, type Transformer } from '../core/protocol.js';
import type { FitOptions, Run } from '../core/run.js';
import { rowCount } from '../core/take.js';
import type { Step } from './steps.js';

/** What one step hands to the next while fitting. */
export interface StepData {
  readonly X: DataLike;
  readonly y: Target | undefined;
  readonly options: FitOptions;
  /** The given row that each row is or was made from, once a sampler has acted. */
  readonly indices?: Int32Array;
}

/** Whether a step does anything. */
export function isActive(step: Step[1] | 'drop' | undefined): step is Estimator {
  return step !== null && step !== undefined && step !== 'passthrough' && step !== 'drop';
}

/** Whether a step changes which rows there are. */
export function isSampler(step: Step[1]): boolean {
  return isActive(step) && hasMethod(step, 'fitResample');
}

/**
 * Fits copies of the steps one after the other, each on what those before made of the rows: transformers change
 * columns, samplers rows, labels and weights. `total` counts the steps of the whole pipeline, for progress.
 */
export async function fitSteps(
  steps: readonly Step[],
  start: StepData,
  total: number,
  run: Run,
): Promise<{ readonly steps: Step[]; readonly data: StepData }> {
  const fitted: Step[] = [];
  let data = start;
  for (const [i, [name, step]] of steps.entries()) {
    await run.step(i, total, 'step');
    if (!isActive(step)) {
      fitted.push([name, step]);
      continue;
    }
    const copy = step.with({});
    data = isSampler(copy)
      ? await resampleWith(copy as unknown as Sampler, name, data)
      : await transformWith(copy as Transformer, data);
    fitted.push([name, copy]);
  }
  return { steps: fitted, data };
}

async function transformWith(transformer: Transformer, data: StepData): Promise<StepData> {
  const { sampleWeight, ...rest } = data.options;
  const options = transformer.tags.sampleWeight ? data.options : rest;
  return { ...data, X: await transformer.fitTransform(data.X, data.y, options) };
}

async function resampleWith(sampler: Sampler, name: string, data: StepData): Promise<StepData> {
  const { X, y, indices, sampleWeight } = await sampler.fitResample(data.X, data.y as Target, data.options);
  if (data.options.sampleWeight && !sampleWeight) {
    throw new InvalidInputError(
      `Pipeline: sampleWeight was given, but step '${name}' (${sampler.type}) returns no weights for the resampled rows. Return sampleWeight from fitResample, or leave the weights out.`,
      { estimator: 'Pipeline', parameter: name, remedy: 'return sampleWeight from fitResample' },
    );
  }
  if (rowCount(X) !== rowCount(y, 'y')) {
    throw new InvalidInputError(
      `Pipeline: step '${name}' (${sampler.type}) must return as many labels as rows. Got ${rowCount(X)} rows and ${rowCount(y, 'y')} labels. Mend its fitResample.`,
      { estimator: 'Pipeline', parameter: name, remedy: 'return one label per row' },
    );
  }
  const before = data.indices;
  return {
    X,
    y,
    options: { ...data.options, sampleWeight },
    indices: before && indices ? indices.map((i) => before[i]) : indices,
  };
}
