import { type Layout, layoutOf, type Piece } from '../../network/layout.js';
import { Program } from '../../network/program.js';
import { firstFill, type StepFactors } from '../../training/optimizers.js';
import { type EngineOptions, totalWeight } from '../cpu_engine.js';
import type { DeviceReport, Engine, EngineState, Gradient } from '../engine.js';
import { BatchSource } from './batch_source.js';
import type { TfSession } from './session.js';
import type { Tensor, Tf } from './tf.js';
import { type TensorWeights, TfOps, type TfSlot } from './tf_ops.js';
import { tensorUpdate } from './tf_optimizers.js';

const GROUPS = ['coefs', 'intercepts', 'gammas', 'betas'] as const;

/**
 * Trains on a backend of tfjs. Every tensor that outlives a step belongs to this object and goes with `dispose`; all
 * others live in a tidy. Arithmetic is in single precision.
 */
export class TfEngine implements Engine {
  readonly precision = 'float32';
  readonly #session: TfSession;
  readonly #options: EngineOptions;
  readonly #layout: Layout;
  readonly #tf: Tf;
  readonly #ops: TfOps;
  readonly #program: Program<TfSlot>;
  readonly #predictor: Program<TfSlot>;
  readonly #source: BatchSource;
  #weights: Tensor[] = [];
  #first: Tensor[] = [];
  #second: Tensor[] = [];
  #means: Tensor[] = [];
  #variances: Tensor[] = [];
  #loss: Tensor | undefined;
  #disposed = false;

  constructor(session: TfSession, options: EngineOptions) {
    this.#session = session;
    this.#options = options;
    this.#tf = session.tf;
    this.#layout = layoutOf(options.spec);
    this.#ops = new TfOps(session.tf);
    this.#program = new Program(this.#ops, options.spec, true);
    this.#predictor = new Program(this.#ops, options.spec, false);
    session.enter();
    this.#source = new BatchSource(session, options.data);
  }

  get device(): DeviceReport {
    return this.#session.device;
  }

  step(rows: Int32Array, factors: StepFactors, maskSeed: number): void {
    const total = totalWeight(this.#options.data.weights, rows);
    if (!(total > 0)) return;
    const tf = this.#enter();
    const old = [this.#weights, this.#first, this.#second, this.#means, this.#variances];
    const before = this.#loss;
    tf.tidy(() => {
      const loss = this.#gradient(rows, total, factors.alpha, maskSeed);
      const gradients = GROUPS.flatMap((group) => this.#ops.gradients[group]);
      const penalized = this.#layout.coefs.length;
      const updated = this.#weights.map((w, i) => {
        const start = factors.decay !== 1 && i < penalized ? tf.mul(w, tf.scalar(factors.decay)) : w;
        return tensorUpdate(tf, factors, start, gradients[i], this.#first[i], this.#second[i]);
      });
      const sum = tf.mul(loss, tf.scalar(rows.length));
      this.#loss = tf.keep(before ? tf.add(before, sum) : sum);
      const kept = (tensors: Tensor[]): Tensor[] => tensors.map((tensor) => tf.keep(tensor));
      this.#weights = kept(updated.map(({ weights }) => weights));
      this.#first = kept(updated.map(({ first }) => first));
      this.#second = kept(updated.map(({ second }) => second));
      if (this.#means.length > 0) {
        this.#means = kept(this.#ops.movedMeans);
        this.#variances = kept(this.#ops.movedVariances);
      }
    });
    before?.dispose();
    // A memory that the rule does not use is passed on as it is.
    const now = new Set([
      ...this.#weights,
      ...this.#first,
      ...this.#second,
      ...this.#means,
      ...this.#variances,
    ]);
    for (const tensor of old.flat()) if (!now.has(tensor)) tensor.dispose();
  }

  async takeLoss(): Promise<number> {
    const loss = this.#loss;
    if (!loss) return 0;
    this.#loss = undefined;
    try {
      return (await this.#session.read(loss))[0];
    } finally {
      loss.dispose();
    }
  }

  async gradientAt(flat: Float64Array, rows: Int32Array, alpha: number): Promise<Gradient> {
    const state = await this.read();
    this.write({ ...state, flat });
    const total = totalWeight(this.#options.data.weights, rows);
    const tf = this.#enter();
    const results = tf.tidy(() => {
      const loss = this.#gradient(rows, total, alpha, 1);
      return [loss, ...GROUPS.flatMap((group) => this.#ops.gradients[group])].map((tensor) =>
        tf.keep(tensor),
      );
    });
    try {
      const values = await Promise.all(results.map((tensor) => this.#session.read(tensor)));
      return { loss: values[0][0], gradient: join(values.slice(1), this.#layout.size) };
    } finally {
      for (const tensor of results) tensor.dispose();
    }
  }

  async predict(X: Float64Array, rows: number, breathe: () => Promise<void>): Promise<Float64Array> {
    const { units } = this.#options.spec;
    const [columns, outputs] = [units[0], units[units.length - 1]];
    const result = new Float64Array(rows * outputs);
    const block = Math.max(1024, this.#options.batch);
    for (let from = 0; from < rows; from += block) {
      const count = Math.min(block, rows - from);
      const tf = this.#enter();
      const out = tf.tidy(() => {
        this.#load();
        const values = Float32Array.from(X.subarray(from * columns, (from + count) * columns));
        this.#predictor.input.tensor = tf.tensor2d(values, [count, columns]);
        return tf.keep(this.#predictor.forward(false).tensor as Tensor);
      });
      try {
        result.set(await this.#session.read(out), from * outputs);
      } finally {
        out.dispose();
      }
      await breathe();
    }
    return result;
  }

  async drain(): Promise<void> {
    // Reading anything waits for all that was asked before.
    if (this.#weights.length > 0) await this.#session.read(this.#weights[this.#layout.coefs.length]);
  }

  async read(): Promise<EngineState> {
    const all = (tensors: Tensor[]): Promise<Float32Array[]> =>
      Promise.all(tensors.map((tensor) => this.#session.read(tensor)));
    const { size, momentsSize } = this.#layout;
    const [weights, first, second, means, variances] = await Promise.all(
      [this.#weights, this.#first, this.#second, this.#means, this.#variances].map(all),
    );
    return {
      flat: join(weights, size),
      first: join(first, size),
      second: join(second, size),
      moments: join([...means, ...variances], momentsSize),
    };
  }

  write(state: EngineState): void {
    const tf = this.#enter();
    const { learningRate, rule } = this.#options;
    const pieces = GROUPS.flatMap((group) => this.#layout[group]);
    this.#free();
    const upload = (flat: Float64Array, of: readonly Piece[]): Tensor[] =>
      of.map(({ offset, rows, columns }) =>
        tf.keep(
          tf.tensor2d(Float32Array.from(flat.subarray(offset, offset + rows * columns)), [rows, columns]),
        ),
      );
    const { size } = this.#layout;
    this.#weights = upload(state.flat, pieces);
    const first = state.first.length > 0 ? state.first : new Float64Array(size).fill(firstFill(rule));
    this.#first = upload(first, pieces);
    let { second } = state;
    if (second.length === 0) {
      // FTRL's weights follow from its memory, so the memory starts where it yields the first weights.
      const root = rule === 'ftrl' ? Math.sqrt(firstFill(rule)) / learningRate : 0;
      second = state.flat.map((w) => -w * root);
    }
    this.#second = upload(second, pieces);
    this.#means = upload(state.moments, this.#layout.means);
    this.#variances = upload(state.moments, this.#layout.variances);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    try {
      this.#free();
      this.#loss?.dispose();
      this.#source.dispose();
    } finally {
      this.#session.close();
    }
  }

  #enter(): Tf {
    this.#session.enter();
    return this.#tf;
  }

  #free(): void {
    for (const tensor of new Set([
      ...this.#weights,
      ...this.#first,
      ...this.#second,
      ...this.#means,
      ...this.#variances,
    ])) {
      tensor.dispose();
    }
    this.#weights = [];
  }

  /** Puts the weights where the operations look for them. */
  #load(): void {
    const ops = this.#ops;
    let from = 0;
    const taken = GROUPS.map((group) => {
      const { length } = this.#layout[group];
      from += length;
      return [group, this.#weights.slice(from - length, from)] as const;
    });
    ops.weights = Object.fromEntries(taken) as unknown as TensorWeights;
    ops.means = this.#means;
    ops.variances = this.#variances;
  }

  /** Mean loss with the penalty, a scalar; the gradients stand in the operations, penalty included. */
  #gradient(rows: Int32Array, total: number, alpha: number, seed: number): Tensor {
    const tf = this.#tf;
    const ops = this.#ops;
    this.#load();
    const { input, targets, weights } = this.#source.take(rows);
    ops.batch = { rows: rows.length, targets, weights, scale: 1 / total, seed };
    this.#program.input.tensor = input;
    this.#program.forward(true);
    this.#program.backward();
    let loss = tf.mul(ops.lossSum as Tensor, tf.scalar(1 / total));
    if (alpha > 0) {
      ops.weights.coefs.forEach((w, l) => {
        ops.gradients.coefs[l] = tf.add(ops.gradients.coefs[l], tf.mul(w, tf.scalar(alpha / total)));
        loss = tf.add(loss, tf.mul(tf.sum(tf.square(w)), tf.scalar((0.5 * alpha) / total)));
      });
    }
    return loss;
  }
}

function join(parts: readonly Float32Array[], size: number): Float64Array {
  const result = new Float64Array(size);
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
