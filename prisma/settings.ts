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
