import { InvalidParameterError } from '../../core/errors.js';
import type { Estimator } from '../../core/protocol.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { ConvergenceWarning, DataWarning, warn } from '../../core/warnings.js';
import { type DeviceChoice, openEngine } from './engine/devices.js';
import type { DeviceReport, Engine, EngineState, Precision, TrainingData } from './engine/engine.js';
import { initialWeights } from './network/initialize.js';
import type { NetworkSpec } from './network/layout.js';
import type { TrainingCallback } from './training/callbacks.js';
import { type History, historyOf } from './training/history.js';
import { minimize } from './training/lbfgs.js';
import {
  freshProgress,
  type LoopResult,
  type Progress,
  type Schedule,
  trainingLoop,
} from './training/loop.js';
import { Optimizer, type OptimizerName, type OptimizerPosition, ruleOf } from './training/optimizers.js';
import { balancedOrder, fixedOrder, type RowOrder, shuffledOrder } from './training/order.js';
import type { ValidationSplit } from './training/validation_split.js';

/** The parameters of training that all networks share. */
export interface NetworkParams {
  readonly solver: OptimizerName | 'lbfgs';
  readonly alpha: number;
  readonly batchSize: 'auto' | number;
  readonly learningRate: Schedule;
  readonly learningRateInit: number;
  readonly powerT: number;
  readonly maxIter: number;
  readonly shuffle: boolean;
  readonly randomState: number | readonly number[] | null;
  readonly tol: number;
  readonly warmStart: boolean;
  readonly momentum: number;
  readonly nesterovsMomentum: boolean;
  readonly earlyStopping: boolean;
  readonly validationFraction: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly nIterNoChange: number;
  readonly maxFun: number;
  readonly rho: number | null;
  readonly weightDecay: number;
  readonly precision: 'auto' | Precision;
  readonly device: DeviceChoice;
  readonly balancedBatches?: boolean;
  readonly nJobs: number | null;
}

/** What a fitted network remembers: enough to predict, and to train on. */
export interface NetworkModel extends Progress {
  readonly spec: NetworkSpec;
  readonly precision: Precision;
  /** All weights; see the layout. */
  readonly flat: Float64Array;
  readonly moments: Float64Array;
  /** Where the optimizer stands, with its memory; null after lbfgs. */
  readonly optimizer: (OptimizerPosition & Pick<EngineState, 'first' | 'second'>) | null;
  readonly loss: number;
  readonly nIter: number;
  readonly history: History;
  readonly device: DeviceReport;
}

/** A training of one network. */
export interface TrainingJob {
  readonly estimator: string;
  readonly params: NetworkParams;
  readonly spec: NetworkSpec;
  readonly data: TrainingData;
  /** The model to go on from. */
  readonly before: NetworkModel | undefined;
  /** One epoch (partialFit). */
  readonly incremental: boolean;
  /** Which rows to set aside, drawn after the first weights. */
  readonly split: ((random: RandomState) => ValidationSplit) | undefined;
  /** Loss and score of outputs for the validation rows: those set aside, or rows of their own. */
  readonly validation: { readonly X: Float64Array | undefined; readonly judge: Judge } | undefined;
  /** Judges outputs for training rows after each epoch, if that is wanted. */
  readonly scoreTraining: Judge | undefined;
  readonly callbacks: readonly TrainingCallback[];
  /** A fitted estimator with the given model. */
  readonly fittedCopy: (model: NetworkModel) => Estimator;
}

/** Loss and score of outputs; `rows` names rows of the training data, undefined the validation data's own. */
export type Judge = (outputs: Float64Array, rows: Int32Array | undefined) => { loss: number; score: number };

/** Trains a network. */
export async function trainNetwork(job: TrainingJob, run: Run): Promise<NetworkModel> {
  const { params, spec, data, before, estimator } = job;
  const random = RandomState.from(params.randomState);
  const start = before ?? initialWeights(spec, random);
  const parts = job.split?.(random);
  const train = parts?.train;
  const rows = train ? train.length : data.rows;
  const batch = batchRows(params, rows, estimator);
  const optimizer = new Optimizer(
    settingsOf(params),
    job.incremental ? continued(before, params) : undefined,
  );
  // tfjs computes in single precision only.
  const device = params.device === 'auto' && params.precision === 'float64' ? 'cpu' : params.device;
  const engineOptions = {
    spec,
    data,
    precision: params.precision === 'float32' ? ('float32' as const) : ('float64' as const),
    rule: optimizer.rule,
    batch: params.solver === 'lbfgs' ? rows : batch,
    learningRate: params.learningRateInit,
    nJobs: params.nJobs,
    breathe: () => run.breathe(),
  };
  const engine = await openEngine(device, engineOptions, estimator);
  try {
    const memory = job.incremental && continued(before, params) ? before?.optimizer : undefined;
    engine.write({
      flat: start.flat,
      moments: start.moments,
      first: memory?.first ?? NOTHING,
      second: memory?.second ?? NOTHING,
    });
    if (params.solver === 'lbfgs') return await fitLbfgs(job, engine, start.flat, run);
    const result = await trainingLoop(
      {
        estimator,
        engine,
        optimizer,
        order: orderOf(job, train, random),
        rows,
        weights: data.weights,
        batch,
        maxIter: params.maxIter,
        tol: params.tol,
        nIterNoChange: params.nIterNoChange,
        schedule: params.solver === 'adam' ? 'constant' : params.learningRate,
        powerT: params.powerT,
        maskSeed: spec.dropout.some((rate) => rate > 0) ? () => random.randint(0, 2 ** 31) : undefined,
        scoreTraining: job.scoreTraining && trainingScorer(job, engine, train, run),
        validate: validator(job, engine, parts, run),
        earlyStopping: params.earlyStopping && !job.incremental,
        incremental: job.incremental,
        callbacks: job.callbacks,
        fittedCopy: (result) => job.fittedCopy(modelOf(job, engine, optimizer, result)),
      },
      before ?? freshProgress(params.earlyStopping),
      run,
    );
    return modelOf(job, engine, optimizer, result);
  } finally {
    engine.dispose();
  }
}

const NOTHING = new Float64Array(0);

function modelOf(job: TrainingJob, engine: Engine, optimizer: Optimizer, result: LoopResult): NetworkModel {
  const { state, ...progress } = result;
  const { first, second, flat, moments } = state;
  return {
    ...progress,
    spec: job.spec,
    precision: engine.precision,
    flat,
    moments,
    optimizer: { ...optimizer.position, first, second },
    device: engine.device,
  };
}

/** The optimizer of the model before, if it is of the same kind. */
function continued(before: NetworkModel | undefined, params: NetworkParams): OptimizerPosition | undefined {
  return before?.optimizer?.name === params.solver ? before.optimizer : undefined;
}

function settingsOf(params: NetworkParams): ConstructorParameters<typeof Optimizer>[0] {
  const name = params.solver === 'lbfgs' ? 'sgd' : params.solver;
  return {
    name,
    learningRate: params.learningRateInit,
    momentum: params.momentum,
    nesterovsMomentum: params.nesterovsMomentum,
    beta1: params.beta1,
    beta2: params.beta2,
    epsilon: params.epsilon,
    rho: params.rho ?? (ruleOf(name) === 'adadelta' ? 0.95 : 0.9),
    weightDecay: params.weightDecay,
    alpha: params.alpha,
  };
}

function batchRows({ batchSize }: NetworkParams, rows: number, estimator: string): number {
  if (batchSize === 'auto') return Math.min(200, rows);
  if (batchSize > rows) {
    warn(
      new DataWarning(
        `batchSize ${batchSize} is larger than the ${rows} rows to train on, so each step takes all rows. Lower batchSize.`,
        estimator,
      ),
    );
  }
  return Math.min(batchSize, rows);
}

function orderOf(
  { params, data }: TrainingJob,
  train: Int32Array | undefined,
  random: RandomState,
): RowOrder {
  const rows = train ? train.length : data.rows;
  const { codes } = data;
  let order: RowOrder;
  if (params.balancedBatches && codes) {
    const inTrain = train ? train.map((row) => codes[row]) : codes;
    order = balancedOrder(
      inTrain,
      codes.reduce((most, code) => Math.max(most, code + 1), 0),
      random,
    );
  } else {
    order = params.shuffle ? shuffledOrder(rows, random) : fixedOrder(rows);
  }
  if (!train) return order;
  return { next: () => order.next().map((i) => train[i]) };
}

function validator(
  { data, validation }: TrainingJob,
  engine: Engine,
  parts: ValidationSplit | undefined,
  run: Run,
): (() => Promise<{ loss: number; score: number }>) | undefined {
  if (!validation) return undefined;
  const X = validation.X ?? (parts && takeRows(data, parts.validation));
  if (!X) return undefined;
  const rows = validation.X ? undefined : parts?.validation;
  return async () => {
    const outputs = await engine.predict(X, X.length / data.columns, () => run.breathe());
    return validation.judge(outputs, rows);
  };
}

function trainingScorer(
  { data, scoreTraining }: TrainingJob,
  engine: Engine,
  train: Int32Array | undefined,
  run: Run,
): () => Promise<number> {
  const rows = train ?? Int32Array.from({ length: data.rows }, (_, i) => i);
  const X = train ? takeRows(data, train) : data.X;
  return async () => {
    const outputs = await engine.predict(X, rows.length, () => run.breathe());
    return (scoreTraining as Judge)(outputs, rows).score;
  };
}

function takeRows({ X, columns }: TrainingData, rows: Int32Array): Float64Array {
  const result = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    result.set(X.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return result;
}

async function fitLbfgs(
  { params, data, spec, estimator }: TrainingJob,
  engine: Engine,
  start: Float64Array,
  run: Run,
): Promise<NetworkModel> {
  const rows = Int32Array.from({ length: data.rows }, (_, i) => i);
  const evaluate = async (x: Float64Array) => {
    await run.breathe();
    return engine.gradientAt(x, rows, params.alpha);
  };
  const result = await minimize(evaluate, start, {
    maxIter: params.maxIter,
    maxFun: params.maxFun,
    gtol: params.tol,
    onIteration: (iteration) => run.step(iteration, params.maxIter, 'iteration'),
  });
  if (!Number.isFinite(result.loss) || !result.x.every(Number.isFinite)) {
    throw new InvalidParameterError(
      `${estimator}: lbfgs ended in a loss of ${result.loss}. Scale X and y first, or raise alpha.`,
      { estimator, parameter: 'solver', remedy: 'scale the data' },
    );
  }
  if (!result.converged) {
    warn(
      new ConvergenceWarning(
        `lbfgs stopped after ${result.iterations} iterations and has not converged. Raise maxIter or maxFun, or scale X.`,
        estimator,
      ),
    );
  }
  return {
    ...freshProgress(false),
    spec,
    precision: engine.precision,
    flat: result.x,
    moments: NOTHING,
    optimizer: null,
    loss: result.loss,
    nIter: result.iterations,
    history: historyOf([]),
    device: engine.device,
  };
}
