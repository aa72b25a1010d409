import { Conflict } from '../domain/errors';
import { DEFAULT_SETTINGS, settingsSchema, type Settings } from '../domain/policy/settings';
import type { Db, Tx } from './client';
import { Prisma } from './generated/client';

/** The settings that rule, and their version; 0 are those that the product comes with. */
export interface RulingSettings {
  readonly version: number;
  readonly settings: Settings;
}

/** Reads the settings that rule. Members that an older version lacks are those that the product comes with. */
export async function readSettings(db: Db | Tx): Promise<RulingSettings> {
  const row = await db.settingsVersion.findFirst({ orderBy: { version: 'desc' } });
  if (!row) return { version: 0, settings: DEFAULT_SETTINGS };
  return { version: row.version, settings: settingsOf(row.settings) };
}

/** A version of the settings as it was written. Version 0, which nobody wrote, has no author and no time. */
export interface SettingsFile extends RulingSettings {
  readonly actor: string | null;
  readonly note: string | null;
  readonly at: Date | null;
}

/** One version of the settings with its author, by default the one that rules. Null when there was never such a version. */
export async function findSettings(db: Db, version?: number): Promise<SettingsFile | null> {
  const row = await db.settingsVersion.findFirst({
    where: version === undefined ? {} : { version },
    orderBy: { version: 'desc' },
  });
  if (row) return { ...row, settings: settingsOf(row.settings) };
  return version === undefined || version === 0
    ? { version: 0, settings: DEFAULT_SETTINGS, actor: null, note: null, at: null }
    : null;
}

/** Versions that somebody wrote, the newest first, below `before`. */
export async function listSettings(
  db: Db,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<SettingsFile[]> {
  const rows = await db.settingsVersion.findMany({
    where: before === undefined ? {} : { version: { lt: before } },
    orderBy: { version: 'desc' },
    take: limit,
  });
  return rows.map((row) => ({ ...row, settings: settingsOf(row.settings) }));
}

/** The settings that a process last saw ruling in a database, so that a statement need only bring them when they have changed. */
export interface RulingMemory {
  ruling: RulingSettings;
}

const MEMORIES = new WeakMap<Db, RulingMemory>();

/** This process's memory of a database's settings; at first those that the product comes with. */
export function rulingMemory(db: Db): RulingMemory {
  const memory = MEMORIES.get(db) ?? { ruling: { version: 0, settings: DEFAULT_SETTINGS } };
  MEMORIES.set(db, memory);
  return memory;
}

/** The ruling version as a column `settings`, with what it holds unless that is the version which is known already. Null: none was written. */
export function rulingColumn(known: number): Prisma.Sql {
  return Prisma.sql`
    (SELECT jsonb_build_object('version', version, 'settings', CASE WHEN version <> ${known} THEN settings END)
       FROM settings_versions ORDER BY version DESC LIMIT 1) AS settings`;
}

/** What a version holds, as this build reads it. */
export function settingsOf(stored: unknown): Settings {
  return settingsSchema.parse({ ...DEFAULT_SETTINGS, ...(stored as Partial<Settings>) });
}

/**
 * Writes the next version, whole, unless somebody else did since `basedOn` was read: then Conflict, which names the version that rules now.
 * Returns the new version. Old versions stay, because touches name the one they were decided under.
 */
export async function writeSettings(
  tx: Tx,
  change: { readonly basedOn: number; readonly settings: Settings; readonly actor: string; readonly note?: string },
  now: Date,
): Promise<number> {
  const version = change.basedOn + 1;
  const written = await tx.$executeRaw(Prisma.sql`
    INSERT INTO settings_versions (version, settings, actor, note, at)
    SELECT ${version}, ${JSON.stringify(change.settings)}::jsonb, ${change.actor}, ${change.note ?? null}, ${now}::timestamptz
    WHERE coalesce((SELECT max(version) FROM settings_versions), 0) = ${change.basedOn}
    ON CONFLICT (version) DO NOTHING`);
  if (written === 1) return version;
  const { version: ruling } = await readSettings(tx);
  throw new Conflict('Somebody else changed the settings meanwhile.', { version: ruling });
}
