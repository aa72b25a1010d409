import { setTimeout as pause } from 'node:timers/promises';
import { NativeConnection } from '@temporalio/worker';
import pino from 'pino';
import { assemble } from '../../activities/assembly';
import { journeyWorker } from '../../activities/journey-worker';
import { createWorkers } from '../../activities/workers';
import { startSendgrid } from '../../standins/sendgrid';
import { createRelay } from '../../temporal/relay';
import { quietRuntime } from '../../testkit/quiet-runtime';
import { workflowBundle } from '../../testkit/workflow-bundle';
import { TASK_QUEUE } from '../../workflows/messages';
import { startTemporalServer } from '../fixtures/temporal-server';
import { TEST_LINKS, withApi, type ApiWorld } from '../support/http';

const OPEN = { role: null } as const;
const log = pino({ level: 'silent' });

interface Post {
  /** Carries what waits to Temporal, and gives the mail with this number that the provider took. */
  readonly mail: (
    number: number,
  ) => Promise<{ to: string; subject: string; text: string; html: string; tracking: string }>;
  readonly failOnce: (status: number) => void;
  /** All that Temporal holds of this many letters, as text. */
  readonly histories: (count: number) => Promise<string>;
}

/** The product as it runs: API, relay, Temporal, a worker, and a provider that takes mail. */
async function withPost(test: (world: ApiWorld, post: Post) => Promise<void>): Promise<void> {
  quietRuntime();
  const [server, sendgrid] = await Promise.all([startTemporalServer(), startSendgrid()]);
  const connection = await NativeConnection.connect({ address: server.address });
  try {
    await withApi({ startAt: new Date() }, async (world) => {
      const { db, clock } = world;
      const from = { email: 'hello@acme.example', name: 'Acme' };
      const mailbox = { apiKey: 'SG.x', from, environment: 'test', baseUrl: sendgrid.url };
      const providers = { nodeEnv: 'test', sendgrid: mailbox, twilio: null };
      const sender = { productName: 'Acme', productUrl: 'https://app.example.com', senderName: 'Ann of Acme' };
      const more = { sender, links: TEST_LINKS, hashKey: 'a key for tests only', codeVersion: 'test', log };
      const codePath = await workflowBundle();
      const journeys = { connection, taskQueue: TASK_QUEUE, workflowBundle: { codePath } };
      const workers = await createWorkers({
        journeys: { ...journeys, ...journeyWorker(assemble({ db, providers, ...more })) },
      });
      const relay = createRelay({ db, client: server.client, log, now: clock.now });
      const post: Post = {
        async mail(number) {
          await relay.drain();
          for (;;) {
            const mail = sendgrid.accepted[number - 1];
            if (mail) {
              const { to, subject, text = '', html = '', tracking_settings: tracking } = mail;
              return { to, subject, text, html, tracking: JSON.stringify(tracking) };
            }
            await pause(50);
          }
        },
        failOnce: (status) => sendgrid.fail({ kind: 'status', status }, 1),
        async histories(count) {
          // Temporal lists a run a moment after it began.
          for (;;) {
            const found: string[] = [];
            for await (const { workflowId } of server.client.workflow.list())
              found.push(JSON.stringify(await server.client.workflow.getHandle(workflowId).fetchHistory()));
            if (found.length >= count) return found.join('\n');
            await pause(50);
          }
        },
      };
      await workers.runUntil(() => test(world, post));
    });
  } finally {
    await connection.close();
    await Promise.all([server.stop(), sendgrid.stop()]);
  }
}

function linkIn(text: string): URL {
  return new URL(/https:\S+/.exec(text)![0]);
}

test('an invitation and a new password go by mail through outbox, Temporal, worker and provider, also when that fails at first, and their links let somebody in', () =>
  withPost(async (world, { mail, failOnce, histories }) => {
    const { post, db } = world;
    failOnce(503);
    const invitation = { email: 'ann@acme.example', name: 'Ann <b>Smith</b>', role: 'agent', locale: 'de' };
    expect((await post('/v1/invitations', invitation)).status).toBe(201);
    const invited = await mail(1);
    expect(invited).toMatchObject({ to: 'ann@acme.example', subject: 'Ihre Einladung zu Perennial' });
    expect(invited.html).toContain('Hallo Ann &lt;b&gt;Smith&lt;/b&gt;,');
    const welcome = linkIn(invited.text);
    expect(welcome.origin + welcome.pathname).toBe(`${TEST_LINKS.baseUrl}/app/welcome`);
    expect(invited.html).toContain(`href="${welcome.href}"`);
    // A provider that counts clicks would lead every link, and with it the token, through a host of its own.
    expect(invited.tracking).toMatch(/"click_tracking":\{"enable":false/);
    const token = welcome.searchParams.get('token')!;
    const came = await post(`/v1/invitations/${token}/acceptance`, { password: 'seven quiet green boats' }, OPEN);
    expect(came).toMatchObject({ status: 200, body: { staff: { id: 'ann' } } });

    expect((await post('/v1/password-resets', { email: 'ann@acme.example' }, OPEN)).status).toBe(202);
    const again = linkIn((await mail(2)).text);
    const secret = again.searchParams.get('token')!;
    expect(again.pathname).toBe('/app/reset');
    const reset = `/v1/password-resets/${secret}/acceptance`;
    expect((await post(reset, { password: 'nine loud red trains' }, OPEN)).status).toBe(200);
    expect((await post(reset, { password: 'nine loud red trains' }, OPEN)).status).toBe(404);
    const signIn = { email: 'ann@acme.example', password: 'nine loud red trains' };
    expect((await post('/v1/session', signIn, OPEN)).status).toBe(200);

    expect((await post('/v1/password-resets', { email: 'nobody@acme.example' }, OPEN)).status).toBe(202);
    expect(await db.outbox.count()).toBe(0);
    // Tokens, names and addresses stand in the mail alone.
    const kept = await histories(2);
    expect(kept).toContain('sendLetter');
    for (const word of [token, secret, 'acme.example', 'Smith']) expect(kept).not.toContain(word);
  }));
