import { openDatabase } from '../../prisma/client';
import { countOpenAlarms } from '../../prisma/alarms';
import { readHolds } from '../../prisma/holds';
import type { Finding } from './finding';

/** What stops sending, and what somebody should know of: holds that are on, and alarms that nobody has ended. */
export async function checkSafety(url: string, now: Date): Promise<Finding[]> {
  const db = openDatabase(url, { poolSize: 1 });
  try {
    const [holds, alarms] = await Promise.all([readHolds(db, now), countOpenAlarms(db)]);
    return [
      worthALook(
        'holds',
        holds.map(({ scope, target, cause }) => `${scope} ${target} (${cause})`),
        'GET /v1/holds',
      ),
      worthALook(
        'alarms',
        alarms.map(({ kind, count }) => `${count} ${kind}`),
        'GET /v1/alarms?state=open',
      ),
    ];
  } finally {
    await db.$disconnect();
  }
}

function worthALook(check: string, found: readonly string[], where: string): Finding {
  if (found.length === 0) return { check, state: 'ok', says: 'none' };
  const remedy = `See ${where}; POST /v1/${check}/<id>/resume lets go on what was stopped.`;
  return { check, state: 'warning', says: found.join(', '), remedy };
}
