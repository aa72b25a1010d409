import { z } from 'zod';
import { LIFECYCLES } from '../../domain/journey';
import type { CustomerProfile, ListedCustomer } from '../../prisma/profile';
import { enrollmentSchema, enrollmentView } from './enrollment-view';

const time = z.iso.datetime();

/** A customer in a list. */
export const customerSchema = z.object({
  id: z.uuid(),
  user_ids: z.array(z.string()).meta({ description: 'Ids in the backend; more than one after an alias.' }),
  email: z.string().nullable(),
  phone: z.string().nullable().meta({ description: 'In E.164, when the trait could be read as a number.' }),
  name: z.string().nullable(),
  locale: z.string(),
  time_zone: z.string().nullable(),
  owner: z.string().nullable().meta({ description: 'Staff id of the person who owns the relationship.' }),
  lifecycle: z.enum(LIFECYCLES),
  open_tickets: z.int(),
  created_at: time,
  last_seen_at: time.nullable().meta({ description: 'When the customer last did something, to within a minute.' }),
});

/** A customer as a whole. */
export const profileSchema = customerSchema.extend({
  traits: z.record(z.string(), z.unknown()).meta({ description: 'As the backend sent them.' }),
  counts_30d: z
    .record(z.string(), z.int())
    .meta({ description: 'How often each event came in the last 30 days, by UTC day.' }),
  accounts: z.array(
    z.object({ group_id: z.string(), name: z.string().nullable(), traits: z.record(z.string(), z.unknown()) }),
  ),
  enrollments: z.array(enrollmentSchema).meta({ description: 'Runs that have not ended.' }),
  consents: z
    .array(
      z.object({
        channel: z.string(),
        topic: z.string(),
        purpose: z.string(),
        state: z.string(),
        at: time,
        expires_at: time.nullable(),
      }),
    )
    .meta({ description: 'The latest word on each channel, topic and purpose; `*` stands for all.' }),
});

/** A customer as lists answer them. */
export function customerView(customer: ListedCustomer): z.input<typeof customerSchema> {
  const { id, userIds, email, phone, name, locale, timeZone, owner, lifecycle, openTickets, createdAt, lastSeenAt } =
    customer;
  return {
    id,
    user_ids: [...userIds],
    email,
    phone,
    name,
    locale,
    time_zone: timeZone,
    owner,
    lifecycle,
    open_tickets: openTickets,
    created_at: createdAt.toISOString(),
    last_seen_at: lastSeenAt?.toISOString() ?? null,
  };
}

/** A profile as it is answered. */
export function profileView(profile: CustomerProfile): z.input<typeof profileSchema> {
  return {
    ...customerView(profile),
    traits: profile.traits,
    counts_30d: profile.recentCounts,
    accounts: profile.accounts.map(({ groupId, name, traits }) => ({ group_id: groupId, name, traits })),
    enrollments: profile.enrollments.map(enrollmentView),
    consents: profile.consents.map(({ at, expiresAt, ...consent }) => ({
      ...consent,
      at: at.toISOString(),
      expires_at: expiresAt?.toISOString() ?? null,
    })),
  };
}
