import { kernelsOf, type NeuralKernels, type NeuralSession } from '../../../kernels/wasm/modules/neural.js';
import type { Region } from '../../../kernels/wasm/runtime.js';
import { type Activation, activationCode, type OutputActivation } from '../network/activations.js';
import { type Layout, layoutOf, type NetworkSpec, NORMALIZATION, type Piece } from '../network/layout.js';
import { type LossName, lossAndDelta } from '../network/losses.js';
import { fillMask, maskSeed } from '../network/masks.js';
import type { Ops, Precision, TrainingData } from './engine.js';

/** An array of either precision. */
export type Floats = Float64Array | Float32Array;

/** Values of a batch in the memory of the kernels. */
export interface CpuSlot {
  readonly region: Region<Floats>;
  readonly columns: number;
}

/** The operations of a network on WebAssembly kernels, for up to `maxRows` rows at a time. */
export class CpuOps implements Ops<CpuSlot> {
  readonly layout: Layout;
  readonly weights: Region<Floats>;
  readonly gradient: Region<Floats>;
  readonly moments: Region<Floats>;
  /** Rows of the batch at hand. */
  rows = 0;
  /** Weighted loss of the batch at hand. */
  lossSum = 0;
  readonly #kernels: NeuralKernels;
  readonly #bytes: number;
  readonly #targets: CpuSlot;
  readonly #rowWeights: Region<Floats>;
  readonly #work: number;
  readonly #inverse: Region<Floats>[];
  #weighted = false;
  #scale = 1;
  #seed = 0;
  #firstRow = 0;

  constructor(
    readonly session: NeuralSession,
    spec: NetworkSpec,
    readonly precision: Precision,
    readonly maxRows: number,
  ) {
    this.#kernels = kernelsOf(session, precision);
    this.#bytes = precision === 'float32' ? 4 : 8;
    this.layout = layoutOf(spec);
    this.weights = this.room(this.layout.size);
    this.gradient = this.room(this.layout.size);
    this.moments = this.room(this.layout.momentsSize);
    this.#targets = this.slot(spec.units[spec.units.length - 1]);
    this.#rowWeights = this.room(maxRows);
    this.#inverse = this.layout.gammas.map(({ columns }) => this.room(columns));
    let work = 0;
    for (const { rows, columns } of this.layout.coefs) {
      work = Math.max(
        work,
        session.kernels.gemmWorkBytes(maxRows, columns, rows, this.#bytes),
        session.kernels.gemmWorkBytes(rows, columns, maxRows, this.#bytes),
        session.kernels.gemmWorkBytes(maxRows, rows, columns, this.#bytes),
      );
    }
    this.#work = session.u8(work).pointer;
  }

  /** Memory of the engine's precision. */
  room(length: number): Region<Floats> {
    const region = this.precision === 'float32' ? this.session.f32(length) : this.session.f64(length);
    return region as unknown as Region<Floats>;
  }

  slot(columns: number): CpuSlot {
    return { region: this.room(this.maxRows * columns), columns };
  }

  /** Copies rows of the data in, with their targets and weights. */
  load(data: TrainingData, rows: Int32Array, input: CpuSlot): void {
    const { X, columns, codes, Y, outputs, weights } = data;
    this.rows = rows.length;
    const x = input.region.view();
    const y = this.#targets.region.view();
    if (codes) y.fill(0, 0, rows.length * outputs);
    for (let i = 0, to = 0; i < rows.length; i++) {
      const row = rows[i];
      for (let j = 0, from = row * columns; j < columns; j++) x[to++] = X[from++];
      if (codes && outputs === 1) y[i] = codes[row];
      else if (codes) y[i * outputs + codes[row]] = 1;
      else if (Y) for (let j = 0; j < outputs; j++) y[i * outputs + j] = Y[row * outputs + j];
    }
    this.#weighted = weights !== undefined;
    if (weights) {
      const w = this.#rowWeights.view();
      for (let i = 0; i < rows.length; i++) w[i] = weights[rows[i]];
    }
  }

  /** Prepares the loss of a batch: what its gradient is multiplied by, the masks' seed, its first row's place. */
  begin(scale: number, seed: number, firstRow: number): void {
    this.#scale = scale;
    this.#seed = seed;
    this.#firstRow = firstRow;
  }

  dense(layer: number, x: CpuSlot, out: CpuSlot): void {
    const { rows: k, columns: n } = this.layout.coefs[layer];
    const to = out.region.pointer;
    this.#kernels.fillRows(this.rows, n, this.#at(this.weights, this.layout.intercepts[layer]), to);
    const w = this.#at(this.weights, this.layout.coefs[layer]);
    this.#kernels.gemm(this.rows, n, k, 1, x.region.pointer, k, 1, w, n, 1, 1, to, n, 0, this.#work);
  }

  denseBackward(layer: number, x: CpuSlot, delta: CpuSlot, xDelta: CpuSlot | undefined): void {
    const { rows: k, columns: n } = this.layout.coefs[layer];
    const m = this.rows;
    const d = delta.region.pointer;
    const g = this.#at(this.gradient, this.layout.coefs[layer]);
    this.#kernels.gemm(k, n, m, 1, x.region.pointer, 1, k, d, n, 1, 0, g, n, 0, this.#work);
    this.#kernels.columnSums(m, n, d, this.#at(this.gradient, this.layout.intercepts[layer]));
    if (!xDelta) return;
    const w = this.#at(this.weights, this.layout.coefs[layer]);
    this.#kernels.gemm(m, k, n, 1, d, n, 1, w, 1, n, 0, xDelta.region.pointer, k, 0, this.#work);
  }

  activate(kind: Activation | OutputActivation, x: CpuSlot, out: CpuSlot): void {
    if (kind === 'softmax') this.#kernels.softmax(this.rows, out.columns, out.region.pointer);
    else if (kind !== 'identity' || x !== out) {
      const n = this.rows * x.columns;
      this.#kernels.activate(activationCode(kind), n, x.region.pointer, out.region.pointer);
    }
  }

  activateBackward(kind: Activation | OutputActivation, x: CpuSlot, a: CpuSlot, delta: CpuSlot): void {
    if (kind === 'softmax') {
      softmaxBackward(this.rows, a.columns, a.region.view(), delta.region.view());
      return;
    }
    const n = this.rows * a.columns;
    this.#kernels.activateBackward(
      activationCode(kind),
      n,
      x.region.pointer,
      a.region.pointer,
      delta.region.pointer,
    );
  }

  normalize(layer: number, x: CpuSlot, hat: CpuSlot, out: CpuSlot): void {
    const { gammas, betas, means, variances } = this.layout;
    this.#kernels.normalize(
      this.rows,
      x.columns,
      x.region.pointer,
      hat.region.pointer,
      out.region.pointer,
      this.#inverse[layer].pointer,
      this.#at(this.weights, gammas[layer]),
      this.#at(this.weights, betas[layer]),
      this.#at(this.moments, means[layer]),
      this.#at(this.moments, variances[layer]),
      NORMALIZATION.momentum,
      NORMALIZATION.epsilon,
    );
  }

  normalizeBackward(layer: number, hat: CpuSlot, delta: CpuSlot): void {
    const { gammas, betas } = this.layout;
    this.#kernels.normalizeBackward(
      this.rows,
      hat.columns,
      hat.region.pointer,
      this.#inverse[layer].pointer,
      this.#at(this.weights, gammas[layer]),
      delta.region.pointer,
      this.#at(this.gradient, gammas[layer]),
      this.#at(this.gradient, betas[layer]),
    );
  }

  normalizeFixed(layer: number, x: CpuSlot, out: CpuSlot): void {
    const { gammas, betas, means, variances } = this.layout;
    this.#kernels.normalizeFixed(
      this.rows,
      x.columns,
      x.region.pointer,
      out.region.pointer,
      this.#at(this.weights, gammas[layer]),
      this.#at(this.weights, betas[layer]),
      this.#at(this.moments, means[layer]),
      this.#at(this.moments, variances[layer]),
      NORMALIZATION.epsilon,
    );
  }

  dropout(layer: number, rate: number, x: CpuSlot, mask: CpuSlot, out: CpuSlot): void {
    const n = this.rows * x.columns;
    const from = this.#firstRow * x.columns;
    fillMask(mask.region.view().subarray(0, n), rate, maskSeed(this.#seed, layer), from);
    this.#kernels.activate(activationCode('identity'), n, x.region.pointer, out.region.pointer);
    this.multiply(mask, out);
  }

  multiply(mask: CpuSlot, x: CpuSlot): void {
    this.#kernels.multiply(this.rows * x.columns, mask.region.pointer, x.region.pointer);
  }

  loss(loss: LossName, out: OutputActivation, outputs: CpuSlot, delta: CpuSlot): void {
    this.lossSum = lossAndDelta(loss, out, {
      rows: this.rows,
      columns: outputs.columns,
      outputs: outputs.region.view(),
      targets: this.#targets.region.view(),
      weights: this.#weighted ? this.#rowWeights.view() : undefined,
      scale: this.#scale,
      delta: delta.region.view(),
    });
  }

  #at(region: Region<Floats>, { offset }: Piece): number {
    return region.pointer + offset * this.#bytes;
  }
}

/** delta becomes p (delta - sum of p delta), row by row. */
function softmaxBackward(rows: number, columns: number, p: Floats, delta: Floats): void {
  for (let i = 0; i < rows; i++) {
    const from = i * columns;
    let sum = 0;
    for (let j = from; j < from + columns; j++) sum += p[j] * delta[j];
    for (let j = from; j < from + columns; j++) delta[j] = p[j] * (delta[j] - sum);
  }
}
