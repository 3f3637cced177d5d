// Losses of a linear score p and their derivatives in p. Labels y are 1 and -1, of the log loss 1 and 0.

const HINGE = 0, PERCEPTRON = 1, LOG = 2, MODIFIED_HUBER = 3, SQUARED_HINGE = 4;
const SQUARED = 5, HUBER = 6, TUBE = 7, SQUARED_TUBE = 8;

/** The loss of a score. */
export function lossOf(kind: i32, y: f64, p: f64, epsilon: f64): f64 {
  switch (kind) {
    case HINGE:
    case PERCEPTRON: {
      const threshold: f64 = kind == HINGE ? 1 : 0;
      const z = p * y;
      return z <= threshold ? threshold - z : 0;
    }
    case LOG: {
      const tail = NativeMath.log1p(NativeMath.exp(-abs(p)));
      return (p > 0 ? p + tail : tail) - y * p;
    }
    case MODIFIED_HUBER: {
      const z = p * y;
      if (z >= 1) return 0;
      return z >= -1 ? (1 - z) * (1 - z) : -4 * z;
    }
    case SQUARED_HINGE: {
      const z = 1 - p * y;
      return z > 0 ? z * z : 0;
    }
    case SQUARED:
      return 0.5 * (p - y) * (p - y);
    case HUBER: {
      const error = abs(y - p);
      return error <= epsilon ? 0.5 * error * error : epsilon * (error - 0.5 * epsilon);
    }
    default: {
      const over = abs(y - p) - epsilon;
      if (!(over > 0)) return 0;
      return kind == TUBE ? over : over * over;
    }
  }
}

/** The derivative of the loss in the score. */
export function slopeOf(kind: i32, y: f64, p: f64, epsilon: f64): f64 {
  switch (kind) {
    case HINGE:
      return p * y <= 1 ? -y : 0;
    case PERCEPTRON:
      return p * y <= 0 ? -y : 0;
    case LOG: {
      // First steps are large: here the last bit of the exponential is seen in the eighth digit of the weights.
      if (p <= -37) return NativeMath.exp(p) - y;
      const e = NativeMath.exp(-p);
      return ((1 - y) - y * e) / (1 + e);
    }
    case MODIFIED_HUBER: {
      const z = p * y;
      if (z >= 1) return 0;
      return z >= -1 ? 2 * (1 - z) * -y : -4 * y;
    }
    case SQUARED_HINGE: {
      const z = 1 - p * y;
      return z > 0 ? -2 * y * z : 0;
    }
    case SQUARED:
      return p - y;
    case HUBER: {
      const error = p - y;
      if (abs(error) <= epsilon) return error;
      return error >= 0 ? epsilon : -epsilon;
    }
    default: {
      const z = y - p;
      if (z > epsilon) return kind == TUBE ? -1 : -2 * (z - epsilon);
      if (z < -epsilon) return kind == TUBE ? 1 : 2 * (-z - epsilon);
      return 0;
    }
  }
}
