import { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { RegressorBase, type RegressorData } from '../../estimators/base/index.js';
import { guarded, type MlClass, type MlModel } from './packages.js';

/** A model of ml.js as data. */
export interface MlRegressorModel {
  /** What the model's own `toJSON` writes. */
  readonly json: string;
}

/** What a trained model cannot say of itself. */
export interface TrainedRegressor {
  /** Number of columns. */
  readonly nFeaturesIn: number;
  /** Their names. */
  readonly featureNamesIn?: readonly string[];
}

/** Models that were loaded from their JSON, once per fit. */
const loaded = new WeakMap<object, MlModel>();

/** A regressor of ml.js as an estimator of ours: checks, copies, files, workers. */
export abstract class MlRegressor<D extends Declaration> extends RegressorBase<D, MlRegressorModel> {
  /** The package, for messages. */
  protected abstract readonly packageName: string;

  /** The class of the models. */
  protected abstract mlClass(): Promise<MlClass>;

  /** The options of a new model. */
  protected abstract options(): object;

  protected async train({ X, y }: RegressorData, run: Run): Promise<MlRegressorModel> {
    const Model = await this.mlClass();
    await run.step(0, 1, 'model');
    const json = guarded(this.type, this.packageName, () => {
      const model = new Model(this.options());
      model.train(X.to2DArray(), Array.from(y.data));
      return JSON.stringify(model.toJSON());
    });
    await run.step(1, 1, 'model');
    return { json };
  }

  protected async predictValues(X: Matrix, run: Run): Promise<Matrix> {
    const model = await this.mlModel('predict');
    await run.breathe();
    const predicted = guarded(this.type, this.packageName, () => model.predict(X.to2DArray()));
    return Matrix.of(Float64Array.from(predicted), 1);
  }

  /** The fitted model of ml.js. */
  async mlModel(member = 'mlModel'): Promise<MlModel> {
    const model = this.learned(member);
    let found = loaded.get(model);
    if (!found) {
      const Model = await this.mlClass();
      found = guarded(this.type, this.packageName, () => Model.load(JSON.parse(model.json) as object));
      loaded.set(model, found);
    }
    return found;
  }

  /** An unfitted copy of this with a trained model put in. */
  protected trained(model: { toJSON(): unknown }, { nFeaturesIn, featureNamesIn }: TrainedRegressor): this {
    const json = JSON.stringify(model.toJSON());
    return this.restore({ nFeaturesIn, featureNamesIn, model: { json, oneDimensional: true } as object });
  }
}
