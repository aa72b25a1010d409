import type { Db } from '../../prisma/client';
import { countStuck, listStuck, type StuckRun } from '../../prisma/stuck';
import { connectTemporal } from '../../temporal/client';
import { mendingPass } from '../../temporal/mending';
import type { CliConfig } from '../config';
import { temporalSettings, withDatabase } from '../connections';
import type { Finding } from './finding';

const CHECK = 'journeys';
const MOST_SHOWN = 10;

/**
 * Customers whose journeys cannot go on, the ten that have stood still the longest one by one. The worker marks them; where Temporal
 * answers it is asked first whether they still do, so that what a deployment has mended is not reported. `looked`: what is known already.
 */
export async function checkJourneys(
  config: CliConfig,
  now: () => Date,
  looked: readonly Finding[],
): Promise<Finding[]> {
  const isWell = (check: string) => looked.some((finding) => finding.check === check && finding.state === 'ok');
  if (!isWell('migrations')) {
    return [
      { check: CHECK, state: 'unknown', says: 'not looked at: the database is away, or its schema is not complete' },
    ];
  }
  return withDatabase(config, async (db) => {
    if (isWell('namespace')) await forgetMended(config, db, now);
    const total = [...(await countStuck(db)).values()].reduce((sum, count) => sum + count, 0);
    if (total === 0) return [{ check: CHECK, state: 'ok', says: 'none stands still for a fault' }];
    const shown = await listStuck(db, { limit: MOST_SHOWN });
    return [summary(total, shown.length), ...shown.map(findingOf)];
  });
}

/** A database or server that goes away meanwhile leaves the marks as they are. */
async function forgetMended(config: CliConfig, db: Db, now: () => Date): Promise<void> {
  const { client, close } = await connectTemporal(temporalSettings(config));
  try {
    await mendingPass({ db, client, now }).catch(() => undefined);
  } finally {
    await close();
  }
}

function summary(total: number, shown: number): Finding {
  const others = total > shown ? `; the ${shown} that have stood still the longest follow` : '';
  return {
    check: CHECK,
    state: 'broken',
    says: `${total === 1 ? '1 customer cannot' : `${total} customers cannot`} go on${others}`,
    remedy:
      'Deploy corrected code: they go on by themselves within ten minutes (docs/operators.md, journeys that stand still).',
  };
}

function findingOf({ journey, customerId, enrollmentId, stage, since, because }: StuckRun): Finding {
  return {
    check: 'stuck',
    state: 'broken',
    says: `${journey}, customer ${customerId}, stage ${stage}, since ${since.toISOString()}: ${because}`,
    remedy: `All about it: GET /v1/enrollments/${enrollmentId}. To let the customer out: POST /v1/enrollments/${enrollmentId}/exit.`,
  };
}
