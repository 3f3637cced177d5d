import { InvalidParameterError } from '../../core/errors.js';
import { type DataLike, inputError } from '../../core/input.js';
import type { Estimator, Target } from '../../core/protocol.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { DataWarning, warn } from '../../core/warnings.js';
import {
  columnsPerMember,
  type Draw,
  type DrawPlan,
  drawFor,
  rowsPerMember,
} from '../../estimators/ensemble/draws.js';
import { fitMembers, takeColumns } from '../base/fit_members.js';
import { withRandomStates } from '../base/random_states.js';

/** What bagging learned. Rows and columns of the members are drawn again from their seeds when asked for. */
export interface Bag {
  readonly members: readonly Estimator[];
  /** One seed per member. */
  readonly seeds: readonly number[];
  /** How the members were drawn: one plan per fit, with a warm start several. */
  readonly plans: readonly { readonly plan: DrawPlan; readonly count: number }[];
}

/** The parameters that steer the fit. */
export interface BagParams {
  readonly nEstimators: number;
  readonly maxSamples: number | null;
  readonly maxFeatures: number;
  readonly bootstrap: boolean;
  readonly bootstrapFeatures: boolean;
  readonly oobScore: boolean;
  readonly warmStart: boolean;
  readonly nJobs: number | null;
  readonly randomState: number | readonly number[] | null;
}

/** Data of one fit. */
export interface BagData {
  readonly X: DataLike;
  readonly y: Target;
  readonly rows: number;
  readonly columns: number;
  readonly sampleWeight: Float64Array | undefined;
}

/**
 * Draws rows and columns for every member and fits them. Members that take sample weights get the number of times
 * each row was drawn as its weight, which saves copies; the others get the drawn rows. Sample weights are the
 * chances of the rows to be drawn.
 * @throws InvalidParameterError for parameters that do not fit the data.
 */
export async function fitBag(
  base: Estimator,
  params: BagParams,
  data: BagData,
  run: Run,
  earlier: Bag | undefined,
): Promise<Bag> {
  const source = run.estimator;
  const { bootstrap, bootstrapFeatures, nEstimators } = params;
  if (params.oobScore && !bootstrap) {
    throw new InvalidParameterError(
      `${source}: parameter 'oobScore' needs rows that a member did not see. Got bootstrap: false. Set bootstrap: true.`,
      { estimator: source, parameter: 'oobScore', remedy: 'bootstrap: true' },
    );
  }
  const plan: DrawPlan = {
    rows: data.rows,
    columns: data.columns,
    maxSamples: rowsPerMember(params.maxSamples, data.rows, data.sampleWeight, bootstrap, source),
    maxFeatures: columnsPerMember(params.maxFeatures, data.columns, source),
    bootstrap,
    bootstrapFeatures,
    sampleWeight: unequal(data.sampleWeight),
  };
  const random = RandomState.from(params.randomState);
  const kept = (params.warmStart && earlier) || { members: [], seeds: [], plans: [] };
  const more = nEstimators - kept.members.length;
  if (more < 0) throw shrinking(source, nEstimators, kept.members.length);
  if (more === 0) {
    warn(new DataWarning('a warm start without more members fits nothing: raise nEstimators.', source));
    return kept;
  }
  // The seeds of the members that are kept are drawn again, so that a warm start gives what one fit would.
  for (let i = 0; i < kept.members.length; i++) random.nextSeed();
  const seeds = Array.from({ length: more }, () => random.nextSeed());
  const fits = seeds.map((seed) => {
    const estimator = withRandomStates(base, new RandomState(seed));
    const { rows, columns } = drawFor(seed, plan);
    const part = seesAllColumns(plan) ? {} : { columns };
    // A sampler inside would draw rows of weight 0 too: it gets the drawn rows themselves.
    if (!base.tags.sampleWeight || base.tags.resamples) return { estimator, ...part, rows };
    return { estimator, ...part, sampleWeight: timesDrawn(rows, data.rows) };
  });
  const members = await fitMembers(fits, { X: data.X, y: data.y }, { nJobs: params.nJobs, run });
  return {
    members: [...kept.members, ...members],
    seeds: [...kept.seeds, ...seeds],
    plans: [...kept.plans, { plan, count: more }],
  };
}

/** Equal weights change no chances: rows are then drawn as without weights, by the same random numbers. */
function unequal(weights: Float64Array | undefined): Float64Array | undefined {
  return weights?.some((weight) => weight !== weights[0]) ? weights : undefined;
}

/** How often each of n rows was drawn. */
export function timesDrawn(rows: Int32Array, n: number): Float64Array {
  const times = new Float64Array(n);
  for (const row of rows) times[row]++;
  return times;
}

/** The rows and columns of every member. */
export function drawsOf({ seeds, plans }: Bag): Draw[] {
  let at = 0;
  return plans.flatMap(({ plan, count }) => {
    const draws = seeds.slice(at, at + count).map((seed) => drawFor(seed, plan));
    at += count;
    return draws;
  });
}

/** Every member with X as it sees it, one after the other. */
export function* membersOn(bag: Bag, X: DataLike): Generator<{ member: Estimator; X: DataLike }> {
  let at = 0;
  for (const { plan, count } of bag.plans) {
    const all = seesAllColumns(plan);
    for (let i = 0; i < count; i++, at++) {
      const member = bag.members[at];
      yield { member, X: all ? X : takeColumns(X, drawFor(bag.seeds[at], plan).columns, member.type) };
    }
  }
}

/** All columns drawn without repeats come in their order, so that nothing has to be taken. */
function seesAllColumns(plan: DrawPlan): boolean {
  return plan.maxFeatures === plan.columns && !plan.bootstrapFeatures;
}

/**
 * For every member of a fit on `n` rows, the rows that it did not see.
 * @throws InvalidInputError when earlier fits of a warm start saw other rows.
 */
export function outOfBag(bag: Bag, n: number, source: string): Int32Array[] {
  const other = bag.plans.find(({ plan }) => plan.rows !== n);
  if (other) {
    throw inputError(
      source,
      'X',
      "must have the rows of the earlier fits for 'oobScore' with 'warmStart'",
      `${n} rows after ${other.plan.rows}`,
      'Fit the same data, or set oobScore: false.',
    );
  }
  return drawsOf(bag).map(({ rows }) => {
    const times = timesDrawn(rows, n);
    return Int32Array.from(times.keys()).filter((row) => times[row] === 0);
  });
}

function shrinking(source: string, asked: number, has: number): InvalidParameterError {
  return new InvalidParameterError(
    `${source}: parameter 'nEstimators' must not shrink in a warm start. Got ${asked} after ${has} members. Raise it, or set warmStart: false.`,
    { estimator: source, parameter: 'nEstimators', received: String(asked), remedy: 'raise it' },
  );
}
