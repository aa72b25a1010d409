import { randomUUID } from 'node:crypto';
import { Router, type ErrorRequestHandler, type Request, type Response } from 'express';
import { z } from 'zod';
import { InvalidInput, NotFound } from '../../domain/errors';
import { eventCatalog, OWN_EVENTS, type EventType } from '../../domain/events';
import { newId } from '../../domain/ids';
import { readBySchema } from '../../domain/schema-read';
import { findCaptured, type CapturedView } from '../../prisma/captured';
import { receive, type Inbound } from '../../prisma/conversations';
import { enroll, steer } from '../../prisma/enrollments';
import { recordEvents } from '../../prisma/events';
import { recordDeed } from '../../prisma/in-app-marks';
import { completeTask } from '../../prisma/tasks/finish';
import { inTransaction } from '../../prisma/transaction';
import { problemFor } from '../problem';
import { PROBLEMS } from '../problem-codes';
import { troublePage } from './desk';
import { createByHand } from './newcomer';
import type { Notice } from './notices';
import type { CapturedDeps } from './pages';
import { PLAYER, TEXT_PROPERTIES } from './words';

const text = z.string().trim().max(5000).default('');

/** The forms of the page. Each does what it says by the same functions that the API uses, and leads back to the page. */
export function actions(deps: CapturedDeps): Router {
  const { db, journeys, playbooks } = deps;
  const router = Router();

  router.post('/customers', async (request, response) => {
    const customerId = await createByHand(deps, request.body, deps.now());
    back(response, customerId, 'created');
  });

  router.post('/customers/:id/events', async (request, response) => {
    const { type, text: said } = read(
      z.object({ type: z.enum(Object.keys(eventCatalog) as [EventType]), text }),
      request,
    );
    if (OWN_EVENTS.has(type)) throw new InvalidInput('Only Perennial itself says that.');
    const customerId = idOf(request);
    const property = TEXT_PROPERTIES[type];
    const properties = property && said ? { [property]: said } : {};
    if (!eventCatalog[type].schema.safeParse(properties).success) {
      throw new InvalidInput(`This event needs a detail${property ? `: the ${property}` : ''}.`);
    }
    await record(customerId, type, properties);
    back(response, customerId, 'posted');
  });

  router.post('/customers/:id/enrollments', async (request, response) => {
    const { journey } = read(z.object({ journey: z.string() }), request);
    const header = journeys.find(({ name }) => name === journey);
    if (!header) throw new NotFound('There is no such journey.');
    const entry = { customerId: idOf(request), cause: { kind: 'request', by: PLAYER } } as const;
    const decision = await inTransaction(db, (tx) => enroll(tx, header, entry, deps.now()));
    back(response, entry.customerId, decision.enrolled ? 'enrolled' : `refused:${decision.reason}`);
  });

  router.post('/messages/:id/:answer', async (request, response) => {
    const message = await messageOf(request);
    const { customerId, channel, touchId } = message;
    const notice = await answer(message, String(request.params['answer']));
    back(response, customerId, notice, `m-${message.id}`);

    async function answer({ id }: CapturedView, how: string): Promise<Notice> {
      switch (how) {
        case 'reply': {
          const { text: said } = read(z.object({ text: z.string().trim().min(1).max(5000) }), request);
          const where = channel === 'push' ? 'in-app' : channel;
          await hearReply({ customerId, channel: where, touchId, body: said });
          return 'replied';
        }
        case 'click': {
          const { link } = read(z.object({ link: z.string().max(2000) }), request);
          const clicked = { customerId, messageId: id, mark: 'clicked', link } as const;
          if (channel === 'in-app') await recordDeed(db, clicked, { journeys, now: deps.now() });
          else await record(customerId, 'message.clicked', { touchId, link });
          deps.wakeRelay();
          return 'clicked';
        }
        case 'help':
          await record(customerId, 'customer.help_requested', { touchId });
          return 'posted';
        case 'login':
          await record(customerId, 'customer.logged_in', {});
          return 'posted';
        default:
          throw new NotFound('There is no such answer.');
      }
    }
  });

  router.post('/enrollments/:id/advance', async (request, response) => {
    const id = idOf(request);
    const now = deps.now();
    await inTransaction(db, (tx) => steer(tx, id, { steerId: newId(now), kind: 'advance' }, PLAYER, now));
    deps.wakeRelay();
    const { customerId } = await db.enrollment.findUniqueOrThrow({ where: { id } });
    back(response, customerId, 'advanced');
  });

  router.post('/tasks/:id/completion', async (request, response) => {
    const { outcome, version, note } = read(
      z.object({ outcome: z.string().max(100), version: z.coerce.number().int(), note: text }),
      request,
    );
    const task = await db.task.findUnique({ where: { id: idOf(request) } });
    if (!task) throw new NotFound('There is no such task.');
    // Whoever plays here may finish what somebody else holds: it is one person in every part.
    const by = task.claimedAt && task.assignee ? task.assignee : PLAYER;
    await completeTask(db, { taskId: task.id, by, version, outcome, note: note || undefined }, playbooks, deps.now());
    deps.wakeRelay();
    back(response, task.customerId, 'completed');
  });

  return router.use(troubleAsPage(deps));

  async function record(
    customerId: string,
    type: EventType,
    properties: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const now = deps.now();
    const event = { messageId: `captured:${randomUUID()}`, customerId, type, properties, occurredAt: now };
    await recordEvents(db, [event], { journeys, now });
    deps.wakeRelay();
  }

  async function hearReply(said: Pick<Inbound, 'customerId' | 'channel' | 'touchId' | 'body'>): Promise<void> {
    const now = deps.now();
    const dedupeKey = `captured:${randomUUID()}`;
    const inbound = { ...said, source: 'captured', dedupeKey, automatic: false, at: now };
    await inTransaction(db, (tx) => receive(tx, inbound, { journeys, now }));
    deps.wakeRelay();
  }

  async function messageOf(request: Request): Promise<CapturedView> {
    const message = await findCaptured(db, idOf(request));
    if (!message) throw new NotFound('There is no such message.');
    return message;
  }
}

function idOf(request: Request): string {
  const { data } = z.uuid().safeParse(request.params['id']);
  if (data === undefined) throw new NotFound('There is nothing at this address.');
  return data;
}

function read<S extends z.ZodType>(schema: S, request: Request): z.output<S> {
  const { value, flaws } = readBySchema(schema, request.body ?? {});
  if (!flaws) return value;
  throw new InvalidInput(`${flaws.map(({ path, detail }) => `${path.join('.')} ${detail}`).join('; ')}.`);
}

function back(response: Response, customerId: string, notice: Notice | `refused:${string}`, anchor = ''): void {
  const query = new URLSearchParams({ customer: customerId, notice });
  response.redirect(303, `/captured?${query.toString()}${anchor && `#${anchor}`}`);
}

/** People read what went wrong on a page; defects go on to the boundary. */
function troubleAsPage({ links = [] }: CapturedDeps): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const problem = problemFor(error);
    if (!problem || response.headersSent) return next(error);
    response.status(PROBLEMS[problem.code].status).type('html').send(troublePage(problem.detail, links).text);
  };
}
