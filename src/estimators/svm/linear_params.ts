import { bool, int, oneOf, type ParamSpec, real, seed } from '../../core/params.js';

/** Whether to solve the dual, or to choose by the data. */
export type DualChoice = 'auto' | boolean;

/** What both linear machines take. */
export const linearParams = {
  dual: {
    ...oneOf(['auto'], 'auto', { doc: '' }),
    doc: "Solve the dual problem; 'auto' does when there are fewer rows than columns, or when there is no other way.",
    expected: "true, false or 'auto'",
    accepts: (value) => value === 'auto' || typeof value === 'boolean',
    invalid: ['dual', 1, {}, null],
  } as ParamSpec<DualChoice>,
  tol: real(1e-4, { min: 0, exclusiveMin: true, doc: 'Stop when the optimality conditions hold to this.' }),
  C: real(1, { min: 0, exclusiveMin: true, doc: 'Weight of the errors beside the penalty.' }),
  fitIntercept: bool(true, { doc: 'Learn an intercept.' }),
  interceptScaling: real(1, {
    min: 0,
    exclusiveMin: true,
    doc: 'Value of the constant column whose weight, penalised like the others, is the intercept.',
  }),
  randomState: seed(),
  maxIter: int(1000, { min: 1, doc: 'Most iterations of the solver.' }),
};
