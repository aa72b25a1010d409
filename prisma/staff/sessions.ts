import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/duration';
import { NotFound } from '../../domain/errors';
import { newId } from '../../domain/ids';
import { hashOfSecret, newSecret } from '../../domain/secret-text';
import type { Db, Tx } from '../client';
import type { StaffSession } from '../generated/client';
import { asStaffMember, type StaffMember } from '../staff';

/** A browser that nobody works in for so long is signed out; and every one after this, however busy. */
export const SESSION_IDLE_MS = 12 * HOUR_MS;
export const SESSION_LIFE_MS = 30 * DAY_MS;

const SEEN_NOTED_EVERY_MS = MINUTE_MS;
/** Longer names of browsers are cut. */
const LONGEST_USER_AGENT = 300;
/** More browsers than a person has: the one that was used longest ago goes first. */
const MOST_SESSIONS = 20;

/** A session that is alive, with whose it is. */
export interface LivingSession {
  readonly id: string;
  readonly staff: StaffMember;
}

/**
 * Signs somebody in: a session of their own with a new token, which is returned and kept nowhere. Never one that the browser brought along, so that
 * nobody can be given a session that somebody else knows. Their sessions that are over go.
 */
export async function beginSession(
  tx: Tx,
  { staffId, userAgent }: { readonly staffId: string; readonly userAgent: string | undefined },
  now: Date,
): Promise<{ readonly id: string; readonly token: string }> {
  await tx.staffSession.deleteMany({
    where: { staffId, OR: [{ expiresAt: { lte: now } }, { lastSeenAt: idleAt(now) }] },
  });
  const kept = await tx.staffSession.findMany({
    where: { staffId },
    orderBy: { lastSeenAt: 'desc' },
    skip: MOST_SESSIONS - 1,
    select: { id: true },
  });
  await tx.staffSession.deleteMany({ where: { id: { in: kept.map(({ id }) => id) } } });
  const [id, token] = [newId(now), newSecret()];
  await tx.staffSession.create({
    data: {
      id,
      staffId,
      tokenHash: hashOfSecret(token),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + SESSION_LIFE_MS),
      userAgent: userAgent?.slice(0, LONGEST_USER_AGENT) ?? null,
    },
  });
  return { id, token };
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** The living session of a token; null when there is none, it idled or aged out, or its holder is disabled. Notes to the minute that it is in use. */
export async function findSession(db: Db, token: string, now: Date): Promise<LivingSession | null> {
  if (!TOKEN.test(token)) return null;
  const session = await db.staffSession.findUnique({ where: { tokenHash: hashOfSecret(token) } });
  if (!session || session.expiresAt <= now || session.lastSeenAt <= idleAt(now).lte) return null;
  const staff = await db.staff.findUnique({ where: { id: session.staffId } });
  if (!staff || staff.disabledAt) return null;
  const noted = new Date(now.getTime() - SEEN_NOTED_EVERY_MS);
  if (session.lastSeenAt <= noted) {
    await db.staffSession.updateMany({
      where: { id: session.id, lastSeenAt: { lte: noted } },
      data: { lastSeenAt: now },
    });
  }
  return { id: session.id, staff: asStaffMember(staff) };
}

/** Somebody's living sessions, the one used last first. There are few (MOST_SESSIONS). */
export function listSessions(db: Db | Tx, staffId: string, now: Date): Promise<StaffSession[]> {
  return db.staffSession.findMany({
    where: { staffId, expiresAt: { gt: now }, lastSeenAt: { gt: idleAt(now).lte } },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
    take: MOST_SESSIONS,
  });
}

/** Ends one of somebody's own sessions. Throws NotFound when it is not theirs, or is no more. */
export async function endSession(
  tx: Db | Tx,
  { id, staffId }: { readonly id: string; readonly staffId: string },
): Promise<void> {
  const { count } = await tx.staffSession.deleteMany({ where: { id, staffId } });
  if (count === 0) throw new NotFound('You have no such session.');
}

/** Ends all of somebody's sessions, but for one if it is named: their rights have changed, their password, or they lost a device. Returns how many. */
export async function endSessions(tx: Db | Tx, staffId: string, but?: string): Promise<number> {
  const { count } = await tx.staffSession.deleteMany({
    where: { staffId, ...(but !== undefined && { id: { not: but } }) },
  });
  return count;
}

function idleAt(now: Date): { readonly lte: Date } {
  return { lte: new Date(now.getTime() - SESSION_IDLE_MS) };
}
