import { describe, InvalidInputError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import type { ParamMap } from '../../core/param_map.js';
import {
  custom,
  declare,
  jobs,
  nullable,
  oneOf,
  type ParamsOf,
  real,
  resolveParams,
} from '../../core/params.js';
import type { Estimator, Target } from '../../core/protocol.js';
import { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { takeRows } from '../../core/take.js';
import type { TransformerData } from '../../estimators/base/index.js';
import type { WithMember } from '../../meta/base/one_member.js';
import { splitAll } from '../../model_selection/cross_validate.js';
import { getScorer, type ScorerName } from '../../model_selection/scorer.js';
import { defineTask } from '../../parallel/index.js';
import { SelectorBase, type SelectorModel } from '../selector_base.js';
import { cvSpecs, type SelectorFitOptions } from './cv_params.js';
import { decodeWork, doItems, type FoldWork, type PlainWork } from './fold_work.js';
import { estimatorSpec } from './importances.js';

const declaration = declare('SequentialFeatureSelector', {
  estimator: estimatorSpec,
  nFeaturesToSelect: custom<number | 'auto'>('auto', {
    doc: "How many columns stay: their number, a share below 1, or 'auto': as many as improve the score by tol, or half without tol.",
    expected: "an integer >= 1, a number between 0 and 1, or 'auto'",
    accepts: (value) =>
      value === 'auto' ||
      (typeof value === 'number' && value > 0 && (value < 1 || Number.isSafeInteger(value))),
    invalid: [0, -1, 1.5, 'half', null],
  }),
  tol: nullable(
    real(0, { doc: "With nFeaturesToSelect 'auto': stop when a step improves the score by less." }),
  ),
  direction: oneOf(['forward', 'backward'], 'forward', {
    doc: 'Add columns to none, or take them from all.',
  }),
  ...cvSpecs,
  nJobs: jobs(),
});

type Params = ParamsOf<typeof declaration>;

/** One fit: these columns on this fold. */
interface Trial {
  readonly columns: Int32Array;
  readonly fold: number;
}

/** The task that workers run: one fit and its score. */
export const trialTask = defineTask<Trial, PlainWork, number>(
  'selectionTrial',
  import.meta.url,
  async (trial, shared, { signal }) =>
    scoreTrial(trial, await decodeWork(shared), new Run('SequentialFeatureSelector', { signal })),
);

/**
 * Adds (or takes away) one column at a time: the one with which the cross-validated score is best, of equal ones the
 * first. Works with any estimator, without importances. Each step costs folds times columns fits, spread over `nJobs`
 * workers. Reference: Ferri et al., Pattern Recognition in Practice IV (1994) 403; scikit-learn
 * SequentialFeatureSelector.
 *
 * @throws InvalidInputError when more columns are wanted than there are.
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const selector = new SequentialFeatureSelector(new KNeighborsClassifier({ nNeighbors: 3 }), { nFeaturesToSelect: 2 });
 * await selector.fit(data, target);
 * selector.getSupport({ indices: true }); // 2, 3
 * ```
 */
export class SequentialFeatureSelector<E extends Estimator = Estimator> extends SelectorBase<
  typeof declaration,
  SelectorModel
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(estimator: E, options: Partial<Omit<Params, 'estimator'>> = {}) {
    super(declaration, { ...options, estimator });
  }

  static override fromParams(params: object): SequentialFeatureSelector {
    const { estimator, ...options } = resolveParams(declaration, params);
    return new SequentialFeatureSelector(estimator, options);
  }

  /** A copy with changed parameters; `estimator__param` reaches into the estimator. */
  override with(overrides: Partial<ParamMap<SequentialFeatureSelector<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    const { requiresTarget, allowNaN, positiveOnly, binaryOnly, nonDeterministic } =
      this.params.estimator.tags;
    return tags('transformer', { requiresTarget, allowNaN, positiveOnly, binaryOnly, nonDeterministic });
  }

  /** Selects; `groups` go to the splitter. */
  override async fit(X: MatrixLike, y?: Target, options: SelectorFitOptions = {}): Promise<this> {
    return super.fit(X, y, options);
  }

  protected async train({ X, y, options }: TransformerData, run: Run): Promise<SelectorModel> {
    const { estimator, cv, scoring, direction, tol, nFeaturesToSelect } = this.params;
    const forward = direction === 'forward';
    const d = X.columns;
    const wanted = this.wanted(d);
    const byTolerance = nFeaturesToSelect === 'auto' && tol !== null;
    const { groups } = (options ?? {}) as SelectorFitOptions;
    const folds = splitAll(estimator, X, y, { cv: cv ?? undefined, groups });
    const scorer = getScorer(scoring ?? ('score' as ScorerName));
    const work: FoldWork = { estimator, X, y, sampleWeight: undefined, folds, scorer, extra: {} };
    const moved = new Uint8Array(d);
    const steps = forward || nFeaturesToSelect === 'auto' ? wanted : d - wanted;
    let before = Number.NEGATIVE_INFINITY;
    for (let step = 1; step <= steps; step++) {
      const { column, score } = await this.bestMove(moved, work, new Run(this.type, { signal: run.signal }));
      if (byTolerance && score - before < tol) break;
      before = score;
      moved[column] = 1;
      await run.step(step, steps, 'selection');
    }
    return { support: forward ? moved : moved.map((flag) => 1 - flag) };
  }

  /** The column whose move scores best. */
  private async bestMove(
    moved: Uint8Array,
    work: FoldWork,
    run: Run,
  ): Promise<{ column: number; score: number }> {
    const { direction, nJobs } = this.params;
    const stays = direction === 'forward' ? 1 : 0;
    const candidates = Int32Array.from(moved.keys()).filter((j) => moved[j] === 0);
    const trials = Array.from(candidates).flatMap((candidate) => {
      const columns = Int32Array.from(moved.keys()).filter((j) =>
        j === candidate ? stays === 1 : moved[j] === stays,
      );
      return work.folds.map((_, fold): Trial => ({ columns, fold }));
    });
    const scores = await doItems(trials, work, trialTask, scoreTrial, { nJobs, run, what: 'fit' });
    const k = work.folds.length;
    let best = { column: -1, score: Number.NEGATIVE_INFINITY };
    candidates.forEach((column, c) => {
      const score = scores.slice(c * k, (c + 1) * k).reduce((sum, value) => sum + value, 0) / k;
      if (score > best.score || best.column < 0) best = { column, score };
    });
    return best;
  }

  /** How many columns shall stay; with a tolerance how many moves there may be at most. */
  private wanted(d: number): number {
    const { nFeaturesToSelect, tol, direction } = this.params;
    const refuse = (what: string, received: unknown, parameter: string): never => {
      throw new InvalidInputError(`${this.type}: ${what}. Got ${describe(received)}.`, {
        estimator: this.type,
        parameter,
        received: describe(received),
      });
    };
    if (d < 2) refuse('X must have at least two columns', `${d}`, 'X');
    if (tol !== null && tol < 0 && direction === 'forward') {
      refuse("tol must not be negative with direction 'forward'", tol, 'tol');
    }
    if (nFeaturesToSelect === 'auto') return tol === null ? d >> 1 : d - 1;
    if (nFeaturesToSelect < 1) return Math.trunc(d * nFeaturesToSelect);
    if (nFeaturesToSelect >= d) {
      refuse(`nFeaturesToSelect must be below the ${d} columns`, nFeaturesToSelect, 'nFeaturesToSelect');
    }
    return nFeaturesToSelect;
  }

  /** A flag for each column: whether it stays. */
  get support(): boolean[] {
    return this.getSupport();
  }

  /** How many columns stay. */
  get nFeaturesToSelect(): number {
    return this.learned('nFeaturesToSelect').support.reduce((sum, flag) => sum + flag, 0);
  }
}

async function scoreTrial({ columns, fold }: Trial, work: FoldWork, run: Run): Promise<number> {
  const { estimator, y, scorer, folds } = work;
  const { train, test } = folds[fold];
  const { signal } = run;
  const X = work.X.takeColumns(columns);
  const yTrain = y === undefined ? undefined : takeRows(y, train);
  const fitted = await estimator.with({}).fit(X.takeRows(train), yTrain, { signal });
  return scorer.score(fitted, X.takeRows(test), y === undefined ? undefined : takeRows(y, test), { signal });
}
