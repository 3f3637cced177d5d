import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import type { DataLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import type { ParamMap } from '../../core/param_map.js';
import { type ParamsOf, resolveParams } from '../../core/params.js';
import type { Estimator, Regressor } from '../../core/protocol.js';
import { RandomState, sampleWithoutReplacement } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { takeRows } from '../../core/take.js';
import { ConvergenceWarning, warn } from '../../core/warnings.js';
import { LinearRegression } from '../../estimators/linear_model/index.js';
import { memberTags } from '../base/data.js';
import { callMember } from '../base/member_outputs.js';
import { MetaRegressorBase, type MetaRegressorData } from '../base/meta_regressor.js';
import { checkRole, type WithMember } from '../base/one_member.js';
import { withRandomStates } from '../base/random_states.js';
import { declaration, medianDeviation, residuals } from './params.js';

type Params = ParamsOf<typeof declaration>;

interface RansacModel {
  readonly estimator: Estimator;
  readonly inlierMask: readonly boolean[];
  readonly nTrials: number;
  readonly nSkipsNoInliers: number;
  readonly nSkipsInvalidData: number;
  readonly nSkipsInvalidModel: number;
}

/** The rows on which the best model so far agrees. */
interface Consensus {
  readonly rows: Int32Array;
  readonly score: number;
}

/**
 * A regressor learned from the rows that agree: models of small drawn subsets compete for the most rows within the
 * threshold, and the winner's rows make the model. Use it when many rows are wrong. Costs up to `maxTrials` fits on
 * `minSamples` rows; equal seeds draw the subsets of the reference.
 * Reference: Fischler and Bolles, Communications of the ACM 24 (1981) 381; scikit-learn RANSACRegressor.
 *
 * @throws InvalidInputError when no subset finds rows that agree.
 * @example
 * ```ts
 * const ransac = new RANSACRegressor({ randomState: 0 });
 * await ransac.fit([[1], [2], [3], [4], [5], [6]], [3, 5, 7, 9, 100, 13]);
 * ransac.inlierMask; // [true, true, true, true, false, true]
 * await ransac.predict([[10]]); // 21
 * ```
 */
export class RANSACRegressor<E extends Estimator = LinearRegression> extends MetaRegressorBase<
  typeof declaration,
  RansacModel
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(params: Partial<WithMember<Params, E | null>> = {}) {
    super(declaration, { ...params, estimator: params.estimator ?? new LinearRegression() });
    checkRole(this.params.estimator, ['regressor'], this.type);
    if (this.params.minSamples === null && this.params.estimator.type !== 'LinearRegression') {
      throw new InvalidParameterError(
        `RANSACRegressor: parameter 'minSamples' is needed for an estimator other than LinearRegression. Got null with ${this.params.estimator.type}. Pass a number of rows or a share.`,
        { estimator: 'RANSACRegressor', parameter: 'minSamples', remedy: 'pass a number of rows' },
      );
    }
  }

  static override fromParams(params: object): RANSACRegressor<Estimator> {
    return new RANSACRegressor<Estimator>(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `estimator__param` reaches into the regressor. */
  override with(overrides: Partial<ParamMap<RANSACRegressor<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    const { tags: member } = this.params.estimator;
    return tags('regressor', { ...memberTags([member]), multiOutput: member.multiOutput, resamples: true });
  }

  protected override weightedMembers(): readonly Estimator[] {
    return [this.params.estimator];
  }

  protected async train(data: MetaRegressorData, run: Run): Promise<RansacModel> {
    const { loss, randomState, maxTrials, maxSkips, stopNInliers, stopScore, stopProbability } = this.params;
    const { isDataValid, isModelValid } = this.params;
    const n = data.rows;
    const size = this.subsetSize(n, data.info.nFeaturesIn);
    const threshold = this.params.residualThreshold ?? medianDeviation(data.y.data);
    const random = RandomState.from(randomState);
    // Seeds of the regressor come from a stream of their own, so that the subsets are those of the reference.
    const member = withRandomStates(this.params.estimator, RandomState.from(randomState));
    const skips = { nSkipsNoInliers: 0, nSkipsInvalidData: 0, nSkipsInvalidModel: 0 };
    const skipped = (): boolean =>
      skips.nSkipsNoInliers + skips.nSkipsInvalidData + skips.nSkipsInvalidModel > maxSkips;
    let best: Consensus | undefined;
    let trials = 0;
    let limit = maxTrials;
    while (trials < limit) {
      trials++;
      await run.step(Math.min(trials, maxTrials), maxTrials, 'trial');
      if (skipped()) break;
      const subset = Int32Array.from(sampleWithoutReplacement(n, size, { randomState: random }));
      const part = partOf(data, subset);
      if (isDataValid && !isDataValid(part.X, part.y)) {
        skips.nSkipsInvalidData++;
        continue;
      }
      const model = await this.fitPart(member, part, run);
      if (isModelValid && !isModelValid(model, part.X, part.y)) {
        skips.nSkipsInvalidModel++;
        continue;
      }
      const errors = residuals(loss, targetsOf(data), await this.valuesOf(model, data.X, run), data);
      const rows = Int32Array.from(errors.keys()).filter((i) => errors[i] <= threshold);
      if (rows.length < (best?.rows.length ?? 1)) {
        skips.nSkipsNoInliers++;
        continue;
      }
      const score = await this.scoreOf(model, partOf(data, rows), run);
      if (best && rows.length === best.rows.length && score < best.score) continue;
      best = { rows, score };
      limit = Math.min(limit, trialsFor(rows.length / n, size, stopProbability));
      if (rows.length >= stopNInliers || score >= stopScore) break;
    }
    if (!best) throw this.noConsensus(trials);
    if (skipped()) {
      const message = `a set of rows that agree was found, but more than maxSkips ${maxSkips} trials were skipped. Raise maxSkips.`;
      warn(new ConvergenceWarning(message, this.type));
    }
    const estimator = await this.fitPart(member, partOf(data, best.rows), run);
    const inlierMask = new Array<boolean>(n).fill(false);
    for (const row of best.rows) inlierMask[row] = true;
    return { estimator, inlierMask, nTrials: trials, ...skips };
  }

  protected async predictValues(X: DataLike, run: Run): Promise<Matrix> {
    return this.valuesOf(this.learned('predict').estimator, X, run);
  }

  /** The regressor, fitted to the rows that agree. */
  get estimator(): E {
    return this.learned('estimator').estimator as E;
  }

  /** Which rows of `fit` agree with the model. */
  get inlierMask(): readonly boolean[] {
    return this.learned('inlierMask').inlierMask;
  }

  /** Subsets that were drawn. */
  get nTrials(): number {
    return this.learned('nTrials').nTrials;
  }

  /** Trials skipped because fewer rows agreed than with the best model. */
  get nSkipsNoInliers(): number {
    return this.learned('nSkipsNoInliers').nSkipsNoInliers;
  }

  /** Trials skipped because `isDataValid` said no. */
  get nSkipsInvalidData(): number {
    return this.learned('nSkipsInvalidData').nSkipsInvalidData;
  }

  /** Trials skipped because `isModelValid` said no. */
  get nSkipsInvalidModel(): number {
    return this.learned('nSkipsInvalidModel').nSkipsInvalidModel;
  }

  private subsetSize(n: number, d: number): number {
    const { minSamples } = this.params;
    const size = minSamples === null ? d + 1 : minSamples < 1 ? Math.ceil(minSamples * n) : minSamples;
    if (size <= n) return size;
    throw new InvalidInputError(
      `${this.type}: X must have at least minSamples rows. Got ${n} rows for minSamples ${size}. Pass more rows or lower minSamples.`,
      { estimator: this.type, parameter: 'X', received: `${n} rows`, remedy: 'pass more rows' },
    );
  }

  private async fitPart(member: Estimator, part: Part, run: Run): Promise<Estimator> {
    const options = { signal: run.signal, ...(part.sampleWeight && { sampleWeight: part.sampleWeight }) };
    return member.with({}).fit(part.X, part.y, options);
  }

  private async valuesOf(member: Estimator, X: DataLike, run: Run): Promise<Matrix> {
    const values = await callMember<Float64Array | Matrix>(
      member,
      'predict',
      X,
      { signal: run.signal },
      this.type,
    );
    return values instanceof Matrix ? values : Matrix.of(values, 1);
  }

  /** The score on rows that agree; NaN, which loses and wins against nothing, for a single row. */
  private async scoreOf(member: Estimator, part: Part, run: Run): Promise<number> {
    const rows = part.y instanceof Matrix ? part.y.rows : part.y.length;
    return rows < 2 ? Number.NaN : (member as Regressor).score(part.X, part.y, { signal: run.signal });
  }

  private noConsensus(trials: number): InvalidInputError {
    return new InvalidInputError(
      `${this.type}: no set of rows that agree was found. Got ${trials} trials that were all skipped. Raise residualThreshold or maxTrials, or look at isDataValid and isModelValid.`,
      { estimator: this.type, parameter: 'residualThreshold', remedy: 'raise residualThreshold' },
    );
  }
}

interface Part {
  readonly X: DataLike;
  readonly y: Float64Array | Matrix;
  readonly sampleWeight: Float64Array | undefined;
}

const targetsOf = ({ y, oneDimensional }: MetaRegressorData): Float64Array | Matrix =>
  oneDimensional ? y.data : y;

function partOf(data: MetaRegressorData, rows: Int32Array): Part {
  const y = data.y.takeRows(rows);
  const { sampleWeight } = data;
  return {
    X: takeRows(data.X, rows),
    y: data.oneDimensional ? y.data : y,
    sampleWeight: sampleWeight && Float64Array.from(rows, (i) => sampleWeight[i]),
  };
}

/** Trials after which one subset without an outlier was drawn, with a probability. */
function trialsFor(share: number, size: number, probability: number): number {
  const miss = Math.max(Number.EPSILON, 1 - probability);
  const each = Math.max(Number.EPSILON, 1 - share ** size);
  if (miss === 1) return 0;
  if (each === 1) return Number.POSITIVE_INFINITY;
  return Math.abs(Math.ceil(Math.log(miss) / Math.log(each)));
}
