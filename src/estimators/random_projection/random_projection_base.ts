import { InvalidParameterError } from '../../core/errors.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { bool, custom, type Declaration, type ParamsOf, real, seed } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { matmul } from '../../kernels/gemm.js';
import { svd } from '../../kernels/linalg/index.js';
import { TransformerBase, type TransformerData } from '../base/index.js';
import { prefixedNames } from '../decomposition/names.js';
import { checkWidth } from '../decomposition/pca.js';
import { project } from '../decomposition/projection.js';
import { johnsonLindenstraussMinDim } from './johnson_lindenstrauss.js';

/** The parameters of all random projections. */
export const shared = {
  nComponents: custom<number | 'auto'>('auto', {
    doc: "How many components; 'auto' takes what keeps distances within eps.",
    expected: "an integer >= 1, or 'auto'",
    accepts: (value) => value === 'auto' || (Number.isSafeInteger(value) && (value as number) >= 1),
    invalid: [0, 1.5, 'few', null],
  }),
  eps: real(0.1, {
    min: 0,
    exclusiveMin: true,
    max: 1,
    exclusiveMax: true,
    doc: "Distortion that 'auto' allows.",
  }),
  computeInverseComponents: bool(false, { doc: 'Keep the pseudo-inverse that inverseTransform needs.' }),
  randomState: seed(),
};

/** What a random projection draws. */
export interface ProjectionModel {
  readonly components: Matrix;
  readonly inverseComponents: Matrix | null;
}

type Shared = Pick<ParamsOf<Declaration<string, typeof shared>>, keyof typeof shared>;

/** Base of random projections: a subclass draws the matrix. */
export abstract class RandomProjectionBase<
  D extends Declaration,
  M extends ProjectionModel,
> extends TransformerBase<D, M> {
  override readonly tags = tags('transformer');

  /** The k x d matrix, and what else the model holds. */
  protected abstract draw(k: number, d: number, random: RandomState): Omit<M, 'inverseComponents'>;

  protected async train({ X }: TransformerData, run: Run): Promise<M> {
    const { nComponents, eps, randomState, computeInverseComponents } = this.params as unknown as Shared;
    const d = X.columns;
    const k = nComponents === 'auto' ? johnsonLindenstraussMinDim(X.rows, { eps }) : nComponents;
    if (nComponents === 'auto' && (k > d || k < 1)) {
      throw new InvalidParameterError(
        `${this.type}: ${X.rows} rows need ${k} components for eps ${eps}, and there are ${d} columns. Pass nComponents or another eps.`,
        { estimator: this.type, parameter: 'nComponents', received: 'auto', remedy: 'pass nComponents' },
      );
    }
    if (k > d) {
      warn(new DataWarning(`There are ${k} components for ${d} columns: nothing is compressed.`, this.type));
    }
    const drawn = this.draw(k, d, RandomState.from(randomState));
    await run.step(1, 1, 'draws');
    return {
      ...drawn,
      inverseComponents: computeInverseComponents ? pseudoInverse(drawn.components) : null,
    } as unknown as M;
  }

  protected transformMatrix(X: Matrix, { components }: M, run: Run): Promise<Matrix> {
    return project(X, undefined, components, undefined, run);
  }

  /** Rows in the space of the data from their components (n x k), by the pseudo-inverse. */
  async inverseTransform(X: MatrixLike): Promise<Matrix> {
    const { components, inverseComponents } = this.learned('inverseTransform');
    const Z = asMatrix(X, { estimator: this.type });
    checkWidth(this.type, Z, components.rows);
    return matmul(Z, inverseComponents ?? pseudoInverse(components), { transposeB: true });
  }

  protected override featureNamesOut(_input: readonly string[], model: M): string[] {
    return prefixedNames(this.type, model.components.rows);
  }

  /** The random matrix: k x d. */
  get components(): Matrix {
    return this.learned('components').components;
  }

  /** Its pseudo-inverse (d x k), when `computeInverseComponents` is true; else null. */
  get inverseComponents(): Matrix | null {
    return this.learned('inverseComponents').inverseComponents;
  }

  /** Number of components. */
  get nComponents(): number {
    return this.learned('nComponents').components.rows;
  }
}

/** Pseudo-inverse: d x k for a k x d matrix. */
function pseudoInverse(A: Matrix): Matrix {
  const { U, s, Vt } = svd(A);
  const cut = 1e-15 * (s[0] ?? 0);
  for (let i = 0; i < Vt.rows; i++) {
    const row = Vt.row(i);
    for (let j = 0; j < row.length; j++) row[j] = s[i] > cut ? row[j] / s[i] : 0;
  }
  return matmul(Vt, U, { transposeA: true, transposeB: true });
}
