import { z } from 'zod';
import { CHANNELS } from '../../domain/channel';
import { InvalidInput, NotFound } from '../../domain/errors';
import type { Decision } from '../../domain/policy/gate';
import type { MessageFacts } from '../../domain/policy/weigh';
import { resolveCustomerId } from '../../prisma/customers';
import type { ApiDeps } from '../deps';
import { previewFor, type Previewed } from '../preview-for';
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
  deps: Parameters<typeof previewRoutes>[0],
  customerId: string,
  { message: name, channels, journey: named }: z.output<typeof asked>,
  at: Date,
): Promise<Previewed> {
  const message = known(() => deps.messages.get(name), '/message', 'is no message of this version');
  const journey = named ?? null;
  const header = deps.journeys.find((each) => each.name === journey);
  if (journey !== null && !header) throw fault('/journey', 'is no journey of this version');
  const preview = await previewFor(deps, customerId, message, { journey, header }, at);
  return preview(channels ?? message.channels);
}

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
