import { describe, expect, it } from 'vitest';
import { RandomState } from '../../src/core/random.js';
import {
  derivativePlan,
  writeDerivatives,
} from '../../src/estimators/ensemble/hist_gradient_boosting/loss_kernels.js';
import {
  absoluteError,
  halfBinomial,
  halfGamma,
  halfMultinomial,
  halfPoisson,
  halfSquaredError,
  type Loss,
  pinball,
} from '../../src/kernels/losses/index.js';
import { sortNumbers } from '../../src/kernels/sort.js';
import { boostingModule } from '../../src/kernels/wasm/modules/boosting.js';
import { withSession } from '../../src/kernels/wasm/runtime.js';
import { expectClose } from '../support/fixtures.js';

const random = new RandomState(0);

describe('derivatives in the kernels are those of the losses', () => {
  const losses: [Loss, (u: number) => number][] = [
    [halfSquaredError(), (u) => u],
    [absoluteError(), (u) => u],
    [pinball(0.3), (u) => u],
    [halfPoisson(), (u) => Math.floor(4 * Math.abs(u))],
    [halfGamma(), (u) => Math.abs(u) + 0.01],
    [halfBinomial(), (u) => (u > 0 ? 1 : 0)],
    [halfMultinomial(4), (u) => Math.min(3, Math.floor(Math.abs(2 * u)))],
  ];
  for (const [loss, target] of losses) {
    for (const weighted of [false, true]) {
      it(`${loss.name} ${loss.outputs}${weighted ? ', weighted' : ''}`, () => {
        for (const n of [1, 2, 7, 64]) {
          const y = random.normal(0, 1, n).map(target);
          const raw = random.normal(0, 12, n * loss.outputs);
          const weights = weighted ? random.uniform(0, 3, n) : undefined;
          const gradients = new Float64Array(n * loss.outputs);
          const hessians = new Float64Array(n * loss.outputs);
          loss.derivatives(y, raw, weights, gradients, hessians);
          const pairs = withSession(boostingModule, (session) => {
            const room = session.f64(n * loss.outputs);
            const plan = derivativePlan(loss, {
              rows: n,
              y: session.f64(y).pointer,
              raw: session.f64(raw).pointer,
              weights: weights ? session.f64(weights).pointer : 0,
              pairs: room.pointer,
            });
            // In two pieces, as workers take them; the first has an even number of rows.
            const middle = n > 2 ? 2 : 0;
            writeDerivatives(session.kernels, plan, 0, middle);
            writeDerivatives(session.kernels, plan, middle, n);
            const view = room.view();
            return new Float32Array(view.buffer, view.byteOffset, 2 * view.length).slice();
          });
          // Single precision: half an ulp, and one more for exp.
          const close = { rtol: 1.2e-7, atol: 1e-30 };
          expectClose(
            pairs.filter((_, i) => i % 2 === 0),
            gradients,
            { ...close, what: 'gradient' },
          );
          expectClose(
            pairs.filter((_, i) => i % 2 === 1),
            hessians,
            { ...close, what: 'hessian' },
          );
        }
      });
    }
  }
});

describe('sortNumbers', () => {
  it('sorts as the engine does: signs, zeros, infinities, ties', () => {
    for (const n of [0, 1, 100, 4096, 30_000]) {
      const values = random.normal(0, 1, n).map((u, i) => (i % 7 === 0 ? Math.round(u) : u * 10 ** (i % 40)));
      if (n > 10) values.set([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 5e-324]);
      const expected = values.slice().sort();
      expect(sortNumbers(values)).toEqual(expected);
    }
  });
});

describe('histograms and partition', () => {
  it('add up the rows of a node, whatever the shape', () => {
    for (const d of [1, 3, 4, 5, 8, 11, 21]) {
      for (const counted of [true, false]) checkNode(1300, d, counted);
    }
  });
});

function checkNode(n: number, d: number, counted: boolean): void {
  const binCounts = Uint8Array.from({ length: d }, (_, j) => [255, 3, 17, 1, 90][j % 5]);
  const codes = Uint8Array.from({ length: n * d }, (_, i) =>
    Math.floor(random.random() * (binCounts[i % d] + 1)),
  );
  const values = Float32Array.from(random.normal(0, 1, 2 * n));
  withSession(boostingModule, (session) => {
    const { kernels } = session;
    const zeros = session.u8(new Uint8Array(d));
    const bins = session.u8(codes);
    const counts = session.u8(binCounts);
    const order = session.u32(n);
    const spare = session.u32(n);
    const scratch = session.u8(kernels.scratchBytes(d));
    const pairs = session.f64(n);
    new Float32Array(pairs.view().buffer, pairs.pointer, 2 * n).set(values);
    const [all, part] = [0, 1].map(() => session.f64(640 * d));
    const sides = session.u8(Uint8Array.from({ length: 256 }, (_, code) => code % 2));
    kernels.setData(n, d, bins.pointer, counts.pointer, zeros.pointer, zeros.pointer, zeros.pointer);
    kernels.setRoom(order.pointer, spare.pointer);
    kernels.setScratch(scratch.pointer);
    kernels.setRules(counted, 0, 1);
    kernels.beginTree(pairs.pointer);
    kernels.buildHistogram(all.pointer, 0, n, true, 0, d);
    const left = kernels.partition(0, n, 0, sides.pointer);
    const expectedLeft = Array.from({ length: n }, (_, i) => i).filter((i) => codes[i * d] % 2 === 1);
    expect(left).toBe(expectedLeft.length);
    expect(Array.from(order.view().subarray(0, left))).toEqual(expectedLeft);
    // In two pieces, as workers take them.
    const middle = Math.floor(d / 2);
    if (middle > 0) kernels.buildHistogram(part.pointer, 0, left, false, 0, middle);
    kernels.buildHistogram(part.pointer, 0, left, false, middle, d);
    const check = (hist: typeof all, rows: number[], exact: boolean): void => {
      const sums = hist.view();
      const ticks = new Uint32Array(sums.buffer, sums.byteOffset + 4096 * d, 256 * d);
      for (let j = 0; j < d; j++) {
        const expected = new Float64Array(3 * 256);
        for (const i of rows) {
          const code = codes[i * d + j];
          expected[3 * code] += values[2 * i];
          expected[3 * code + 1] += values[2 * i + 1];
          expected[3 * code + 2]++;
        }
        for (let code = 0; code <= binCounts[j]; code++) {
          const at = 2 * (256 * j + code);
          // Rows are added in order: no rounding differs, but for the histogram that was subtracted.
          expectClose(sums[at], expected[3 * code], { rtol: 0, atol: exact ? 0 : 1e-12 });
          expectClose(sums[at + 1], expected[3 * code + 1], { rtol: 0, atol: exact ? 0 : 1e-12 });
          if (counted) expect(ticks[256 * j + code]).toBe(expected[3 * code + 2]);
        }
      }
    };
    check(
      all,
      Array.from({ length: n }, (_, i) => i),
      true,
    );
    check(part, expectedLeft, true);
    kernels.subtractHistogram(all.pointer, part.pointer, 0, d);
    check(
      all,
      Array.from({ length: n }, (_, i) => i).filter((i) => codes[i * d] % 2 === 0),
      false,
    );
  });
}
