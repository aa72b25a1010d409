import { HttpProblem } from '../problem';
import type { Caller } from '../route';

/**
 * A member of staff acts in their own name: where a body says `by`, it must be them. A key acts for whomever its backend names. Throws a 403 problem.
 */
export function insistOnSelf({ kind, name }: Caller, body: unknown): void {
  if (kind !== 'staff' || typeof body !== 'object' || body === null) return;
  for (const member of ['by', 'author'] as const) insistOnName(name, member, (body as Record<string, unknown>)[member]);
}

/** The same for a member of a body that names who does it under a word of its own. */
export function insistOnName(self: string, member: string, named: unknown): void {
  if (typeof named !== 'string' || named.trim() === self) return;
  throw new HttpProblem('not_yourself', 'You can only act in your own name.', {
    errors: [{ pointer: `/${member}`, detail: 'must be you, or be left out' }],
  });
}
