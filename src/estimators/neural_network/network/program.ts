import type { Ops } from '../engine/engine.js';
import { type Activation, needsInput } from './activations.js';
import type { NetworkSpec } from './layout.js';
import { isFused } from './losses.js';

/** What one layer needs to remember between the passes. */
interface LayerSlots<S> {
  /** Sums, before normalisation or activation; the same slot as `value` where nothing needs them. */
  readonly sums: S;
  /** Normalised sums before factor and shift. */
  readonly hat: S | undefined;
  /** Input of the activation. */
  readonly input: S;
  readonly value: S;
  /** What the layer hands on: the value, or what dropout leaves of it. */
  readonly out: S;
  readonly mask: S | undefined;
  readonly delta: S;
}

/** A network as a sequence of operations, forwards and backwards, on any engine. */
export class Program<S> {
  readonly #ops: Ops<S>;
  readonly #spec: NetworkSpec;
  readonly #layers: LayerSlots<S>[];
  readonly #activations: readonly Activation[];
  /** The rows that come in. */
  readonly input: S;

  constructor(ops: Ops<S>, spec: NetworkSpec, training: boolean) {
    this.#ops = ops;
    this.#spec = spec;
    const { units, batchNormalization, activation, dropout } = spec;
    const last = units.length - 2;
    this.#activations = units.slice(1).map((_, l) => (l === spec.linearLayer ? 'identity' : activation));
    this.input = ops.slot(units[0]);
    this.#layers = units.slice(1).map((columns, l) => {
      const hidden = l < last;
      const value = ops.slot(columns);
      const apart = hidden && needsInput(this.#activations[l]);
      const input = apart ? ops.slot(columns) : value;
      const normalized = hidden && batchNormalization;
      const dropped = training && hidden && dropout[l] > 0;
      return {
        value,
        input,
        sums: normalized ? ops.slot(columns) : input,
        hat: normalized && training ? ops.slot(columns) : undefined,
        out: dropped ? ops.slot(columns) : value,
        mask: dropped ? ops.slot(columns) : undefined,
        delta: training ? ops.slot(columns) : value,
      };
    });
  }

  /** The outputs for the rows in `input`; with `training`, batches are normalised and units dropped. */
  forward(training: boolean): S {
    const ops = this.#ops;
    const { outActivation, dropout } = this.#spec;
    const last = this.#layers.length - 1;
    let x = this.input;
    this.#layers.forEach(({ sums, hat, input, value, out, mask }, l) => {
      ops.dense(l, x, sums);
      if (l < last) {
        if (this.#spec.batchNormalization) {
          if (training && hat !== undefined) ops.normalize(l, sums, hat, input);
          else ops.normalizeFixed(l, sums, input);
        }
        ops.activate(this.#activations[l], input, value);
        if (training && mask !== undefined) ops.dropout(l, dropout[l], value, mask, out);
      } else {
        ops.activate(outActivation, sums, value);
      }
      x = out;
    });
    return x;
  }

  /** Loss and gradients of the batch whose forward pass was the last thing done. */
  backward(): void {
    const ops = this.#ops;
    const { outActivation, loss } = this.#spec;
    const last = this.#layers.length - 1;
    const end = this.#layers[last];
    ops.loss(loss, outActivation, end.value, end.delta);
    if (!isFused(loss, outActivation)) {
      ops.activateBackward(outActivation, end.input, end.value, end.delta);
    }
    for (let l = last; l >= 0; l--) {
      const { delta } = this.#layers[l];
      if (l === 0) {
        ops.denseBackward(0, this.input, delta, undefined);
        return;
      }
      const below = this.#layers[l - 1];
      ops.denseBackward(l, below.out, delta, below.delta);
      if (below.mask !== undefined) ops.multiply(below.mask, below.delta);
      ops.activateBackward(this.#activations[l - 1], below.input, below.value, below.delta);
      if (below.hat !== undefined) ops.normalizeBackward(l - 1, below.hat, below.delta);
    }
  }
}
