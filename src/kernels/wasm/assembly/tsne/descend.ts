// A step of gradient descent with momentum and a gain per coordinate (Jacobs 1988).
import { at } from '../shared/simd';
import { attraction, dims, gains, map, n, repulsion, update } from './problem';

/** Moves the map by its forces; returns the squared length of the gradient times the gains. */
export function descend(exaggeration: f64, sum: f64, momentum: f64, rate: f64): f64 {
  const factor: f64 = dims == 2 ? 4 : 3;
  let squares: f64 = 0;
  for (let i = 0, cells = n * dims; i < cells; i++) {
    const pull = <f64>load<f32>(at<f32>(attraction, i)) * exaggeration;
    const slope = factor * (pull - <f64>load<f32>(at<f32>(repulsion, i)) / sum);
    squares += move(i, slope, momentum, rate);
  }
  return squares;
}

/** Moves cell i of the map against its slope. */
// @ts-ignore: decorator
@inline
export function move(i: i32, slope: f64, momentum: f64, rate: f64): f64 {
  const kept = at<f64>(update, i), gain = at<f64>(gains, i);
  const before = load<f64>(kept);
  const g = max(before * slope < 0 ? load<f64>(gain) + 0.2 : load<f64>(gain) * 0.8, 0.01);
  const scaled = slope * g;
  const step = momentum * before - rate * scaled;
  store<f64>(gain, g);
  store<f64>(kept, step);
  store<f64>(at<f64>(map, i), load<f64>(at<f64>(map, i)) + step);
  return scaled * scaled;
}
