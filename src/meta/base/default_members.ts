import { DecisionTreeClassifier, DecisionTreeRegressor } from '../../estimators/tree/index.js';

/** The classifier that ensembles are made of unless told otherwise. */
export type DefaultClassifier = DecisionTreeClassifier;

/** The regressor that ensembles are made of unless told otherwise. */
export type DefaultRegressor = DecisionTreeRegressor;

/** A decision tree, of full depth or cut at `maxDepth`. */
export function defaultClassifier(maxDepth: number | null = null): DefaultClassifier {
  return new DecisionTreeClassifier({ maxDepth });
}

/** A regression tree, of full depth or cut at `maxDepth`. */
export function defaultRegressor(maxDepth: number | null = null): DefaultRegressor {
  return new DecisionTreeRegressor({ maxDepth });
}
