/** The cells of some columns as codes, and what is to be predicted. */
export interface EncodingData {
  /** Category of each row, column by column; -1 for none of the known. */
  readonly codes: readonly Int32Array[];
  /** Number of categories of each column. */
  readonly kinds: readonly number[];
  /** The target, or a column of 0 and 1 for each class. */
  readonly targets: readonly Float64Array[];
}

/** The encodings, one per column and target (the targets of a column together), and the mean of each target. */
export interface Encodings {
  readonly encodings: readonly Float64Array[];
  readonly means: Float64Array;
}

/**
 * What each category becomes: the mean of the target over its rows, drawn towards the mean over all: by the weight of
 * `smooth` rows, or, with 'auto', the more the target varies within the category and the fewer its rows (empirical
 * Bayes). O(n d t). Reference: Micci-Barreca, SIGKDD Explorations 3 (2001) 27, eq. 3, 5 and 6.
 */
export function targetEncodings(
  { codes, kinds, targets }: EncodingData,
  rows: Int32Array,
  smooth: number | 'auto',
): Encodings {
  const means = Float64Array.from(targets, (y) => meanOver(y, rows));
  const variances = targets.map((y, t) => (smooth === 'auto' ? varianceOver(y, rows, means[t]) : 0));
  const encodings = codes.flatMap((column, j) =>
    targets.map((y, t) =>
      smooth === 'auto'
        ? empiricalBayes(column, kinds[j], y, rows, means[t], variances[t])
        : fixedWeight(column, kinds[j], y, rows, means[t], smooth),
    ),
  );
  return { encodings, means };
}

function fixedWeight(
  codes: Int32Array,
  kinds: number,
  y: Float64Array,
  rows: Int32Array,
  mean: number,
  weight: number,
): Float64Array {
  const sums = new Float64Array(kinds).fill(weight * mean);
  const counts = new Float64Array(kinds).fill(weight);
  for (let r = 0; r < rows.length; r++) {
    const code = codes[rows[r]];
    if (code < 0) continue;
    sums[code] += y[rows[r]];
    counts[code]++;
  }
  return sums.map((sum, c) => (counts[c] === 0 ? mean : sum / counts[c]));
}

function empiricalBayes(
  codes: Int32Array,
  kinds: number,
  y: Float64Array,
  rows: Int32Array,
  mean: number,
  variance: number,
): Float64Array {
  const means = new Float64Array(kinds);
  const counts = new Float64Array(kinds);
  for (let r = 0; r < rows.length; r++) {
    const code = codes[rows[r]];
    if (code < 0) continue;
    means[code] += y[rows[r]];
    counts[code]++;
  }
  for (let c = 0; c < kinds; c++) means[c] /= counts[c];
  const squares = new Float64Array(kinds);
  for (let r = 0; r < rows.length; r++) {
    const code = codes[rows[r]];
    if (code < 0) continue;
    const gap = y[rows[r]] - means[code];
    squares[code] += gap * gap;
  }
  return means.map((own, c) => {
    const between = variance * counts[c];
    const share = between / (between + squares[c] / counts[c]);
    // No rows, or a target that does not vary.
    return Number.isNaN(share) ? mean : share * own + (1 - share) * mean;
  });
}

function meanOver(y: Float64Array, rows: Int32Array): number {
  let sum = 0;
  for (let r = 0; r < rows.length; r++) sum += y[rows[r]];
  return sum / rows.length;
}

function varianceOver(y: Float64Array, rows: Int32Array, mean: number): number {
  let sum = 0;
  for (let r = 0; r < rows.length; r++) {
    const gap = y[rows[r]] - mean;
    sum += gap * gap;
  }
  return sum / rows.length;
}

/** Writes the encodings of some rows into row-major `out`; unknown categories become the mean of the target. */
export function writeEncodings(
  out: Float64Array,
  codes: readonly Int32Array[],
  rows: Int32Array,
  { encodings, means }: Encodings,
): void {
  const width = encodings.length;
  const t = means.length;
  for (let e = 0; e < width; e++) {
    const column = codes[Math.floor(e / t)];
    const encoding = encodings[e];
    const mean = means[e % t];
    for (let r = 0; r < rows.length; r++) {
      const code = column[rows[r]];
      out[rows[r] * width + e] = code < 0 ? mean : encoding[code];
    }
  }
}
