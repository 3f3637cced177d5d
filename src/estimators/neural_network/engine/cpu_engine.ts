import { kernelsOf, type NeuralKernels, neuralModule } from '../../../kernels/wasm/modules/neural.js';
import { acquire, type Region } from '../../../kernels/wasm/runtime.js';
import type { NetworkSpec } from '../network/layout.js';
import { Program } from '../network/program.js';
import { firstFill, RULES, type Rule, type StepFactors } from '../training/optimizers.js';
import { CpuOps, type CpuSlot, type Floats } from './cpu_ops.js';
import type { DeviceReport, Engine, EngineState, Gradient, Precision, TrainingData } from './engine.js';

/** Rows that go through the network together: their values stay in cache. Batches are cut at these places always. */
export const CHUNK_ROWS = 256;

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
}

/** Trains in this thread: products, activations and updates in WebAssembly, a batch cut into pieces that fit in cache. */
export class CpuEngine implements Engine {
  readonly device = CPU_DEVICE;
  readonly precision: Precision;
  readonly #options: EngineOptions;
  readonly #ops: CpuOps;
  readonly #program: Program<CpuSlot>;
  readonly #kernels: NeuralKernels;
  readonly #chunk: number;
  /** Sum over the pieces, where a batch has several. */
  readonly #sum: Region<Floats> | undefined;
  readonly #first: Region<Floats>;
  readonly #second: Region<Floats>;
  #loss = 0;
  #predicting: { ops: CpuOps; program: Program<CpuSlot> } | undefined;

  constructor(options: EngineOptions) {
    const { spec, precision, batch, rule } = options;
    this.precision = precision;
    this.#options = options;
    // Normalisation looks at the whole batch.
    this.#chunk = spec.batchNormalization ? batch : Math.min(batch, CHUNK_ROWS);
    const session = acquire(neuralModule);
    try {
      this.#ops = new CpuOps(session, spec, precision, this.#chunk);
      this.#program = new Program(this.#ops, spec, true);
      this.#kernels = kernelsOf(session, precision);
      const { size } = this.#ops.layout;
      this.#sum = batch > this.#chunk ? this.#ops.room(size) : undefined;
      this.#first = this.#ops.room(size);
      this.#second = this.#ops.room(size);
      this.#first.view().fill(firstFill(rule));
      this.#second.view().fill(0);
    } catch (error) {
      session.release();
      throw error;
    }
  }

  step(rows: Int32Array, factors: StepFactors, maskSeed: number): void {
    const { alpha, decay, h, rule } = factors;
    const loss = this.#gradient(rows, alpha, maskSeed);
    if (loss === undefined) return;
    this.#loss += loss * rows.length;
    const ops = this.#ops;
    const { layout, weights } = ops;
    if (decay !== 1) this.#kernels.scale(layout.penalized, decay, weights.pointer);
    this.#kernels.update(
      RULES.indexOf(rule),
      layout.size,
      weights.pointer,
      ops.gradient.pointer,
      this.#first.pointer,
      this.#second.pointer,
      ...h,
    );
  }

  async takeLoss(): Promise<number> {
    const loss = this.#loss;
    this.#loss = 0;
    return loss;
  }

  async gradientAt(flat: Float64Array, rows: Int32Array, alpha: number): Promise<Gradient> {
    this.#ops.weights.view().set(flat);
    const loss = this.#gradient(rows, alpha, 1) ?? 0;
    return { loss, gradient: Float64Array.from(this.#ops.gradient.view()) };
  }

  async predict(X: Float64Array, rows: number, breathe: () => Promise<void>): Promise<Float64Array> {
    const { spec, precision } = this.#options;
    this.#predicting ??= predictor(spec, precision);
    const { ops, program } = this.#predicting;
    ops.weights.view().set(this.#ops.weights.view());
    ops.moments.view().set(this.#ops.moments.view());
    return runForward(ops, program, X, rows, breathe);
  }

  async drain(): Promise<void> {}

  async read(): Promise<EngineState> {
    return {
      flat: Float64Array.from(this.#ops.weights.view()),
      moments: Float64Array.from(this.#ops.moments.view()),
      first: Float64Array.from(this.#first.view()),
      second: Float64Array.from(this.#second.view()),
    };
  }

  write(state: EngineState): void {
    this.#ops.weights.view().set(state.flat);
    this.#ops.moments.view().set(state.moments);
    if (state.first.length > 0) this.#first.view().set(state.first);
    if (state.second.length > 0) this.#second.view().set(state.second);
    else if (this.#options.rule === 'ftrl') this.#startLinearTerms();
  }

  dispose(): void {
    this.#ops.session.release();
    this.#predicting?.ops.session.release();
  }

  /** FTRL's weights follow from its memory, so the memory starts where it yields the first weights. */
  #startLinearTerms(): void {
    const w = this.#ops.weights.view();
    const z = this.#second.view();
    const root = Math.sqrt(firstFill('ftrl'));
    const rate = this.#options.learningRate;
    for (let i = 0; i < w.length; i++) z[i] = (-w[i] * root) / rate;
  }

  /** Mean loss with the penalty; the gradient stands in the operations' memory. Undefined when all weights are 0. */
  #gradient(rows: Int32Array, alpha: number, maskSeed: number): number | undefined {
    const ops = this.#ops;
    const { data } = this.#options;
    const total = totalWeight(data.weights, rows);
    if (!(total > 0)) return undefined;
    const { layout, gradient } = ops;
    let loss = 0;
    for (let from = 0; from < rows.length; from += this.#chunk) {
      const part = rows.subarray(from, Math.min(rows.length, from + this.#chunk));
      ops.load(data, part, this.#program.input);
      ops.begin(1 / total, maskSeed, from);
      this.#program.forward(true);
      this.#program.backward();
      loss += ops.lossSum;
      if (this.#sum) this.#collect(this.#sum, gradient, from);
    }
    if (this.#sum && rows.length > this.#chunk) {
      gradient.view().set(this.#sum.view());
    }
    const squares = this.#kernels.penalty(
      layout.penalized,
      alpha / total,
      ops.weights.pointer,
      gradient.pointer,
    );
    return loss / total + (0.5 * alpha * squares) / total;
  }

  #collect(sum: Region<Floats>, gradient: Region<Floats>, from: number): void {
    if (from === 0) sum.view().set(gradient.view());
    else this.#kernels.add(gradient.length, gradient.pointer, sum.pointer);
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
