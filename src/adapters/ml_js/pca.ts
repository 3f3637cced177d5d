import { Matrix } from '../../core/matrix.js';
import { bool, declare, int, nullable, oneOf, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { TransformerBase, type TransformerData } from '../../estimators/base/index.js';
import { guarded, loadPca, mlPackage } from './packages.js';

/** A fitted PCA of ml-pca. */
interface MlComponents {
  predict(X: number[][], options: { nComponents: number }): { to2DArray(): number[][] };
  getExplainedVariance(): number[];
  getEigenvectors(): { readonly columns: number };
  toJSON(): unknown;
}

interface PcaPackage {
  readonly PCA: {
    new (X: number[][], options: object): MlComponents;
    load(json: object): MlComponents;
  };
}

const PACKAGE = 'ml-pca';

const declaration = declare('MlPCA', {
  nComponents: nullable(int(1, { min: 1, doc: 'Components that `transform` keeps; null keeps all.' })),
  method: oneOf(['SVD', 'covarianceMatrix', 'NIPALS'], 'SVD', { doc: 'How ml-pca finds the components.' }),
  center: bool(true, { doc: 'Subtract the means.' }),
  scale: bool(false, { doc: 'Divide by the standard deviations.' }),
});

interface MlPcaModel {
  /** What the model's own `toJSON` writes. */
  readonly json: string;
  readonly components: number;
}

/** Models that were loaded from their JSON, once per fit. */
const loaded = new WeakMap<object, MlComponents>();

/**
 * The principal components of `ml-pca` (an optional peer package) as a transformer of ours. Use it to compare or to
 * carry trained models over. Options are named as in ml.js. Reference: mljs/pca.
 *
 * @throws InvalidInputError when the package is not installed, or refuses.
 * @example
 * ```ts
 * const { data } = await loadIris();
 * (await new MlPCA({ nComponents: 2 }).fitTransform(data)).columns; // 2
 * ```
 */
export class MlPCA extends TransformerBase<typeof declaration, MlPcaModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  /** A trained PCA of ml.js as a fitted transformer. */
  static fromTrained(
    model: { toJSON(): unknown; getEigenvectors(): { readonly columns: number } },
    about: { readonly nFeaturesIn: number; readonly featureNamesIn?: readonly string[] },
    params: Partial<ParamsOf<typeof declaration>> = {},
  ): MlPCA {
    const json = JSON.stringify(model.toJSON());
    const components = model.getEigenvectors().columns;
    return new MlPCA(params).restore({ ...about, model: { json, components } as object });
  }

  protected async train({ X }: TransformerData, run: Run): Promise<MlPcaModel> {
    const { PCA } = await mlPackage<PcaPackage>(this.type, PACKAGE, loadPca);
    const { nComponents, ...options } = this.params;
    await run.step(0, 1, 'model');
    const model = guarded(this.type, PACKAGE, () => {
      const fitted = new PCA(X.to2DArray(), { ...options, nCompNIPALS: nComponents ?? X.columns });
      return { json: JSON.stringify(fitted.toJSON()), components: fitted.getEigenvectors().columns };
    });
    await run.step(1, 1, 'model');
    return model;
  }

  protected async transformMatrix(X: Matrix, model: MlPcaModel): Promise<Matrix> {
    const pca = await this.load(model);
    const nComponents = this.kept(model);
    const rows = guarded(this.type, PACKAGE, () => pca.predict(X.to2DArray(), { nComponents }).to2DArray());
    return Matrix.from2DArray(rows);
  }

  protected override featureNamesOut(_input: readonly string[], model: MlPcaModel): string[] {
    return Array.from({ length: this.kept(model) }, (_, j) => `mlpca${j}`);
  }

  /** The fitted model of ml.js. */
  async mlModel(): Promise<MlComponents> {
    return this.load(this.learned('mlModel'));
  }

  private kept({ components }: MlPcaModel): number {
    return Math.min(components, this.params.nComponents ?? components);
  }

  private async load(model: MlPcaModel): Promise<MlComponents> {
    let found = loaded.get(model);
    if (!found) {
      const { PCA } = await mlPackage<PcaPackage>(this.type, PACKAGE, loadPca);
      found = PCA.load(JSON.parse(model.json) as object);
      loaded.set(model, found);
    }
    return found;
  }
}
