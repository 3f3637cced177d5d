import type { Declaration } from '../../../core/params.js';

/** The parameters of a forest that a tree class declares too, with the tree's own seed. */
export function treeParams(
  forestParams: object,
  { specs }: Declaration,
  randomState: number,
): Record<string, unknown> {
  const entries = Object.entries(forestParams).filter(([name]) => Object.hasOwn(specs, name));
  const params: Record<string, unknown> = { ...Object.fromEntries(entries), randomState };
  // Balancing is the forest's business.
  if (params['classWeight'] === 'balanced_subsample') params['classWeight'] = null;
  return params;
}
