/**
 * A distance between two rows held in row-major arrays: the `length` values of `a` from `aOffset` on, and of
 * `b` from `bOffset` on. Nothing is allocated.
 */
export type DistanceFunction = (
  a: Float64Array,
  aOffset: number,
  b: Float64Array,
  bOffset: number,
  length: number,
) => number;

// All formulas work on differences of coordinates, never on |a|^2 + |b|^2 - 2ab: that shortcut loses every digit
// for near points far from the origin.

/** Sum of squared differences. */
export const squaredEuclidean: DistanceFunction = (a, aOffset, b, bOffset, length) => {
  let sum = 0;
  for (let j = 0; j < length; j++) {
    const difference = a[aOffset + j] - b[bOffset + j];
    sum += difference * difference;
  }
  return sum;
};

/** Straight-line distance. */
export const euclidean: DistanceFunction = (a, aOffset, b, bOffset, length) => {
  let sum = 0;
  for (let j = 0; j < length; j++) {
    const difference = a[aOffset + j] - b[bOffset + j];
    sum += difference * difference;
  }
  return Math.sqrt(sum);
};

/** Sum of absolute differences. */
export const manhattan: DistanceFunction = (a, aOffset, b, bOffset, length) => {
  let sum = 0;
  for (let j = 0; j < length; j++) sum += Math.abs(a[aOffset + j] - b[bOffset + j]);
  return sum;
};

/** Largest absolute difference; NaN when a coordinate is NaN. */
export const chebyshev: DistanceFunction = (a, aOffset, b, bOffset, length) => {
  let largest = 0;
  for (let j = 0; j < length; j++) {
    const difference = Math.abs(a[aOffset + j] - b[bOffset + j]);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
};

/** Sum of w |difference|^p: the p-th power of the Minkowski distance. */
export function poweredMinkowski(p: number, w?: Float64Array): DistanceFunction {
  if (w) {
    return (a, aOffset, b, bOffset, length) => {
      let sum = 0;
      for (let j = 0; j < length; j++) sum += w[j] * Math.abs(a[aOffset + j] - b[bOffset + j]) ** p;
      return sum;
    };
  }
  return (a, aOffset, b, bOffset, length) => {
    let sum = 0;
    for (let j = 0; j < length; j++) sum += Math.abs(a[aOffset + j] - b[bOffset + j]) ** p;
    return sum;
  };
}

/** Largest absolute difference among the coordinates with a positive weight. */
export function maskedChebyshev(w: Float64Array): DistanceFunction {
  return (a, aOffset, b, bOffset, length) => {
    let largest = 0;
    for (let j = 0; j < length; j++) {
      const difference = w[j] > 0 ? Math.abs(a[aOffset + j] - b[bOffset + j]) : 0;
      if (!(difference <= largest)) largest = difference;
    }
    return largest;
  };
}

/** Sum of squared differences, each divided by the variance of its coordinate. */
export function squaredStandardized(V: Float64Array): DistanceFunction {
  return (a, aOffset, b, bOffset, length) => {
    let sum = 0;
    for (let j = 0; j < length; j++) {
      const difference = a[aOffset + j] - b[bOffset + j];
      sum += (difference * difference) / V[j];
    }
    return sum;
  };
}

/** (a - b)' VI (a - b) with `VI` row-major. O(d^2). */
export function squaredMahalanobis(VI: Float64Array): DistanceFunction {
  return (a, aOffset, b, bOffset, length) => {
    let sum = 0;
    for (let i = 0, k = 0; i < length; i++) {
      let inner = 0;
      for (let j = 0; j < length; j++, k++) inner += VI[k] * (a[aOffset + j] - b[bOffset + j]);
      sum += inner * (a[aOffset + i] - b[bOffset + i]);
    }
    // An inverse covariance with rounding errors can give a tiny negative form.
    return Math.max(sum, 0);
  };
}

/** Share (by weight, if any) of the coordinates that differ. */
export function hamming(w?: Float64Array): DistanceFunction {
  return (a, aOffset, b, bOffset, length) => {
    let different = 0;
    let total = 0;
    for (let j = 0; j < length; j++) {
      const weight = w ? w[j] : 1;
      total += weight;
      if (a[aOffset + j] !== b[bOffset + j]) different += weight;
    }
    return different / total;
  };
}

/** Sum of |a - b| / (|a| + |b|), where 0 / 0 counts as 0. */
export const canberra: DistanceFunction = (a, aOffset, b, bOffset, length) => {
  let sum = 0;
  for (let j = 0; j < length; j++) {
    const x = a[aOffset + j];
    const y = b[bOffset + j];
    const size = Math.abs(x) + Math.abs(y);
    if (size !== 0) sum += Math.abs(x - y) / size;
  }
  return sum;
};

/** Sum of |a - b| over sum of |a + b|; NaN when both rows are zero, as SciPy has it. */
export const brayCurtis: DistanceFunction = (a, aOffset, b, bOffset, length) => {
  let difference = 0;
  let total = 0;
  for (let j = 0; j < length; j++) {
    difference += Math.abs(a[aOffset + j] - b[bOffset + j]);
    total += Math.abs(a[aOffset + j] + b[bOffset + j]);
  }
  return difference / total;
};

/**
 * Half the squared distance of the two rows after taking off `aMean` and `bMean` and dividing by the norms: the
 * same as 1 - cosine, but with all its digits when the rows are nearly parallel. A norm of 0 counts as 1.
 */
function halfSquaredChord(
  a: Float64Array,
  aOffset: number,
  b: Float64Array,
  bOffset: number,
  length: number,
  aNorm: number,
  bNorm: number,
  aMean: number,
  bMean: number,
): number {
  const aScale = aNorm || 1;
  const bScale = bNorm || 1;
  let sum = 0;
  for (let j = 0; j < length; j++) {
    const difference = (a[aOffset + j] - aMean) / aScale - (b[bOffset + j] - bMean) / bScale;
    sum += difference * difference;
  }
  return 0.5 * sum;
}

/** Below this 1 - cosine has lost so many digits that the chord is worth a second pass. */
export const NEARLY_PARALLEL = 1e-3;

/** 1 - cosine of the angle, between 0 and 2; a zero row is at distance 1 from every row. */
export const cosine: DistanceFunction = (a, aOffset, b, bOffset, length) => {
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let j = 0; j < length; j++) {
    const x = a[aOffset + j];
    const y = b[bOffset + j];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return cosineFrom(dot, Math.sqrt(aa), Math.sqrt(bb), a, aOffset, b, bOffset, length);
};

/** The cosine distance of two rows whose product and norms are known. */
export function cosineFrom(
  dot: number,
  aNorm: number,
  bNorm: number,
  a: Float64Array,
  aOffset: number,
  b: Float64Array,
  bOffset: number,
  length: number,
): number {
  if (aNorm === 0 || bNorm === 0) return 1;
  const distance = 1 - dot / aNorm / bNorm;
  return distance < NEARLY_PARALLEL
    ? halfSquaredChord(a, aOffset, b, bOffset, length, aNorm, bNorm, 0, 0)
    : Math.min(distance, 2);
}

/**
 * Half the squared distance of the rows scaled to length 1, a zero row left as it is: the cosine distance except
 * that a zero row is at 0.5 from other rows.
 */
export const pairedCosine: DistanceFunction = (a, aOffset, b, bOffset, length) => {
  let aa = 0;
  let bb = 0;
  for (let j = 0; j < length; j++) {
    aa += a[aOffset + j] * a[aOffset + j];
    bb += b[bOffset + j] * b[bOffset + j];
  }
  return halfSquaredChord(a, aOffset, b, bOffset, length, Math.sqrt(aa), Math.sqrt(bb), 0, 0);
};

/** 1 - Pearson's correlation of the two rows; NaN when a row is constant. */
export const correlation: DistanceFunction = (a, aOffset, b, bOffset, length) => {
  let aMean = 0;
  let bMean = 0;
  for (let j = 0; j < length; j++) {
    aMean += a[aOffset + j];
    bMean += b[bOffset + j];
  }
  aMean /= length;
  bMean /= length;
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let j = 0; j < length; j++) {
    const x = a[aOffset + j] - aMean;
    const y = b[bOffset + j] - bMean;
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  const aNorm = Math.sqrt(aa);
  const bNorm = Math.sqrt(bb);
  const distance = 1 - dot / aNorm / bNorm;
  return distance < NEARLY_PARALLEL
    ? halfSquaredChord(a, aOffset, b, bOffset, length, aNorm, bNorm, aMean, bMean)
    : Math.min(distance, 2);
};

/** sin^2 of half the great-circle angle between (latitude, longitude) pairs in radians. */
export const reducedHaversine: DistanceFunction = (a, aOffset, b, bOffset) => {
  const latitude = Math.sin(0.5 * (a[aOffset] - b[bOffset]));
  const longitude = Math.sin(0.5 * (a[aOffset + 1] - b[bOffset + 1]));
  return latitude * latitude + Math.cos(a[aOffset]) * Math.cos(b[bOffset]) * longitude * longitude;
};

/** Squared distance over the coordinates that both rows have, scaled up by d / (number present); NaN if none. */
export const squaredNaNEuclidean: DistanceFunction = (a, aOffset, b, bOffset, length) => {
  let sum = 0;
  let present = 0;
  for (let j = 0; j < length; j++) {
    const difference = a[aOffset + j] - b[bOffset + j];
    if (!Number.isNaN(difference)) {
      sum += difference * difference;
      present++;
    }
  }
  return present === 0 ? Number.NaN : (sum / present) * length;
};

/**
 * A distance of rows of true/false values (non-zero is true) from the counts of coordinates: true in both
 * (`tt`), only in the first (`tf`), only in the second (`ft`), and the number of coordinates `n`.
 */
export function booleanDistance(
  formula: (tt: number, tf: number, ft: number, n: number) => number,
): DistanceFunction {
  return (a, aOffset, b, bOffset, length) => {
    let tt = 0;
    let tf = 0;
    let ft = 0;
    for (let j = 0; j < length; j++) {
      const x = a[aOffset + j] !== 0;
      const y = b[bOffset + j] !== 0;
      if (x) {
        if (y) tt++;
        else tf++;
      } else if (y) ft++;
    }
    return formula(tt, tf, ft, length);
  };
}
