import { z } from 'zod';
import { CHANNELS, type Channel } from '../../domain/channel';
import { InvalidInput, NotFound } from '../../domain/errors';
import { decide, type Decision } from '../../domain/policy/gate';
import { hashesOf, reachOf } from '../../domain/policy/reach';
import { weigh, type MessageFacts, type Providers } from '../../domain/policy/weigh';
import { resolveCustomerId } from '../../prisma/customers';
import { lookAtCustomer, readLedger } from '../../prisma/ledger';
import { rulingMemory } from '../../prisma/settings';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';
import { verdictSchema, verdictView } from './touches';

const asked = z.strictObject({
  message: z.string().max(200).meta({ description: 'Name of a message, as in `at-risk/check-in`.' }),
  channels: z
    .array(z.enum(CHANNELS))
    .min(1)
    .optional()
    .meta({ description: 'On which it may go, the primary first; by default those that it is written for.' }),
  journey: z.string().max(200).optional().meta({ description: 'In whose name: its priority and holds count.' }),
});

const previewSchema = z.object({
  decision: z.enum(['send', 'defer', 'refuse']),
  channel: z.enum(CHANNELS).nullable().meta({ description: 'On which it would go now.' }),
  until: z.iso.datetime().nullable().meta({ description: 'When it would be decided anew.' }),
  reason: z.string(),
  verdicts: z.array(verdictSchema),
  settings_version: z.int(),
  code_version: z.string(),
});

/** Asks the gate what it would do now, without sending or writing anything. */
export function previewRoutes(
  deps: Pick<ApiDeps, 'db' | 'addressHash' | 'messages' | 'journeys' | 'codeVersion'>,
): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/customers/:id/preview',
      right: 'read',
      tag: 'Touches',
      summary: 'See what the gate would decide about a message for a customer now',
      description:
        'Nothing is sent, and nothing is written. Channels are taken to be served, whichever providers the workers have.',
      params: z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) }),
      body: asked,
      responses: { 200: { description: 'What would happen, and every rule.', schema: previewSchema } },
      async handle({ params, body, now }) {
        const id = await resolveCustomerId(deps.db, params.id);
        const { decision, version } = await previewOf(deps, id, body, now);
        return { status: 200, body: previewView(decision, version, deps.codeVersion) };
      },
    }),
  ];
}

async function previewOf(
  { db, addressHash, messages, journeys }: Parameters<typeof previewRoutes>[0],
  customerId: string,
  { message: name, channels, journey: named }: z.output<typeof asked>,
  at: Date,
): Promise<{ readonly decision: Decision; readonly version: number }> {
  const message = known(() => messages.get(name), '/message', 'is no message of this version');
  const journey = named ?? null;
  const header = journeys.find((each) => each.name === journey);
  if (journey !== null && !header) throw fault('/journey', 'is no journey of this version');
  const customer = await lookAtCustomer(db, customerId);
  if (!customer) throw new NotFound('There is no such customer.');

  const reach = reachOf(customer, addressHash);
  const { class: messageClass } = message;
  const question = { key: '', customerId: customer.id, journey, messageClass, first: null, at };
  const record = await readLedger(db, rulingMemory(db), { ...question, addressHashes: hashesOf(reach) });
  const [primary = message.channels[0]!, ...fallback] = channels ?? message.channels;
  const { settings, version } = record.ruling;
  const touch = {
    primary,
    fallback,
    journey,
    ...(header && { priority: header.priority, onConflict: header.onConflict }),
  };
  const used = () => ({ spent: null, restsUntil: null });
  const scales = weigh({ asked: touch, message, customer, reach, record, settings, providers: PROVIDERS, used, at });
  return { decision: decide(scales), version };
}

/** Who serves each channel where providers are configured. */
const PROVIDERS: Providers = new Map<Channel, string>([
  ['email', 'sendgrid'],
  ['sms', 'twilio'],
  ['push', 'web-push'],
  ['in-app', 'in-app'],
]);

function known(find: () => MessageFacts, pointer: string, detail: string): MessageFacts {
  try {
    return find();
  } catch (error) {
    if (error instanceof NotFound) throw fault(pointer, detail);
    throw error;
  }
}

function fault(pointer: string, detail: string): InvalidInput {
  return new InvalidInput('This cannot be previewed.', [{ pointer, detail }]);
}

function previewView(decision: Decision, version: number, codeVersion: string): z.input<typeof previewSchema> {
  return {
    decision: decision.kind,
    channel: decision.kind === 'send' ? decision.channel : null,
    until: decision.kind === 'defer' ? decision.until.toISOString() : null,
    reason: decision.reason,
    verdicts: decision.verdicts.map(verdictView),
    settings_version: version,
    code_version: codeVersion,
  };
}
