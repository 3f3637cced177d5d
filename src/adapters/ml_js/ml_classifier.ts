import type { Label } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { ClassifierBase, type ClassifierData } from '../../estimators/base/index.js';
import { guarded, type MlClass, type MlModel } from './packages.js';

/** A model of ml.js as data. */
export interface MlClassifierModel {
  /** What the model's own `toJSON` writes. */
  readonly json: string;
  /** The number by which the model calls each class. */
  readonly codes: readonly number[];
}

/** What a trained model cannot say of itself. */
export interface TrainedClassifier {
  /** The class labels in the order of `codes`. */
  readonly classes: readonly Label[];
  /** The numbers that the model was trained on; default the labels themselves if they are numbers, else 0, 1, ... */
  readonly codes?: readonly number[];
  /** Number of columns. */
  readonly nFeaturesIn: number;
  /** Their names. */
  readonly featureNamesIn?: readonly string[];
}

/** Models that were loaded from their JSON, once per fit. */
const loaded = new WeakMap<object, unknown>();

/** A classifier of ml.js as an estimator of ours: labels of any kind, checks, copies, files, workers. */
export abstract class MlClassifier<D extends Declaration, M extends MlModel> extends ClassifierBase<
  D,
  MlClassifierModel
> {
  /** The package, for messages. */
  protected abstract readonly packageName: string;

  /** The class of the models. */
  protected abstract mlClass(): Promise<MlClass<M>>;

  /** The options of a new model. */
  protected abstract options(): object;

  /** The numbers that stand for the classes in training. */
  protected trainingCodes(classes: readonly Label[]): readonly number[] {
    return classes.map((_, code) => code);
  }

  protected async train({ X, codes, classes }: ClassifierData, run: Run): Promise<MlClassifierModel> {
    const Model = await this.mlClass();
    const numbers = this.trainingCodes(classes);
    await run.step(0, 1, 'model');
    const json = guarded(this.type, this.packageName, () => {
      const model = new Model(this.options());
      model.train(
        X.to2DArray(),
        Array.from(codes, (code) => numbers[code]),
      );
      return JSON.stringify(model.toJSON());
    });
    await run.step(1, 1, 'model');
    return { json, codes: numbers };
  }

  protected async predictCodes(X: Matrix, run: Run): Promise<ArrayLike<number>> {
    const model = await this.mlModel('predict');
    await run.breathe();
    const { codes } = this.learned('predict');
    const predicted = guarded(this.type, this.packageName, () => model.predict(X.to2DArray()));
    return Int32Array.from(predicted, (number) => Math.max(0, codes.indexOf(number)));
  }

  /** The fitted model of ml.js. */
  async mlModel(member = 'mlModel'): Promise<M> {
    const model = this.learned(member);
    let found = loaded.get(model) as M | undefined;
    if (!found) {
      const Model = await this.mlClass();
      found = guarded(this.type, this.packageName, () => Model.load(JSON.parse(model.json) as object));
      loaded.set(model, found);
    }
    return found;
  }

  /** An unfitted copy of this with a trained model put in. */
  protected trained(model: { toJSON(): unknown }, about: TrainedClassifier): this {
    const { classes, nFeaturesIn, featureNamesIn } = about;
    const numeric = classes.every((label) => typeof label === 'number');
    const codes = about.codes ?? (numeric ? (classes as number[]) : this.trainingCodes(classes));
    const json = JSON.stringify(model.toJSON());
    return this.restore({ nFeaturesIn, featureNamesIn, model: { json, codes, classes } as object });
  }
}
