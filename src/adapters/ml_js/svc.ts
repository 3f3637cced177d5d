import { InvalidInputError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import type { Label } from '../../core/labels.js';
import { bool, custom, declare, int, nullable, oneOf, type ParamsOf, real, seed } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import { Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import type { ClassifierData } from '../../estimators/base/index.js';
import { MlClassifier, type MlClassifierModel, type TrainedClassifier } from './ml_classifier.js';
import { guarded, loadSvm, type MlClass, type MlModel, mlPackage } from './packages.js';

/** A support vector machine of ml-svm: it also says how far rows are from the border. */
interface MlMachine extends MlModel {
  margin(X: number[][]): number[];
}

const PACKAGE = 'ml-svm';

const declaration = declare('MlSVC', {
  C: real(1, { min: 0, exclusiveMin: true, doc: 'Cost of errors.' }),
  kernel: oneOf(['linear', 'rbf', 'polynomial', 'sigmoid', 'cauchy', 'laplacian', 'exponential'], 'linear', {
    doc: 'The kernel, as ml-kernel names it.',
  }),
  kernelOptions: nullable(
    custom<Readonly<Record<string, number>>>(
      {},
      {
        doc: 'Options of the kernel, as ml-kernel names them (`sigma`, `degree`, ...); null for its defaults.',
        expected: 'a record of numbers',
        accepts: (value) =>
          value !== null &&
          typeof value === 'object' &&
          !Array.isArray(value) &&
          Object.values(value).every(Number.isFinite),
        invalid: [3, 'sigma', { sigma: 'wide' }],
      },
    ),
  ),
  tol: real(1e-4, { min: 0, doc: 'Tolerance of the optimality conditions.' }),
  alphaTol: real(1e-6, { min: 0, doc: 'Multipliers up to it count as 0.' }),
  maxPasses: int(10, { min: 1, doc: 'Passes without a change that end the training.' }),
  maxIterations: int(10000, { min: 1, doc: 'Most passes; the package fails when it needs more.' }),
  whitening: bool(true, { doc: 'Scale every column to [0, 1] first.' }),
  randomState: seed(),
});

/**
 * The support vector machine of `ml-svm` (an optional peer package), for two classes, as an estimator of ours. Use it
 * to compare or to carry trained models over; for more classes wrap it in OneVsRestClassifier. Options are named as
 * in ml.js; its random choices come from `randomState`. Reference: mljs/svm.
 *
 * @throws InvalidInputError when the package is not installed, or refuses, or y has other than two classes.
 * @example
 * ```ts
 * const svc = new MlSVC({ kernel: 'rbf', randomState: 0 });
 * await svc.fit([[0, 1], [1, 0], [8, 9], [9, 8]], ['a', 'a', 'b', 'b']);
 * await svc.predict([[9, 9]]); // ['b']
 * ```
 */
export class MlSVC extends MlClassifier<typeof declaration, MlMachine> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier', { binaryOnly: true });
  protected readonly packageName = PACKAGE;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  /** A trained machine of ml.js as a fitted estimator; `classes` are those of -1 and 1. */
  static fromTrained(
    model: { toJSON(): unknown },
    about: TrainedClassifier,
    params: Partial<ParamsOf<typeof declaration>> = {},
  ): MlSVC {
    return new MlSVC(params).trained(model, { codes: [-1, 1], ...about });
  }

  /** Distances from the border in the kernel's space: n values, positive for the second class. */
  async decisionFunction(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array> {
    const matrix = this.checkX(X, 'decisionFunction');
    const run = new Run(this.type, options);
    const machine = await this.mlModel('decisionFunction');
    await run.breathe();
    // Row by row: given several, the package leaves all but the first unscaled.
    return guarded(this.type, PACKAGE, () =>
      Float64Array.from(matrix.to2DArray(), (row) => machine.margin([row])[0]),
    );
  }

  protected override async train(data: ClassifierData, run: Run): Promise<MlClassifierModel> {
    const { X } = data;
    const flat = Array.from({ length: X.columns }, (_, j) => X.column(j)).findIndex((column) =>
      column.every((value) => value === column[0]),
    );
    if (this.params.whitening && flat >= 0) {
      throw new InvalidInputError(
        `${this.type}: X must not hold constant columns with whitening, which ml-svm divides by their range. Got one in column ${flat}. Drop it, or set whitening: false.`,
        { estimator: this.type, parameter: 'X', column: flat, remedy: 'drop it' },
      );
    }
    return super.train(data, run);
  }

  protected override trainingCodes(classes: readonly Label[]): readonly number[] {
    if (classes.length === 2) return [-1, 1];
    throw new InvalidInputError(
      `${this.type}: y must hold two classes. Got ${classes.length} class(es). Wrap it in OneVsRestClassifier for more.`,
      { estimator: this.type, parameter: 'y', remedy: 'use OneVsRestClassifier' },
    );
  }

  protected async mlClass(): Promise<MlClass<MlMachine>> {
    return mlPackage<MlClass<MlMachine>>(this.type, PACKAGE, loadSvm);
  }

  protected options(): object {
    const { randomState, kernelOptions, ...options } = this.params;
    const random = RandomState.from(randomState);
    return { ...options, ...(kernelOptions && { kernelOptions }), random: () => random.random() };
  }
}
