import { InvalidInputError } from '../../core/errors.js';
import { checkFeatures, featureInfo } from '../../core/features.js';
import { checkSameLength, type MatrixLike } from '../../core/input.js';
import { codesIn, type Label, type Labels, sortLabels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { argmaxRows, ClassifierBase, type ClassifierData } from '../base/index.js';
import { softmaxRows } from '../base/probabilities.js';

/** Options of `partialFit`. */
export interface PartialFitOptions extends FitOptions {
  /** All classes that will ever occur: needed at the first call. */
  readonly classes?: Labels;
}

/**
 * What naive Bayes classifiers share: learning in pieces, and probabilities from log P(class) + log P(row | class). A
 * subclass writes `update` and `jointLogLikelihood`.
 */
export abstract class NaiveBayesBase<D extends Declaration, M extends object> extends ClassifierBase<D, M> {
  /** The model after a further piece of data; `before` is undefined at first. */
  protected abstract update(before: M | undefined, data: ClassifierData): M;

  /** log P(class) + log P(row | class): n x k. */
  protected abstract jointLogLikelihood(X: Matrix, run: Run): Promise<Matrix>;

  protected async train(data: ClassifierData, run: Run): Promise<M> {
    await run.step(0, 1, 'pass');
    return this.update(undefined, data);
  }

  /**
   * Learns from a further piece of data. The first call needs `classes` in the options.
   * @throws InvalidInputError when a label is not among the classes.
   */
  async partialFit(X: MatrixLike, y: Labels, options: PartialFitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const before = this.fitted;
    const matrix = this.checkFitX(X);
    if (before) checkFeatures(matrix, before, this.type);
    checkSameLength(y.length, matrix.rows, this.type, 'y');
    const classes = before ? before.model.classes : firstClasses(options.classes, this.type);
    if (
      before &&
      options.classes &&
      Array.from(options.classes as ArrayLike<Label>).some((c) => !classes.includes(c))
    ) {
      throw new InvalidInputError(
        `${this.type}: classes differ from those of the first partialFit. Leave them out after the first call.`,
        { estimator: this.type, parameter: 'classes', remedy: 'leave classes out' },
      );
    }
    const codes = codesIn(classes, y);
    const unknown = codes.indexOf(-1);
    if (unknown >= 0) {
      throw new InvalidInputError(
        `${this.type}: y holds ${JSON.stringify(y[unknown])} in row ${unknown}, which is not among the classes. Name all classes in the first partialFit.`,
        { estimator: this.type, parameter: 'y', remedy: 'name all classes in the first call' },
      );
    }
    const sampleWeight = this.checkWeights(options, matrix.rows);
    await run.step(0, 1, 'pass');
    const model = this.update(before?.model, { X: matrix, codes, classes, sampleWeight });
    return this.setFitted({ ...(before ?? featureInfo(matrix)), model: { ...model, classes } });
  }

  protected async predictCodes(X: Matrix, run: Run): Promise<Int32Array> {
    return argmaxRows(await this.jointLogLikelihood(X, run));
  }

  /** log P(class) + log P(row | class) for each row and class: n x k. */
  async predictJointLogProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    return this.jointLogLikelihood(this.checkX(X, 'predictJointLogProba'), new Run(this.type, options));
  }

  /** Probability of each class: n x k, rows sum to 1. */
  async predictProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const scores = await this.jointLogLikelihood(this.checkX(X, 'predictProba'), new Run(this.type, options));
    return softmaxRows(scores);
  }

  /** Logarithm of the probability of each class: n x k. */
  async predictLogProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const scores = await this.jointLogLikelihood(
      this.checkX(X, 'predictLogProba'),
      new Run(this.type, options),
    );
    return softmaxRows(scores, true);
  }
}

function firstClasses(classes: Labels | undefined, estimator: string): readonly Label[] {
  if (classes && classes.length > 0) return sortLabels([...new Set(Array.from(classes as ArrayLike<Label>))]);
  throw new InvalidInputError(
    `${estimator}: the first partialFit needs { classes }: all labels that will ever occur.`,
    {
      estimator,
      parameter: 'classes',
      remedy: 'pass { classes }',
    },
  );
}
