import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  ACTIVATIONS,
  activationCode,
  reference,
} from '../../src/estimators/neural_network/network/activations.js';
import {
  OPTIMIZERS,
  Optimizer,
  RULES,
  referenceUpdate,
} from '../../src/estimators/neural_network/training/optimizers.js';
import {
  kernelsOf,
  type NeuralKernels,
  type NeuralSession,
  neuralModule,
} from '../../src/kernels/wasm/modules/neural.js';
import {
  forceKernelBuild,
  liveAllocations,
  liveSessions,
  type Region,
  withSession,
} from '../../src/kernels/wasm/runtime.js';
import { expectClose } from '../support/fixtures.js';
import { builds, numbers } from './support.js';

afterEach(() => {
  forceKernelBuild(undefined);
  expect([liveSessions(), liveAllocations()]).toEqual([0, 0]);
});

type Floats = Float64Array | Float32Array;
type Precision = 'float32' | 'float64';
const PRECISIONS: [Precision, number][] = [
  ['float64', 4e-15],
  ['float32', 4e-7],
];
const ALL = builds.flatMap((build) =>
  PRECISIONS.map(([precision, tolerance]) => [build, precision, tolerance] as const),
);

/** Runs `work` with the kernels of one precision, and a way to bring numbers in. */
function using<T>(
  build: (typeof builds)[number],
  precision: Precision,
  work: (kernels: NeuralKernels, room: (values: ArrayLike<number> | number) => Region<Floats>) => T,
): T {
  forceKernelBuild(build);
  return withSession(neuralModule, (session: NeuralSession) =>
    work(
      kernelsOf(session, precision),
      (values) =>
        (precision === 'float32' ? session.f32(values) : session.f64(values)) as unknown as Region<Floats>,
    ),
  );
}

const round = (precision: Precision, values: Float64Array): Float64Array =>
  precision === 'float32' ? Float64Array.from(values, Math.fround) : values;

describe.each(ALL)('%s, %s', (build, precision, tolerance) => {
  it.each([...ACTIVATIONS, 'softplus', 'exp'] as const)('activation %s and its derivative', (kind) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }),
        fc.integer(),
        fc.constantFrom(0.01, 1, 30),
        (n, seed, size) => {
          const x = round(
            precision,
            numbers(n, seed).map((v) => v * size),
          );
          const d = round(precision, numbers(n, seed + 1));
          using(build, precision, (kernels, room) => {
            const [from, to, delta] = [room(x), room(n), room(d)];
            kernels.activate(activationCode(kind), n, from.pointer, to.pointer);
            const expected = x.map((v) => reference(kind, v).value);
            // Near 0 some values are differences of numbers near 1.
            expectClose(to.view(), expected, { rtol: tolerance, atol: tolerance, what: kind });
            kernels.activateBackward(activationCode(kind), n, from.pointer, to.pointer, delta.pointer);
            const slopes = x.map((v, i) => d[i] * reference(kind, v).slope);
            expectClose(delta.view(), slopes, { rtol: 8 * tolerance, atol: 4 * tolerance, what: `${kind}'` });
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('activations at the ends: no overflow, NaN stays', () => {
    using(build, precision, (kernels, room) => {
      for (const kind of ['logistic', 'tanh', 'elu', 'selu', 'softplus', 'relu'] as const) {
        const x = room([1e30, -1e30, Number.NaN, 0]);
        kernels.activate(activationCode(kind), 4, x.pointer, x.pointer);
        const [high, low, nan, zero] = x.view();
        expect(Number.isNaN(nan), kind).toBe(true);
        expect(
          [high, low].every((v) => Number.isFinite(v)),
          kind,
        ).toBe(true);
        expectClose(zero, reference(kind, 0).value, { atol: tolerance });
      }
    });
  });

  it('softmax of rows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 13 }),
        fc.integer(),
        (rows, columns, seed) => {
          const x = round(
            precision,
            numbers(rows * columns, seed).map((v) => v * 50),
          );
          const expected = new Float64Array(x.length);
          for (let i = 0; i < rows; i++) {
            const row = x.subarray(i * columns, (i + 1) * columns);
            const top = Math.max(...row);
            const sum = row.reduce((total, v) => total + Math.exp(v - top), 0);
            row.forEach((v, j) => {
              expected[i * columns + j] = Math.exp(v - top) / sum;
            });
          }
          using(build, precision, (kernels, room) => {
            const region = room(x);
            kernels.softmax(rows, columns, region.pointer);
            expectClose(region.view(), expected, { rtol: 4 * tolerance, atol: 1e-30 });
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('rows filled, columns summed, masks, sums, scales, penalties', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 21 }),
        fc.integer(),
        (rows, columns, seed) => {
          const n = rows * columns;
          const x = round(precision, numbers(n, seed));
          const y = round(precision, numbers(n, seed + 1));
          const sums = new Float64Array(columns);
          x.forEach((v, i) => {
            sums[i % columns] += v;
          });
          using(build, precision, (kernels, room) => {
            const [a, b, small, filled] = [room(x), room(y), room(columns), room(n)];
            kernels.columnSums(rows, columns, a.pointer, small.pointer);
            expectClose(small.view(), sums, { atol: rows * tolerance });
            kernels.fillRows(rows, columns, small.pointer, filled.pointer);
            expect(filled.view().every((v, i) => v === small.view()[i % columns])).toBe(true);
            kernels.multiply(n, b.pointer, a.pointer);
            expectClose(
              a.view(),
              x.map((v, i) => v * y[i]),
              { rtol: tolerance },
            );
            kernels.add(n, b.pointer, a.pointer);
            expectClose(
              a.view(),
              x.map((v, i) => v * y[i] + y[i]),
              { atol: 2 * tolerance },
            );
            const [w, g] = [room(x), room(y)];
            const squares = kernels.penalty(n, 0.25, w.pointer, g.pointer);
            expectClose(
              squares,
              x.reduce((total, v) => total + v * v, 0),
              { rtol: 1e-12 },
            );
            expectClose(
              g.view(),
              y.map((v, i) => v + 0.25 * x[i]),
              { atol: 2 * tolerance },
            );
            kernels.scale(n, 0.5, w.pointer);
            expectClose(
              w.view(),
              x.map((v) => v / 2),
              { rtol: 0, atol: 0 },
            );
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each(OPTIMIZERS)('optimizer %s', (name) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer(), (n, seed) => {
        const settings = {
          name,
          learningRate: 0.01,
          momentum: 0.9,
          nesterovsMomentum: seed % 2 === 0,
          beta1: 0.9,
        };
        const rest = { beta2: 0.999, epsilon: 1e-7, rho: 0.9, weightDecay: 0.01, alpha: 0 };
        const optimizer = new Optimizer({ ...settings, ...rest });
        const [w, s, r] = [
          numbers(n, seed),
          numbers(n, seed + 1).map(Math.abs),
          numbers(n, seed + 2).map(Math.abs),
        ];
        const rounded = [w, s, r].map((values) => round(precision, values));
        using(build, precision, (kernels, room) => {
          const [ws, ss, rs] = rounded.map((values) => room(values));
          for (let step = 0; step < 3; step++) {
            const factors = optimizer.next();
            const g = round(precision, numbers(n, seed + 10 + step));
            kernels.update(
              RULES.indexOf(factors.rule),
              n,
              ws.pointer,
              room(g).pointer,
              ss.pointer,
              rs.pointer,
              ...factors.h,
            );
            referenceUpdate(factors, rounded[0], g, rounded[1], rounded[2]);
          }
          expectClose(ws.view(), rounded[0], { rtol: 20 * tolerance, atol: 20 * tolerance, what: 'weights' });
          expectClose(ss.view(), rounded[1], {
            rtol: 20 * tolerance,
            atol: 20 * tolerance,
            what: 'first memory',
          });
          if (factorsUseSecond(name)) {
            // FTRL's linear terms are sums of numbers divided by the learning rate.
            const size = name === 'ftrl' ? 2000 : 20;
            expectClose(rs.view(), rounded[2], {
              rtol: size * tolerance,
              atol: size * tolerance,
              what: 'second',
            });
          }
        });
      }),
      { numRuns: 30 },
    );
  });

  it('normalisation over a batch, running moments, and with fixed moments', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer(),
        (rows, columns, seed) => {
          const x = round(precision, numbers(rows * columns, seed));
          using(build, precision, (kernels, room) => {
            const [from, hat, y, inverse] = [room(x), room(x.length), room(x.length), room(columns)];
            const gamma = room(new Float64Array(columns).fill(2));
            const beta = room(new Float64Array(columns).fill(0.5));
            const mean = room(new Float64Array(columns));
            const variance = room(new Float64Array(columns).fill(1));
            const pointers = [gamma, beta, mean, variance].map(({ pointer }) => pointer) as [
              number,
              number,
              number,
              number,
            ];
            kernels.normalize(
              rows,
              columns,
              from.pointer,
              hat.pointer,
              y.pointer,
              inverse.pointer,
              ...pointers,
              0.9,
              1e-3,
            );
            for (let j = 0; j < columns; j++) {
              const column = Array.from({ length: rows }, (_, i) => x[i * columns + j]);
              const centre = column.reduce((sum, v) => sum + v, 0) / rows;
              const spread = column.reduce((sum, v) => sum + (v - centre) ** 2, 0) / rows;
              const expected = column.map((v) => (2 * (v - centre)) / Math.sqrt(spread + 1e-3) + 0.5);
              const got = column.map((_, i) => y.view()[i * columns + j]);
              expectClose(got, expected, { atol: 50 * tolerance });
              expectClose(mean.view()[j], 0.1 * centre, { atol: tolerance });
              expectClose(variance.view()[j], 0.9 + 0.1 * spread, { atol: tolerance });
            }
            kernels.normalizeFixed(rows, columns, from.pointer, y.pointer, ...pointers, 1e-3);
            const expected = x.map((v, i) => {
              const j = i % columns;
              return (2 * (v - mean.view()[j])) / Math.sqrt(variance.view()[j] + 1e-3) + 0.5;
            });
            expectClose(y.view(), expected, { atol: 10 * tolerance });
          });
        },
      ),
      { numRuns: 30 },
    );
  });
});

function factorsUseSecond(name: (typeof OPTIMIZERS)[number]): boolean {
  return !['sgd', 'rmsprop', 'adagrad'].includes(name);
}
