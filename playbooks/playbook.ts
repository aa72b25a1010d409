import type { Playbook } from '../domain/task';

/** Gives a playbook its types: name and outcome codes are kept literally, so that a journey can only branch on codes that a person can pick. */
export function playbook<const Name extends string, const Outcome extends string>(
  definition: Playbook<Name, Outcome>,
): Playbook<Name, Outcome> {
  return definition;
}
