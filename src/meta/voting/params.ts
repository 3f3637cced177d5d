import { InvalidParameterError } from '../../core/errors.js';
import { custom, jobs, nullable, type ParamSpec } from '../../core/params.js';
import { membersParam, type NamedMember } from '../base/named_members.js';

/** Parameters of both voters. */
export const votingSpecs = {
  estimators: membersParam(),
  weights: nullable(
    custom<readonly number[]>([], {
      doc: 'One weight per member, in their order (dropped members included); null weighs all equally.',
      expected: 'a list of numbers >= 0, one per member',
      accepts: (value) =>
        Array.isArray(value) && value.length > 0 && value.every((w) => Number.isFinite(w) && w >= 0),
      invalid: ['uniform', 3, [-1], ['a'], []],
    }),
  ) satisfies ParamSpec<readonly number[] | null>,
  nJobs: jobs(),
};

/**
 * The weights of the members that are not dropped; undefined when all weigh the same.
 * @throws InvalidParameterError unless there is one weight per member and one of them is above 0.
 */
export function memberWeights(
  weights: readonly number[] | null,
  members: readonly NamedMember[],
  estimator: string,
): number[] | undefined {
  if (weights === null) return undefined;
  const refuse = (what: string, received: string, remedy: string): never => {
    throw new InvalidParameterError(
      `${estimator}: parameter 'weights' must ${what}. Got ${received}. ${remedy}`,
      { estimator, parameter: 'weights', received, remedy },
    );
  };
  if (weights.length !== members.length) {
    refuse(
      `hold one number for each of the ${members.length} members`,
      `${weights.length} numbers`,
      'Give dropped members one too.',
    );
  }
  const active = weights.filter((_, i) => members[i][1] !== 'drop');
  if (!active.some((w) => w > 0)) refuse('weigh one member above 0', `[${active}]`, 'Raise a weight.');
  return active;
}
