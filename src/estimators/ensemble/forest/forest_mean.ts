import { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import { defineTask, effectiveNJobs, parallelMap, shareArray } from '../../../parallel/index.js';
import { BatchPredictor } from '../../tree/batch_predictor.js';
import type { FlatTree } from '../../tree/flat_tree.js';
import { encodeCategories } from '../../tree/predictor.js';
import type { Forest } from './fit_forest.js';
import { addRow, packedForest } from './packed_forest.js';

/** Cells of X that go through all trees together: 32 MiB. */
const CHUNK_CELLS = 2 ** 22;

/** Up to so many rows the packed forest is quicker than carrying the trees to the kernels. */
const FEW_ROWS = 64;

/** A thread gets this many rows at least: fewer are quicker done than sent, and take another way through the trees. */
const THREAD_ROWS = 2048;

/** Rows from one to another. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** What threads read. */
interface Job {
  readonly trees: readonly FlatTree[];
  readonly data: Float64Array;
  readonly columns: number;
}

/** The mean of the trees for the rows of a span: each row's trees are added up in their order. */
async function spanMean({ from, to }: Span, { trees, data, columns }: Job, run?: Run): Promise<Float64Array> {
  const part = Matrix.of(data.subarray(from * columns, to * columns), columns);
  const predictor = new BatchPredictor(part, trees[0].valueWidth);
  try {
    for (const tree of trees) {
      predictor.add(tree);
      await run?.breathe();
    }
    const sums = predictor.sums().data;
    for (let i = 0; i < sums.length; i++) sums[i] /= trees.length;
    return sums;
  } finally {
    predictor.release();
  }
}

/** The mean of a forest for some rows. */
export const forestMeanTask = defineTask<Span, Job, Float64Array>(
  'forestMeanTask',
  import.meta.url,
  (span, job) => spanMean(span, job),
);

const sharedTrees = new WeakMap<readonly FlatTree[], readonly FlatTree[]>();

/** The trees with their arrays in shared memory, copied there when first asked for. */
function treesForThreads(trees: readonly FlatTree[]): readonly FlatTree[] {
  let shared = sharedTrees.get(trees);
  if (!shared) {
    shared = trees.map(({ feature, threshold, left, right, missingLeft, value, ...rest }) => ({
      ...rest,
      feature: shareArray(feature),
      threshold: shareArray(threshold),
      left: shareArray(left),
      right: shareArray(right),
      missingLeft: shareArray(missingLeft),
      value: shareArray(value),
    }));
    sharedTrees.set(trees, shared);
  }
  return shared;
}

/**
 * The rows in pieces: always cut where memory asks for it, and each of those evenly among the threads, if they are many.
 */
export function predictionSpans(rows: number, columns: number, threads: number): Span[] {
  const chunk = Math.max(1, Math.floor(CHUNK_CELLS / columns));
  const spans: Span[] = [];
  for (let start = 0; start < rows; start += chunk) {
    const count = Math.min(chunk, rows - start);
    const pieces = Math.max(1, Math.min(threads, Math.floor(count / THREAD_ROWS)));
    for (let p = 0; p < pieces; p++) {
      spans.push({
        from: start + Math.floor((p * count) / pieces),
        to: start + Math.floor(((p + 1) * count) / pieces),
      });
    }
  }
  return spans;
}

/**
 * The mean over the trees of the value of each row's leaf: n x valueWidth, the same for any number of threads.
 * O(n trees depth).
 */
export async function forestMean(
  forest: Forest,
  X: Matrix,
  run: Run,
  nJobs: number | null | undefined,
): Promise<Matrix> {
  const { trees } = forest;
  const { columns } = X;
  const width = trees[0].valueWidth;
  const result = Matrix.zeros(X.rows, width);
  if (X.rows <= FEW_ROWS && !forest.categories) {
    const packed = packedForest(trees);
    const sums = result.data;
    for (let i = 0; i < X.rows; i++) addRow(packed, X.data, i * columns, sums, i * width);
    for (let i = 0; i < sums.length; i++) sums[i] /= trees.length;
    return result;
  }
  const { data } = encodeCategories(X, forest.categories);
  const threads = X.rows < 2 * THREAD_ROWS ? 1 : effectiveNJobs(nJobs);
  const spans = predictionSpans(X.rows, columns, threads);
  if (threads > 1 && spans.length > 1) {
    const { signal } = run.inner();
    const shared = { trees: treesForThreads(trees), data, columns };
    const parts = await parallelMap(forestMeanTask, spans, { shared, nJobs: threads, signal });
    for (const [s, part] of parts.entries()) result.data.set(part, spans[s].from * width);
    return result;
  }
  const job = { trees, data, columns };
  for (const span of spans) result.data.set(await spanMean(span, job, run), span.from * width);
  return result;
}
