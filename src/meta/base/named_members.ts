import { checkNames, isNamedList } from '../../compose/steps.js';
import { describe, InvalidParameterError } from '../../core/errors.js';
import { custom, type ParamSpec } from '../../core/params.js';
import { type Estimator, isEstimator } from '../../core/protocol.js';

/** A member by name; 'drop' leaves it out. */
export type NamedMember = readonly [string, Estimator | 'drop'];

/** The `estimators` parameter. */
export function membersParam(): ParamSpec<readonly NamedMember[]> {
  return custom<readonly NamedMember[]>([], {
    doc: "The members: [name, estimator] pairs; 'drop' in place of an estimator leaves it out.",
    expected: 'a list of [name, estimator] pairs',
    accepts: (value) => isNamedList(value),
    invalid: ['tree', [1], [['tree']]],
  });
}

/**
 * Checks names and roles of the members.
 * @throws InvalidParameterError for no members, unusable names, or members of another role.
 */
export function checkMembers(
  members: readonly NamedMember[],
  roles: readonly string[],
  estimator: string,
  ownNames: readonly string[],
): void {
  const refuse = (what: string, received: unknown, remedy: string): never => {
    throw new InvalidParameterError(
      `${estimator}: parameter 'estimators' ${what}. Got ${describe(received)}. ${remedy}`,
      { estimator, parameter: 'estimators', received: describe(received), remedy },
    );
  };
  const names = members.map(([name]) => name);
  checkNames(names, estimator, 'estimators');
  for (const [name, member] of members) {
    if (ownNames.includes(name))
      refuse('must not use the name of a parameter for a member', name, 'Rename it.');
    if (member === 'drop') continue;
    if (!isEstimator(member))
      refuse(`needs an estimator or 'drop' for '${name}'`, member, "Pass an instance: 'new ...()'.");
    const { role } = (member as Estimator).tags;
    if (!roles.includes(role))
      refuse(
        `needs a ${roles.join(' or ')} for '${name}'`,
        `${(member as Estimator).type}, a ${role}`,
        'Use another member.',
      );
  }
  if (!members.some(([, member]) => member !== 'drop'))
    refuse('must hold at least one member that is not dropped', members, 'Add a member.');
}

/** The members that are not dropped. */
export function activeMembers(members: readonly NamedMember[]): (readonly [string, Estimator])[] {
  return members.filter((entry): entry is readonly [string, Estimator] => entry[1] !== 'drop');
}

/** The list with one member replaced. */
export function replaceMember(
  params: Record<string, unknown>,
  name: string,
  member: unknown,
): Record<string, unknown> {
  const list = params['estimators'] as readonly NamedMember[];
  return { ...params, estimators: list.map((entry) => (entry[0] === name ? [name, member] : entry)) };
}
