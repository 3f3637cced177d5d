import { asColumns } from '../../core/columns.js';
import type { DataLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { fromPlain, NotPlainError, type Plain, toPlain } from '../../core/plain.js';
import type { Estimator, Target } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { Table } from '../../core/table.js';
import { takeRows } from '../../core/take.js';
import { EfficiencyWarning, warn } from '../../core/warnings.js';
import { sharingRanks } from '../../estimators/tree/shared_ranks.js';
import { defineTask, parallelMap } from '../../parallel/index.js';

/** One member to fit: what it is and which part of the data it sees. */
export interface MemberFit {
  /** Unfitted; it is copied, not changed. */
  readonly estimator: Estimator;
  /** Rows to learn from, repeats included; all when left out. Weights and targets are cut with them. */
  readonly rows?: Int32Array;
  /** Columns to learn from; all when left out. */
  readonly columns?: Int32Array;
  /** Targets of its own, one per row of the whole data; those of all members when left out. */
  readonly y?: Target;
  /** Weights of its own, one per row of the whole data; those of all members when left out. */
  readonly sampleWeight?: ArrayLike<number>;
}

/** What all members learn from. */
export interface MemberData {
  readonly X: DataLike;
  readonly y: Target | undefined;
  readonly sampleWeight?: ArrayLike<number>;
}

/** How the fits run. */
export interface MemberRun {
  readonly nJobs: number | null;
  readonly run: Run;
  /** What progress counts; default 'member'. */
  readonly what?: string;
}

interface Shared {
  readonly X: Plain;
  readonly y: Plain;
  readonly sampleWeight: Plain;
}

interface Item {
  readonly estimator: Plain;
  readonly rows?: Int32Array;
  readonly columns?: Int32Array;
  readonly y: Plain;
  readonly sampleWeight: Plain;
}

/** The data are decoded once per worker and call. */
const decoded = new WeakMap<object, Promise<MemberData>>();

/** The task that workers run. */
export const fitMemberTask = defineTask<Item, Shared, Plain>(
  'fitMember',
  import.meta.url,
  async (item, shared, { signal }) => {
    let data = decoded.get(shared);
    if (!data) decoded.set(shared, (data = decode(shared)));
    const fit: MemberFit = {
      estimator: (await fromPlain(item.estimator)) as Estimator,
      rows: item.rows,
      columns: item.columns,
      y: (await fromPlain(item.y)) as Target | undefined,
      sampleWeight: (await fromPlain(item.sampleWeight)) as ArrayLike<number> | undefined,
    };
    return toPlain(await fitMember(fit, await data, signal));
  },
);

/**
 * Fits every member on its part of the data, on `nJobs` workers where members can be sent to one. The fitted
 * members come in order and do not depend on `nJobs`. Progress counts finished members.
 * @throws what a member's fit throws; AbortError.
 */
export async function fitMembers(
  fits: readonly MemberFit[],
  data: MemberData,
  { nJobs, run, what = 'member' }: MemberRun,
): Promise<Estimator[]> {
  const encoded = nJobs === null || nJobs === 1 ? undefined : encode(fits, data, run.estimator);
  if (encoded) {
    const plain = await parallelMap(fitMemberTask, encoded.items, {
      shared: encoded.shared,
      nJobs,
      signal: run.signal,
      onProgress: (done, total) => run.inner().onProgress?.({ estimator: run.estimator, what, done, total }),
    });
    await run.breathe();
    return (await Promise.all(plain.map(fromPlain))) as Estimator[];
  }
  return sharingRanks(data.X, async () => {
    const fitted: Estimator[] = [];
    for (const fit of fits) {
      fitted.push(await fitMember(fit, data, run.signal));
      await run.step(fitted.length, fits.length, what);
    }
    return fitted;
  });
}

async function fitMember(
  fit: MemberFit,
  data: MemberData,
  signal: AbortSignal | undefined,
): Promise<Estimator> {
  const { rows, columns } = fit;
  const y = fit.y ?? data.y;
  const weights = fit.sampleWeight ?? data.sampleWeight;
  let X = data.X;
  if (columns) X = takeColumns(X, columns, fit.estimator.type);
  if (rows) X = takeRows(X, rows);
  const sampleWeight = weights && rows ? takeRows(weights, rows) : weights;
  return fit.estimator
    .with({})
    .fit(
      X,
      rows && y !== undefined ? takeRows(y, rows) : y,
      sampleWeight ? { sampleWeight, signal } : { signal },
    );
}

/** Some columns of any data; a column that is taken again gets a number after its name. */
export function takeColumns(X: DataLike, columns: Int32Array, estimator: string): DataLike {
  if (X instanceof Matrix) {
    const part = X.takeColumns(columns);
    return part.columnNames ? part.withColumnNames(distinctNames(part.columnNames)) : part;
  }
  const set = asColumns(X, { estimator });
  const names = distinctNames(Array.from(columns, (j) => set.names?.[j] ?? `x${j}`));
  return Table.from(Array.from(columns, (j, i) => [names[i], set.columns[j]] as const));
}

function distinctNames(names: readonly string[]): string[] {
  const times = new Map<string, number>();
  return names.map((name) => {
    const count = (times.get(name) ?? 0) + 1;
    times.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}

function encode(
  fits: readonly MemberFit[],
  data: MemberData,
  source: string,
): { shared: Shared; items: Item[] } | undefined {
  try {
    return {
      shared: {
        X: toPlain(data.X, 'X'),
        y: toPlain(data.y, 'y'),
        sampleWeight: toPlain(data.sampleWeight, 'sampleWeight'),
      },
      items: fits.map((fit) => ({
        ...fit,
        estimator: toPlain(fit.estimator, 'estimator'),
        y: toPlain(fit.y, 'y'),
        sampleWeight: toPlain(fit.sampleWeight, 'sampleWeight'),
      })),
    };
  } catch (error) {
    if (!(error instanceof NotPlainError)) throw error;
    warn(
      new EfficiencyWarning(
        `fits its members on one thread, because they cannot be sent to workers: ${error.message}`,
        source,
      ),
    );
    return undefined;
  }
}

async function decode(shared: Shared): Promise<MemberData> {
  return {
    X: (await fromPlain(shared.X)) as DataLike,
    y: (await fromPlain(shared.y)) as Target | undefined,
    sampleWeight: (await fromPlain(shared.sampleWeight)) as ArrayLike<number> | undefined,
  };
}
