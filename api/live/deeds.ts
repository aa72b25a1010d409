import { z } from 'zod';
import { NotFound } from '../../domain/errors';
import { resolveCustomerId } from '../../prisma/customers';
import { recordEvents } from '../../prisma/events';
import type { InAppMessage } from '../../prisma/generated/client';
import { recordDeed, type InAppDeed } from '../../prisma/in-app-marks';
import type { ApiDeps } from '../deps';
import type { LiveVisit } from './visit';

type DeedDeps = Pick<ApiDeps, 'db' | 'journeys' | 'wakeRelay'>;

const nothing = z.looseObject({});
const followed = z.looseObject({
  link: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
});
const ticked = z.looseObject({ done: z.boolean() });
const number = z.coerce.number().int().min(0);

/** The customer saw a message, or put it away. */
export async function markMessage(deps: DeedDeps, visit: LiveVisit, mark: 'seen' | 'dismissed'): Promise<void> {
  await visit.body(nothing);
  await record(deps, visit, { mark });
  visit.response.status(204).end();
}

/** The customer followed a link of a message: its button, or one in its text. Journeys hear it as `message.clicked`. */
export async function clickMessage(deps: DeedDeps, visit: LiveVisit): Promise<void> {
  const { link } = await visit.body(followed);
  await record(deps, visit, { mark: 'clicked', link });
  visit.response.status(204).end();
}

/** The customer ticked a step of a checklist off, or took that back. */
export async function tickStep(deps: DeedDeps, visit: LiveVisit): Promise<void> {
  const { done } = await visit.body(ticked);
  const step = number.safeParse(visit.request.params['step']).data;
  if (step === undefined) throw unknown();
  await record(deps, visit, { mark: 'ticked', step, done });
  visit.response.status(204).end();
}

/** A hand is raised from a message (M10): once a day for each, however often it is pressed. */
export async function askForPerson(deps: DeedDeps, visit: LiveVisit): Promise<void> {
  await visit.body(nothing);
  const { now } = visit;
  const { id, customerId, touchId } = await record(deps, visit, { mark: 'seen' });
  const messageId = `in-app:${id}:help:${now.toISOString().slice(0, 10)}`;
  const event = { messageId, customerId, type: 'customer.help_requested', properties: { touchId }, occurredAt: now };
  await recordEvents(deps.db, [event], { journeys: deps.journeys, now });
  deps.wakeRelay();
  visit.response.status(204).end();
}

type Done<D> = D extends unknown ? Omit<D, 'customerId' | 'messageId'> : never;

async function record(
  { db, journeys, wakeRelay }: DeedDeps,
  { token, request, now }: LiveVisit,
  deed: Done<InAppDeed>,
): Promise<InAppMessage> {
  const messageId = z.uuid().safeParse(request.params['id']).data;
  if (messageId === undefined) throw unknown();
  const customerId = await resolveCustomerId(db, token.customerId);
  const message = await recordDeed(db, { customerId, messageId, ...deed }, { journeys, now });
  if (!message) throw unknown();
  if (deed.mark === 'clicked' || deed.mark === 'ticked') wakeRelay();
  return message;
}

/** The same for a message of somebody else as for none: a token tells nothing of others. */
function unknown(): NotFound {
  return new NotFound('This customer has no such message, or it has no such step.');
}
