// Stochastic gradient descent of linear models, one row after the other (Bottou 2010; averages: Xu 2011; passive
// aggressive steps: Crammer, Dekel, Keshet, Shalev-Shwartz, Singer 2006). The order of arithmetic is scikit-learn's.
import { lossOf, slopeOf } from './losses';
import {
  addRow, addToMean, dot, get, INTERCEPT, MEAN_A, MEAN_B, MEAN_INTERCEPT, OBJECTIVE, RATE, SCALE, scaleBy, set, settle,
  SHRINK, shrink, SIZES, squaredLength, SQUARES, STEP,
} from './weights';

const OPTIMAL = 2, INVERSE_SCALING = 3, PASSIVE_1 = 5, PASSIVE_2 = 6;
const LARGEST_SLOPE: f64 = 1e12;

/** Prepares the state for weights w. */
export function beginWeights(d: i32, w: usize, state: usize): void {
  let squares: f64 = 0, sizes: f64 = 0;
  for (let j = 0; j < d; j++) {
    squares += get(w, j) * get(w, j);
    sizes += abs(get(w, j));
  }
  set(state, SCALE, 1);
  set(state, SQUARES, squares);
  set(state, SIZES, sizes);
  set(state, MEAN_A, 0);
  set(state, MEAN_B, 1);
  set(state, SHRINK, 0);
}

/** Writes the scale into w, and its mean. */
export function finishWeights(d: i32, w: usize, mean: usize, state: usize): void {
  settle(d, w, mean, state);
}

/** Shuffles the order of the rows; the same seed shuffles the order there is in the same way. */
export function shuffleRows(n: i32, order: usize, seed: u32): void {
  for (let i = 0; i < n - 1; i++) {
    if (seed == 0) seed = 1;
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    const drawn = (seed & 0x7fffffff) % <u32>(n - i);
    const a = order + (<usize>i << 2), b = order + ((<usize>i + drawn) << 2);
    const kept = load<i32>(a);
    store<i32>(a, load<i32>(b));
    store<i32>(b, kept);
  }
}

/**
 * Steps along the rows at places from .. to of the order. `held` marks rows to leave out (or is 0), `mean` is where
 * the mean of the weights is kept (or 0), `taken` the l1 penalty that each weight has had (or 0). options: alpha,
 * l1Ratio, eta0, powerT, epsilon, first rate's offset, weights of y > 0 and of others, begin of the mean (0: none).
 */
export function sgdRows(
  from: i32, to: i32, d: i32, rows: usize, y: usize, weights: usize, order: usize, held: usize, w: usize, mean: usize,
  taken: usize, kind: i32, penalty: i32, schedule: i32, fitIntercept: i32, oneClass: i32, judged: i32, options: usize,
  state: usize,
): void {
  const alpha = get(options, 0), l1Ratio = get(options, 1), eta0 = get(options, 2), powerT = get(options, 3);
  const epsilon = get(options, 4), offset = get(options, 5), positive = get(options, 6), negative = get(options, 7);
  const begin = get(options, 8);
  let intercept = get(state, INTERCEPT), step = get(state, STEP), rate = get(state, RATE);
  let objective = get(state, OBJECTIVE);
  for (let place = from; place < to; place++) {
    const i = load<i32>(order + (<usize>place << 2));
    if (held && load<u8>(held + i)) continue;
    const x = rows + <usize>i * <usize>d * 8;
    const target = get(y, i);
    const score = dot(d, x, w) * get(state, SCALE) + intercept;
    if (schedule == OPTIMAL) rate = 1.0 / (alpha * (offset + step - 1));
    else if (schedule == INVERSE_SCALING) rate = eta0 / NativeMath.pow(step, powerT);
    if (judged) {
      objective += lossOf(kind, target, score, epsilon);
      if (schedule < PASSIVE_1) {
        if (penalty > 0) {
          objective += alpha * ((1 - l1Ratio) * 0.5 * get(state, SQUARES) + l1Ratio * get(state, SIZES));
        }
        if (oneClass) objective += intercept * alpha;
      }
    }
    let update: f64;
    if (schedule >= PASSIVE_1) {
      const length = squaredLength(d, x);
      const loss = lossOf(kind, target, score, epsilon);
      if (schedule == PASSIVE_1) {
        if (length == 0) continue;
        update = min(eta0, loss / length);
      } else update = loss / (length + 0.5 / eta0);
      if (kind <= 1) update *= target;
      else if (target - score < 0) update = -update;
    } else {
      const slope = slopeOf(kind, target, score, epsilon);
      update = -rate * min(max(slope, -LARGEST_SLOPE), LARGEST_SLOPE);
    }
    update *= (target > 0 ? positive : negative) * (weights ? get(weights, i) : 1);
    if (penalty >= 2) scaleBy(d, max(0, 1.0 - (1.0 - l1Ratio) * rate * alpha), w, mean, state);
    if (update != 0) addRow(d, x, update, w, state);
    if (fitIntercept) intercept += oneClass ? update - rate * alpha : update;
    if (begin > 0 && begin <= step) {
      addToMean(d, x, update, step - begin + 1, mean, state);
      const before = get(state, MEAN_INTERCEPT);
      set(state, MEAN_INTERCEPT, before + (intercept - before) / (step - begin + 1));
    }
    if (penalty & 1) {
      set(state, SHRINK, get(state, SHRINK) + l1Ratio * rate * alpha);
      shrink(d, w, taken, state);
    }
    step += 1;
  }
  set(state, INTERCEPT, intercept);
  set(state, STEP, step);
  set(state, RATE, rate);
  set(state, OBJECTIVE, objective);
}
