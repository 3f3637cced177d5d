import { neuralModule } from '../../../kernels/wasm/modules/neural.js';
import { acquire, type Region } from '../../../kernels/wasm/runtime.js';
import type { NetworkSpec } from '../network/layout.js';
import { Program } from '../network/program.js';
import { firstFill, RULES, type Rule, type StepFactors } from '../training/optimizers.js';
import { BatchGradient, type BatchTerms, CHUNK_ROWS, spansOf } from './batch_gradient.js';
import { BatchThreads } from './batch_threads.js';
import { CpuOps, type CpuSlot, type Floats } from './cpu_ops.js';
import type { DeviceReport, Engine, EngineState, Gradient, Precision, TrainingData } from './engine.js';

/** learnkit's own engine, as it reports itself. */
export const CPU_DEVICE: DeviceReport = {
  backend: 'cpu',
  vendor: '',
  architecture: 'WebAssembly SIMD',
  description: "learnkit's own engine on the processor",
  software: false,
  gpu: false,
};

/** What an engine is made for. */
export interface EngineOptions {
  readonly spec: NetworkSpec;
  readonly data: TrainingData;
  readonly precision: Precision;
  readonly rule: Rule;
  /** FTRL needs it to start. */
  readonly learningRate: number;
  /** Most rows of one step. */
  readonly batch: number;
  /** Threads for large batches, on the CPU engine. */
  readonly nJobs?: number | null;
  /** Lets others have their turn during long steps. */
  readonly breathe?: () => Promise<void>;
}

/**
 * Trains on the processor: products, activations and updates in WebAssembly, large batches cut into pieces that fit in
 * cache and, with `nJobs`, shared by threads; the weights are the same for any number of them.
 */
export class CpuEngine implements Engine {
  readonly device = CPU_DEVICE;
  readonly precision: Precision;
  readonly #options: EngineOptions;
  readonly #work: BatchGradient;
  readonly #threads: BatchThreads | undefined;
  /** Sum over the parts of large batches, and one part as it comes from a thread. */
  readonly #sum: Region<Floats> | undefined;
  readonly #part: Region<Floats> | undefined;
  readonly #first: Region<Floats>;
  readonly #second: Region<Floats>;
  #loss = 0;
  #predicting: { ops: CpuOps; program: Program<CpuSlot> } | undefined;

  constructor(options: EngineOptions) {
    const { spec, precision, batch, rule, data } = options;
    this.precision = precision;
    this.#options = options;
    // Normalisation looks at the whole batch.
    const chunk = spec.batchNormalization ? batch : Math.min(batch, CHUNK_ROWS);
    const large = batch > chunk;
    this.#work = new BatchGradient(spec, precision, chunk, large);
    try {
      const { ops } = this.#work;
      const { size } = ops.layout;
      this.#sum = large ? ops.room(size) : undefined;
      this.#part = large ? ops.room(size) : undefined;
      this.#first = ops.room(size);
      this.#second = ops.room(size);
      this.#first.view().fill(firstFill(rule));
      this.#second.view().fill(0);
      const nJobs = large ? BatchThreads.count(options.nJobs) : 1;
      this.#threads =
        nJobs > 1 ? new BatchThreads({ spec, precision, chunk, data, batch, nJobs }) : undefined;
    } catch (error) {
      this.#work.dispose();
      throw error;
    }
  }

  step(rows: Int32Array, factors: StepFactors, maskSeed: number): void | Promise<void> {
    const total = totalWeight(this.#options.data.weights, rows);
    if (!(total > 0)) return;
    const terms = { total, seed: maskSeed };
    if (rows.length <= this.#work.chunk) {
      this.#update(this.#whole(rows, terms), rows.length, terms, factors);
      return;
    }
    return this.#inParts(rows, terms).then((loss) => this.#update(loss, rows.length, terms, factors));
  }

  async takeLoss(): Promise<number> {
    const loss = this.#loss;
    this.#loss = 0;
    return loss;
  }

  async gradientAt(flat: Float64Array, rows: Int32Array, alpha: number): Promise<Gradient> {
    const { ops, chunk } = this.#work;
    ops.weights.view().set(flat);
    const terms = { total: totalWeight(this.#options.data.weights, rows), seed: 1 };
    const sum = rows.length <= chunk ? this.#whole(rows, terms) : await this.#inParts(rows, terms);
    const loss = this.#penalized(sum, terms.total, alpha);
    return { loss, gradient: Float64Array.from(ops.gradient.view()) };
  }

  async predict(X: Float64Array, rows: number, breathe: () => Promise<void>): Promise<Float64Array> {
    const { spec, precision } = this.#options;
    this.#predicting ??= predictor(spec, precision);
    const { ops, program } = this.#predicting;
    ops.weights.view().set(this.#work.ops.weights.view());
    ops.moments.view().set(this.#work.ops.moments.view());
    return runForward(ops, program, X, rows, breathe);
  }

  async drain(): Promise<void> {}

  async read(): Promise<EngineState> {
    return {
      flat: Float64Array.from(this.#work.ops.weights.view()),
      moments: Float64Array.from(this.#work.ops.moments.view()),
      first: Float64Array.from(this.#first.view()),
      second: Float64Array.from(this.#second.view()),
    };
  }

  write(state: EngineState): void {
    const { weights, moments } = this.#work.ops;
    weights.view().set(state.flat);
    moments.view().set(state.moments);
    if (state.first.length > 0) this.#first.view().set(state.first);
    if (state.second.length > 0) this.#second.view().set(state.second);
    else if (this.#options.rule === 'ftrl') this.#startLinearTerms();
  }

  dispose(): void {
    this.#threads?.dispose();
    this.#work.dispose();
    this.#predicting?.ops.session.release();
  }

  /** FTRL's weights follow from its memory, so the memory starts where it yields the first weights. */
  #startLinearTerms(): void {
    const w = this.#work.ops.weights.view();
    const z = this.#second.view();
    const root = Math.sqrt(firstFill('ftrl'));
    const rate = this.#options.learningRate;
    for (let i = 0; i < w.length; i++) z[i] = (-w[i] * root) / rate;
  }

  /** Weighted loss of a batch of one piece; its gradient stands in the operations' memory. */
  #whole(rows: Int32Array, terms: BatchTerms): number {
    return this.#work.run(this.#options.data, rows, { from: 0, to: rows.length }, terms);
  }

  /** The same for a large batch, part by part or on threads. */
  async #inParts(rows: Int32Array, terms: BatchTerms): Promise<number> {
    const { ops, kernels, chunk } = this.#work;
    const [sum, part] = [this.#sum as Region<Floats>, this.#part as Region<Floats>];
    const spans = spansOf(rows.length, chunk);
    const computed = await this.#threads?.run(this.#work, rows, terms, this.#options.breathe);
    let loss = 0;
    for (const [i, span] of spans.entries()) {
      if (computed) {
        part.view().set(computed[i].gradient);
        loss += computed[i].loss;
      } else {
        loss += this.#work.run(this.#options.data, rows, span, terms);
        await this.#options.breathe?.();
      }
      const { pointer } = computed ? part : ops.gradient;
      if (i === 0) sum.view().set((computed ? part : ops.gradient).view());
      else kernels.add(sum.length, pointer, sum.pointer);
    }
    ops.gradient.view().set(sum.view());
    return loss;
  }

  /** Mean loss with the penalty, which is added to the gradient. */
  #penalized(sum: number, total: number, alpha: number): number {
    const { ops, kernels } = this.#work;
    const { penalized } = ops.layout;
    const squares = kernels.penalty(penalized, alpha / total, ops.weights.pointer, ops.gradient.pointer);
    return (sum + 0.5 * alpha * squares) / total;
  }

  #update(sum: number, rows: number, { total }: BatchTerms, { alpha, decay, h, rule }: StepFactors): void {
    this.#loss += this.#penalized(sum, total, alpha) * rows;
    const { ops, kernels } = this.#work;
    const { penalized, size } = ops.layout;
    if (decay !== 1) kernels.scale(penalized, decay, ops.weights.pointer);
    const [w, g] = [ops.weights.pointer, ops.gradient.pointer];
    kernels.update(RULES.indexOf(rule), size, w, g, this.#first.pointer, this.#second.pointer, ...h);
  }
}

/** Sum of the weights of some rows. */
export function totalWeight(weights: Float64Array | undefined, rows: Int32Array): number {
  if (!weights) return rows.length;
  let total = 0;
  for (let i = 0; i < rows.length; i++) total += weights[rows[i]];
  return total;
}

function predictor(spec: NetworkSpec, precision: Precision): { ops: CpuOps; program: Program<CpuSlot> } {
  const session = acquire(neuralModule);
  try {
    const ops = new CpuOps(session, spec, precision, CHUNK_ROWS);
    return { ops, program: new Program(ops, spec, false) };
  } catch (error) {
    session.release();
    throw error;
  }
}

/** Outputs of a trained network for n rows; in learnkit's own engine, whatever trained it. O(n weights). */
export async function predictOutputs(
  spec: NetworkSpec,
  precision: Precision,
  state: Pick<EngineState, 'flat' | 'moments'>,
  X: Float64Array,
  rows: number,
  breathe: () => Promise<void>,
): Promise<Float64Array> {
  const { ops, program } = predictor(spec, precision);
  try {
    ops.weights.view().set(state.flat);
    ops.moments.view().set(state.moments);
    return await runForward(ops, program, X, rows, breathe);
  } finally {
    ops.session.release();
  }
}

async function runForward(
  ops: CpuOps,
  program: Program<CpuSlot>,
  X: Float64Array,
  rows: number,
  breathe: () => Promise<void>,
): Promise<Float64Array> {
  const columns = program.input.columns;
  let result: Float64Array | undefined;
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - from);
    ops.rows = count;
    program.input.region.view().set(X.subarray(from * columns, (from + count) * columns));
    const out = program.forward(false);
    result ??= new Float64Array(rows * out.columns);
    result.set(out.region.view().subarray(0, count * out.columns), from * out.columns);
    await breathe();
  }
  return result ?? new Float64Array(0);
}
