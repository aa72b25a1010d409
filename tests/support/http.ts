import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { createApp, type AppOptions } from '../../api/app';
import { isPassingDatabaseFault } from '../../api/database-fault';
import type { ApiDeps } from '../../api/deps';
import { createLiveHub, type LiveHubOptions } from '../../api/live/hub';
import { createStaffHub, type StaffHubOptions } from '../../api/live/staff-hub';
import { createLogger } from '../../api/logging';
import { addressHashWith } from '../../domain/address-hash';
import type { LinkSettings } from '../../domain/public-pages';
import { KEY_ROLES, type KeyRole, type StaffRole } from '../../domain/right';
import { loadMessages } from '../../messages/catalog';
import { playbooks } from '../../playbooks';
import { createApiKey } from '../../prisma/api-keys';
import type { Db } from '../../prisma/client';
import { createIntake } from '../../prisma/intake';
import { translations } from '../../translations';
import { journeyHeaders } from '../../workflows/headers';
import { journeyStories } from '../../workflows/stories';
import { withDatabase } from './database';
import { signedInStaff } from './staff';

/** What a test may set of the API under test. Journeys and playbooks are the real ones unless given. */
export interface ApiWorldOptions extends Omit<AppOptions, 'routes' | 'live'> {
  /** Serve live in-app messages, with a hub of its own. */
  readonly live?: boolean | Partial<LiveHubOptions>;
  readonly push?: ApiDeps['push'];
  /** Where receivers of webhooks may stand. */
  readonly receivers?: ApiDeps['receivers'];
  readonly secretSeal?: NonNullable<ApiDeps['secretSeal']>;
  readonly signIn?: NonNullable<ApiDeps['signIn']>;
  /** Serve the stream that staff hear, with a hub of its own. */
  readonly stream?: boolean | Partial<StaffHubOptions>;
  readonly journeys?: ApiDeps['journeys'];
  readonly playbooks?: ApiDeps['playbooks'];
  readonly stories?: NonNullable<ApiDeps['stories']>;
  /** A model beside the rules. */
  readonly triage?: NonNullable<ApiDeps['triage']>;
  /** Routes to serve instead of the API's own. */
  readonly routes?: (deps: ApiDeps) => NonNullable<AppOptions['routes']>;
  /** Instant at which the clock stands still at first (default 2026-03-02T09:00:00.000Z). */
  readonly startAt?: Date;
}

/** A request of a test; the key is that of `role`, admin by default, and `null` sends none. */
export interface Asked {
  readonly role?: KeyRole | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer with its parsed body; `text` is the body as it came. */
export interface Answered<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T;
}

type Json = Record<string, unknown>;

const MESSAGES = loadMessages();

/** With what the API under test signs and reads the links of its public pages. */
export const TEST_LINKS: LinkSettings = { baseUrl: 'https://engage.acme.example', keys: ['a link key of this test'] };

/** The API over real HTTP on a port of its own, with a database of its own, and a clock that moves only when told. */
export interface ApiWorld {
  readonly url: string;
  readonly db: Db;
  readonly databaseUrl: string;
  readonly clock: {
    readonly now: () => Date;
    readonly set: (at: Date) => void;
    readonly advance: (ms: number) => void;
  };
  /**
   * Signs a member of staff with this role in, in a session of its own, and returns the headers by which their page asks: `{ role: null, headers }`.
   * They are `ann` the agent, `lea` the lead, `eli` the engineer, `ada` the administrator and `aud` the auditor, unless another id is given.
   */
  readonly as: (role: StaffRole, id?: string) => Promise<Record<string, string>>;
  /** The secret of a key with this role. */
  readonly key: (role: KeyRole) => string;
  readonly get: <T = Json>(path: string, asked?: Asked) => Promise<Answered<T>>;
  readonly post: <T = Json>(path: string, body?: unknown, asked?: Asked) => Promise<Answered<T>>;
  readonly send: <T = Json>(method: string, path: string, body?: unknown, asked?: Asked) => Promise<Answered<T>>;
  /** Every line that the API has logged. */
  readonly logged: readonly string[];
  /** How often a handler told the relay that facts wait. */
  readonly relayWoken: () => number;
}

/** Lends an API to a test and takes everything down afterwards. */
export function withApi<R>(test: (world: ApiWorld) => Promise<R>): Promise<R>;
export function withApi<R>(options: ApiWorldOptions, test: (world: ApiWorld) => Promise<R>): Promise<R>;
export function withApi<R>(
  first: ApiWorldOptions | ((world: ApiWorld) => Promise<R>),
  second?: (world: ApiWorld) => Promise<R>,
): Promise<R> {
  const [options, test] = typeof first === 'function' ? [{}, first] : [first, second];
  if (!test) throw new Error('withApi needs a test to run.');
  return withDatabase(async ({ db, url: databaseUrl }) => {
    const clock = settableClock(options.startAt ?? new Date('2026-03-02T09:00:00.000Z'));
    const logged: string[] = [];
    let woken = 0;
    const journeys = options.journeys ?? journeyHeaders;
    const log = createLogger({ level: 'debug', destination: { write: (line) => void logged.push(line) } });
    const heard = { db, now: clock.now, log, listen: databaseUrl };
    const staffHub = options.stream && createStaffHub({ ...heard, ...(options.stream === true ? {} : options.stream) });
    const deps: ApiDeps = {
      db,
      intake: createIntake({ db, journeys, isPassing: isPassingDatabaseFault }),
      now: clock.now,
      log,
      journeys,
      playbooks: options.playbooks ?? playbooks,
      addressHash: addressHashWith('a secret of this test'),
      stories: options.stories ?? journeyStories,
      translations,
      messages: MESSAGES,
      codeVersion: 'test',
      pageLinks: TEST_LINKS,
      speaker: {
        productName: 'Acme',
        productUrl: 'https://app.acme.example',
        postalAddress: '1 Main Street, Springfield',
      },
      ...(options.triage && { triage: options.triage }),
      ...(options.push && { push: options.push }),
      ...(options.receivers && { receivers: options.receivers }),
      ...(options.secretSeal && { secretSeal: options.secretSeal }),
      ...(options.signIn && { signIn: options.signIn }),
      ...(staffHub && { staffHub }),
      wakeRelay: () => void (woken += 1),
    };
    const keys = await keysOf(db, clock.now());
    const { routes, live, stream: _, ...setup } = options;
    const hub = live ? createLiveHub({ ...deps, listen: databaseUrl, ...(live === true ? {} : live) }) : undefined;
    const more = { ...(routes && { routes: routes(deps) }), ...(hub && { live: hub }) };
    const server = await listen(createServer(createApp(deps, { ...setup, ...more })));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const send: ApiWorld['send'] = (method, path, body, asked) => ask(url + path, method, body, asked, keys);
    try {
      return await test({
        url,
        db,
        databaseUrl,
        clock,
        as: (role, id) => signedInStaff(db, { url, role, id }, clock.now()),
        key: (role) => keys[role],
        get: (path, asked) => send('GET', path, undefined, asked),
        post: (path, body, asked) => send('POST', path, body, asked),
        send,
        logged,
        relayWoken: () => woken,
      });
    } finally {
      await Promise.all([hub?.close(), staffHub && staffHub.close()]);
      await close(server);
    }
  });
}

function settableClock(startAt: Date): ApiWorld['clock'] {
  let at = startAt;
  return {
    now: () => new Date(at),
    set: (next) => void (at = new Date(next)),
    advance: (ms) => void (at = new Date(at.getTime() + ms)),
  };
}

async function keysOf(db: Db, now: Date): Promise<Record<KeyRole, string>> {
  const secrets = await Promise.all(
    KEY_ROLES.map(async (role) => [role, (await createApiKey(db, { name: `${role} key`, role, now })).secret]),
  );
  return Object.fromEntries(secrets) as Record<KeyRole, string>;
}

/** Strings and buffers go out as they are, everything else as JSON. */
async function ask<T>(
  url: string,
  method: string,
  body: unknown,
  asked: Asked = {},
  keys: Record<KeyRole, string>,
): Promise<Answered<T>> {
  const { role = 'admin', headers = {} } = asked;
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(url, {
    method,
    headers: {
      ...(role === null ? {} : { Authorization: `Bearer ${keys[role]}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (isJson ? JSON.parse(text) : undefined) as T,
  };
}

function listen(server: Server): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve(server));
  });
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
