import pino from 'pino';
import { assemble } from '../activities/assembly';
import { claim } from '../activities/touches/claim';
import { deliver, type DeliverDeps } from '../activities/touches/deliver';
import type { TouchRequest } from '../domain/touch';
import { newId } from '../domain/ids';
import { openDatabase } from '../prisma/client';
import { createCustomers } from '../prisma/customers';
import { median, type Bench, type Measure, type Row } from './measure';
import { createMeter, type Meter, type Spent } from './meter';
import { zoneAtNoon } from '../testkit/noon';
import { freshDatabase } from './servers';

/**
 * What a touch asks of the database, one touch after another on a durable PostgreSQL with nothing else to do: the claim (lock, ledger, gate,
 * touch and attempt, in one transaction), and the whole touch, which adds the captured message and the outcome. BEGIN and COMMIT count as statements.
 * The baseline is a transaction of as many statements that ask for nothing: what the way to the server and back costs alone. Kept to be compared.
 */
export const touch: Measure = {
  number: 7,
  name: 'touch',
  async run(bench) {
    const databaseUrl = await freshDatabase(bench);
    const meter = createMeter();
    const pool = meter.pool(databaseUrl);
    const db = openDatabase(databaseUrl, { pool });
    try {
      const providers = { nodeEnv: undefined, sendgrid: null, twilio: null };
      const sender = { productName: 'Acme', productUrl: 'https://app.example.com', senderName: 'Ann of Acme' };
      const deps = assemble({
        db,
        providers,
        sender,
        hashKey: 'a key for the bench',
        codeVersion: 'bench',
        log: pino({ level: 'silent' }),
      });
      return [
        await rowOf(bench, meter, deps, { what: 'gate and claim', work: claim }),
        await rowOf(bench, meter, deps, { what: 'the whole touch', work: deliver }),
      ];
    } finally {
      await db.$disconnect();
      await pool.end();
    }
  },
};

interface Piece {
  readonly what: string;
  readonly work: (deps: DeliverDeps, request: TouchRequest, at: Date) => Promise<unknown>;
}

async function rowOf({ quick }: Bench, meter: Meter, deps: DeliverDeps, { what, work }: Piece): Promise<Row> {
  const customerIds = Array.from({ length: quick ? 30 : 300 }, () => newId(new Date()));
  await deps.db.$transaction((tx) => createCustomers(tx, customerIds, new Date()));
  await deps.db.customer.updateMany({
    where: { id: { in: customerIds } },
    data: { email: 'ada@example.com', name: 'Ada', timeZone: zoneAtNoon(new Date()) },
  });

  const ours: Spent[] = [];
  const theirs: Spent[] = [];
  for (const customerId of customerIds) {
    const request = requestFor(customerId);
    ours.push(await meter.measure(() => work(deps, request, new Date())));
    theirs.push(await meter.measure(() => idleTransaction(deps, ours.at(-1)!.statements)));
  }
  const settled = { ours: ours.slice(ours.length / 10), theirs: theirs.slice(theirs.length / 10) };
  const middle = (spent: readonly Spent[], of: keyof Spent) => median(spent.map((each) => each[of]));
  const figures = {
    statements: middle(settled.ours, 'statements'),
    databaseMs: middle(settled.ours, 'databaseMs'),
    wallMs: middle(settled.ours, 'wallMs'),
    bareMs: middle(settled.theirs, 'databaseMs'),
  };
  return {
    what: `database time of a touch: ${what}`,
    product: `${figures.databaseMs.toFixed(1)} ms, ${figures.statements} statements (${figures.wallMs.toFixed(1)} ms in all)`,
    baseline: `${figures.bareMs.toFixed(1)} ms, as many empty ones`,
    ratio: (figures.databaseMs / figures.bareMs).toFixed(1),
    aim: '',
    verdict: 'kept',
    figures,
  };
}

function requestFor(customerId: string): TouchRequest {
  const [enrollmentId, message] = [newId(new Date()), 'at-risk/check-in'];
  const place = { journey: 'at-risk', stage: 'checkIn' };
  return {
    key: `${enrollmentId}:checkIn:${message}:1`,
    enrollmentId,
    customerId,
    ...place,
    message,
    primary: 'email',
    fallback: ['in-app'],
  };
}

/** A transaction of so many statements, BEGIN and COMMIT included. */
function idleTransaction({ db }: DeliverDeps, statements: number): Promise<void> {
  return db.$transaction(async (tx) => {
    for (let left = statements - 2; left > 0; left -= 1) await tx.$queryRaw`SELECT 1`;
  });
}
