import { z } from 'zod';
import { RIGHTS, STAFF_ROLES } from '../../domain/right';
import { csrfTokenOf } from '../../domain/secret-text';
import { rightsOf, type StaffMember } from '../../prisma/staff';

/** Whoever is signed in, as their pages know them. */
export const sessionSchema = z
  .object({
    staff: z.object({
      id: z.string().meta({ description: 'The short name that tasks and customers hold.' }),
      name: z.string(),
      email: z.string(),
      role: z.enum(STAFF_ROLES),
      rights: z.array(z.enum(RIGHTS)).meta({ description: 'What the role allows: pages show what can be done.' }),
      locale: z.string(),
      queues: z.array(z.string()),
    }),
    csrf_token: z.string().meta({ description: 'Send it as `X-CSRF-Token` with whatever changes something.' }),
  })
  .meta({ id: 'Session' });

/** A session as its holder's pages read it. */
export function sessionView(staff: StaffMember, csrfToken: string): z.input<typeof sessionSchema> {
  const { id, name, email, role, locale, queues } = staff;
  return {
    staff: { id, name, email, role, rights: [...rightsOf(staff)], locale, queues: [...queues] },
    csrf_token: csrfToken,
  };
}

/** The same for a session that has just begun, by its token. */
export function newSessionView(staff: StaffMember, token: string): z.input<typeof sessionSchema> {
  return sessionView(staff, csrfTokenOf(token));
}
