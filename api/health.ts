import { Router, type Response } from 'express';
import type { Logger } from 'pino';
import type { Db } from '../prisma/client';
import { contextOf } from './context';

/** What the composition root knows of the world around the API. */
export interface Probes {
  /** Names of migrations that this database has not had yet. */
  readonly pendingMigrations: () => Promise<readonly string[]>;
  /** Whether Temporal answers at present; `undefined` where this process has nothing to do with it. */
  readonly temporalReachable: () => Promise<boolean | undefined>;
  /** True from the moment at which the process was told to end. */
  readonly draining: () => boolean;
}

/** A database that takes longer is as good as away. */
const DATABASE_MS = 5_000;

type Check = 'ok' | 'failing' | 'unknown';

/**
 * `/livez`: the process answers. `/readyz`: 200 when it can accept facts, which takes the database and its newest schema and
 * nothing else. Temporal away is `degraded` and still 200: facts wait in the outbox and nothing is lost, whereas taking the
 * API out of its balancer would refuse what it can keep. 503 while the database is away, behind, or the process drains.
 */
export function healthRoutes(db: Db, probes: Probes, log: Logger): Router {
  const router = Router();
  let migrated = false;

  router.get('/livez', (_request, response) => answer(response, '/livez', 200, { status: 'alive' }));

  router.get('/readyz', async (_request, response) => {
    const database = await within(DATABASE_MS, db.$queryRaw`SELECT 1`, log);
    if (database === 'ok' && !migrated) migrated = await isMigrated(probes, log);
    const reachable = await probes.temporalReachable();
    const checks = {
      database,
      migrations: migrated ? 'ok' : database === 'ok' ? 'failing' : 'unknown',
      temporal: reachable === undefined ? 'unknown' : reachable ? 'ok' : 'failing',
    } satisfies Record<string, Check>;
    const draining = probes.draining();
    const ready = database === 'ok' && migrated && !draining;
    const status = draining ? 'draining' : !ready ? 'not_ready' : reachable === false ? 'degraded' : 'ready';
    answer(response, '/readyz', ready ? 200 : 503, { status, checks });
  });

  return router;
}

function answer(response: Response, route: string, status: number, body: object): void {
  contextOf(response).route = route;
  response.status(status).set('Cache-Control', 'no-store').json(body);
}

/** A schema that was seen complete stays complete for the life of the process. */
async function isMigrated(probes: Probes, log: Logger): Promise<boolean> {
  try {
    return (await probes.pendingMigrations()).length === 0;
  } catch (error) {
    log.warn({ err: error }, 'the state of the migrations could not be read');
    return false;
  }
}

async function within(ms: number, work: PromiseLike<unknown>, log: Logger): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([work, late]);
    return 'ok';
  } catch (error) {
    log.warn({ err: error }, 'the database does not answer');
    return 'failing';
  } finally {
    clearTimeout(timer);
  }
}
