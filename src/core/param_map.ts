import type { Estimator } from './protocol.js';

/**
 * The typed names of nested parameters. `ParamMap<E>` holds every key that `E` can be searched over: its own
 * parameters, the names of its parts, and `part__param` for the parts' parameters, at any depth.
 */

/** A part by name: `['svc', SVC]`. */
export type NamedPart = readonly [string, Estimator | 'passthrough' | 'drop' | null, ...unknown[]];

/** Carries the types of a composite's parts; exists in the type system only. */
export interface HasParts<S extends readonly NamedPart[]> {
  readonly steps: S;
}

type UnionToIntersection<U> = (U extends unknown ? (k: U) => void : never) extends (k: infer I) => void
  ? I
  : never;

type PrefixKeys<N extends string, P> = { readonly [K in keyof P & string as `${N}__${K}`]: P[K] };

type PartKeys<T> = T extends readonly [infer N extends string, infer X, ...unknown[]]
  ? { readonly [K in N]: Estimator | 'passthrough' | 'drop' } & PrefixKeys<N, ParamMap<X>>
  : never;

type EstimatorParams<P> = {
  [K in keyof P & string]: Extract<P[K], Estimator> extends never ? never : K;
}[keyof P & string];

type NestedKeys<P> = [EstimatorParams<P>] extends [never]
  ? unknown
  : UnionToIntersection<
      { [K in EstimatorParams<P>]: PrefixKeys<K, ParamMap<Extract<P[K], Estimator>>> }[EstimatorParams<P>]
    >;

/** A composite's own parameters, next to those of its parts. */
type OwnKeys<E> = E extends { readonly params: infer P } ? P & NestedKeys<P> : unknown;

/** Every searchable key of `E` with the type of its values. */
export type ParamMap<E> =
  E extends HasParts<infer S extends readonly NamedPart[]>
    ? UnionToIntersection<PartKeys<S[number]>> & OwnKeys<E>
    : E extends { readonly params: infer P }
      ? P & NestedKeys<P>
      : never;

/** Lists of values to try for some of the parameters of `E`. */
export type Grid<E> = { readonly [K in keyof ParamMap<E>]?: readonly ParamMap<E>[K][] };
