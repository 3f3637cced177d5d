import { describe, expect, it } from 'vitest';
import { RandomState } from '../../src/core/random.js';
import { halfTweedie } from '../../src/kernels/losses/index.js';
import { TweediePass } from '../../src/kernels/tweedie_pass.js';
import { denseModule } from '../../src/kernels/wasm/modules/dense.js';
import { withSession } from '../../src/kernels/wasm/runtime.js';

describe('TweediePass', () => {
  for (const power of [0, 1, 1.5, 2, 3, -1]) {
    for (const [n, d] of [
      [1, 1],
      [7, 3],
      [128, 4],
      [301, 13],
    ]) {
      for (const weighted of [false, true]) {
        it(`is the plain loss: power ${power}, ${n} x ${d}, weights ${weighted}`, () => {
          const random = RandomState.from(n * 100 + d);
          const z = random.standardNormal(n * d);
          const u = random.standardNormal(d).map((v) => 0.3 * v);
          const y = random.standardNormal(n).map((v) => v * v + 0.1);
          const weights = weighted ? random.standardNormal(n).map(Math.abs) : undefined;
          const b = 0.4;
          const raw = y.map((_, i) => u.reduce((sum, v, j) => sum + v * z[i * d + j], b));
          const total = weights ? weights.reduce((sum, w) => sum + w, 0) : n;
          const plain = halfTweedie(power);
          const [slopes, curves] = [new Float64Array(n), new Float64Array(n)];
          plain.derivatives(y, raw, weights, slopes, curves);
          const [gradient, diagonal] = [new Float64Array(d + 1), new Float64Array(d + 1)];
          for (let i = 0; i < n; i++) {
            const h = Math.max(0, curves[i]);
            for (let j = 0; j <= d; j++) {
              const cell = j < d ? z[i * d + j] : 1;
              gradient[j] += slopes[i] * cell;
              diagonal[j] += h * cell * cell;
            }
          }
          withSession(denseModule, (session) => {
            const pass = new TweediePass(session, session.f64(z), d, power, y, weights);
            const found = new Float64Array(d + 1);
            // Rounding of sums of some hundred terms of size 10.
            const near = (a: ArrayLike<number>, e: ArrayLike<number>) => {
              for (let j = 0; j < e.length; j++) {
                expect(Math.abs(a[j] - e[j])).toBeLessThan(1e-11 * (1 + Math.abs(e[j])));
              }
            };
            near([pass.lossGradient(u, b, found)], [plain.mean(y, raw, weights) * total]);
            near(found, gradient);
            near(pass.curvatures(), curves);
            near(pass.weightedSquares(), diagonal);
          });
        });
      }
    }
  }
});
