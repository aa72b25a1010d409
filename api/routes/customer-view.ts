import { z } from 'zod';
import { LIFECYCLES } from '../../domain/journey';
import type { Preference, TraitCorrection } from '../../prisma/generated/client';
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

const lifecycleMove = z.object({
  at: time,
  from: z.enum(LIFECYCLES),
  to: z.enum(LIFECYCLES),
  because: z.union([
    z.object({ kind: z.literal('event'), type: z.string(), event_id: z.uuid() }),
    z.object({ kind: z.literal('absence'), enrollment_id: z.uuid() }),
  ]),
});

/** A trait that staff corrected. */
const correctionSchema = z.object({
  trait: z.string(),
  said: z.unknown().meta({ description: 'What the backend says; null: nothing.' }),
  corrected: z.unknown().meta({ description: 'What counts instead; null: nothing.' }),
  because: z.string().nullable(),
  by: z.string(),
  at: time,
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
  lifecycle_moves: z
    .array(lifecycleMove)
    .meta({ description: 'The last moves through the lifecycle, the latest first, with what caused them.' }),
  corrections: z.array(correctionSchema).meta({ description: 'What staff corrected, as long as it counts.' }),
  preferences: z
    .object({
      channels: z
        .array(z.string())
        .meta({ description: 'In the order in which they want to be reached; empty: no wish.' }),
      most_per_week: z.int().nullable(),
      paused_until: time.nullable(),
      locale: z.string().nullable().meta({ description: 'Their own word, which backends do not overrule.' }),
      time_zone: z.string().nullable(),
      updated_at: time,
    })
    .nullable()
    .meta({ description: 'What they chose themselves on their page; null: nothing yet.' }),
  conversation_id: z.uuid().nullable().meta({ description: 'What was said with them; null: nothing yet.' }),
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
    lifecycle_moves: profile.lifecycleMoves.map(({ at, from, to, because }) => ({
      at: at.toISOString(),
      from,
      to,
      because:
        because.kind === 'event'
          ? { kind: 'event', type: because.type, event_id: because.eventId }
          : { kind: 'absence', enrollment_id: because.enrollmentId },
    })),
    corrections: profile.corrections.map(correctionView),
    preferences: profile.preferences && preferencesView(profile.preferences),
    conversation_id: profile.conversationId,
  };
}

/** A correction as it is answered. */
function correctionView({
  trait,
  said,
  corrected,
  because,
  by,
  at,
}: TraitCorrection): z.input<typeof correctionSchema> {
  return { trait, said, corrected, because, by, at: at.toISOString() };
}

function preferencesView(row: Preference) {
  return {
    channels: row.channels,
    most_per_week: row.mostPerWeek,
    paused_until: row.pausedUntil?.toISOString() ?? null,
    locale: row.locale,
    time_zone: row.timeZone,
    updated_at: row.updatedAt.toISOString(),
  };
}
