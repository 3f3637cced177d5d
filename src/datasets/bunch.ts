import type { Matrix } from '../core/matrix.js';
import { bool, declare, type ParamSpecs, resolveParams } from '../core/params.js';
import { Table } from '../core/table.js';
import { type PackedData, unpack } from './bunch_packed.js';

/** A data set with what there is to know about it. */
export interface Bunch<T> {
  /** The features, n x d, with column names. */
  readonly data: Matrix;
  /** One value per row. */
  readonly target: T;
  readonly featureNames: readonly string[];
  /** What the data are, where they come from and under which licence. */
  readonly DESCR: string;
  /** Features and target as one table; built anew at each read. */
  readonly table: Table;
}

/** A data set of k classes: `target` holds the codes 0..k-1, `targetNames[code]` is the class. */
export interface ClassificationBunch extends Bunch<number[]> {
  readonly targetNames: readonly string[];
}

/** Options of the loaders. */
export interface LoadDatasetOptions {
  /** Resolve to `[data, target]` alone; default false. */
  readonly returnXy?: boolean;
}

const RETURN_XY = bool(false, { doc: 'Resolve to [data, target] alone.' });

/** The checked options of a loader. */
export function resolveLoad<S extends ParamSpecs>(name: string, specs: S, options: object | undefined) {
  return resolveParams(declare(name, { returnXy: RETURN_XY, ...specs }), options);
}

/** A classification bunch from packed data: `targetNames` in the order of the codes. */
export function classificationBunch(
  packed: PackedData,
  targetNames: readonly string[],
  DESCR: string,
): ClassificationBunch {
  const { data, target } = unpack(packed);
  return bunch({ data, target: Array.from(target), targetNames, DESCR });
}

/** Adds the feature names and the table to data, target and what else there is. */
export function bunch<T extends ArrayLike<number>, E extends object>(
  parts: { data: Matrix; target: T; DESCR: string } & E,
) {
  const { data, target } = parts;
  const featureNames = data.columnNames ?? [];
  return {
    ...parts,
    featureNames,
    get table(): Table {
      const columns = featureNames.map((name, j) => [name, data.column(j)] as const);
      return Table.of([...columns, ['target', Float64Array.from(target)]]);
    },
  };
}
