import { z } from 'zod';
import { Conflict, NotFound } from '../../domain/errors';
import { settingsSchema } from '../../domain/policy/settings';
import { audit } from '../../prisma/audit';
import { findSettings, listSettings, writeSettings, type SettingsFile } from '../../prisma/settings';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { etagOf, PreconditionFailed, requiredVersion } from '../if-match';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Reply, type Route } from '../route';

const version = z.int().meta({ description: '0: as the product comes. Touches name the version that decided.' });

const fileSchema = z.object({
  version,
  settings: settingsSchema.meta({ id: 'Settings' }),
  actor: z.string().nullable().meta({ description: 'Who wrote it; null for version 0.' }),
  note: z.string().nullable(),
  at: z.iso.datetime().nullable(),
});

const change = z.strictObject({
  settings: settingsSchema.meta({ id: 'Settings' }),
  note: z.string().trim().min(1).max(500).optional().meta({ description: 'Why it is changed.' }),
});

/** What the gate is set to: caps, hours, priority, topics and guardrails, whole, by version, every change on record (M24). */
export function settingsRoutes({ db }: Pick<ApiDeps, 'db'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/settings',
      right: 'read',
      tag: 'Settings',
      summary: 'Read the settings that rule',
      responses: { 200: { description: 'The settings.', schema: fileSchema } },
      handle: async () => replyOf(await findSettings(db)),
    }),

    route({
      method: 'put',
      path: '/v1/settings',
      right: 'configure',
      tag: 'Settings',
      summary: 'Replace the settings by a next version',
      description:
        'Whole: read them, change what is to be changed, send all. Every worker goes by them from its next decision on.',
      body: change,
      ifMatch: true,
      problems: [412, 428],
      responses: { 200: { description: 'The settings that rule now.', schema: fileSchema } },
      async handle(request) {
        const { body, caller, now, requestId } = request;
        const basedOn = requiredVersion(request);
        const { settings, note = null } = body;
        const actor = caller.name;
        const written = await unlessStale(() =>
          inTransaction(db, async (tx) => {
            const next = await writeSettings(tx, { basedOn, settings, actor, ...(note !== null && { note }) }, now);
            const detail = { from: basedOn, to: next, note };
            await audit(tx, { actor, action: 'settings.changed', subject: 'settings', detail, requestId }, now);
            return next;
          }),
        );
        return replyOf({ version: written, settings, actor, note, at: now });
      },
    }),

    route({
      method: 'get',
      path: '/v1/settings/versions',
      right: 'read',
      tag: 'Settings',
      summary: 'List the versions that somebody wrote, the newest first',
      query: pageQuery,
      responses: { 200: { description: 'A page of versions.', schema: pageOf(fileSchema) } },
      async handle({ query: { limit, cursor } }) {
        const [before] = cursor === undefined ? [] : decodeCursor(cursor, ['integer']);
        const found = await listSettings(db, { limit: limit + 1, ...(before && { before: Number(before) }) });
        const last = found.length > limit ? found[limit - 1] : undefined;
        return {
          status: 200,
          body: {
            data: found.slice(0, limit).map(fileView),
            next_cursor: last ? encodeCursor([String(last.version)]) : null,
          },
        };
      },
    }),

    route({
      method: 'get',
      path: '/v1/settings/versions/:version',
      right: 'read',
      tag: 'Settings',
      summary: 'Read one version: what a touch was decided under',
      params: z.object({ version: z.coerce.number().int().min(0).max(2_147_483_647) }),
      responses: { 200: { description: 'The version.', schema: fileSchema } },
      handle: async ({ params }) => replyOf(await findSettings(db, params.version)),
    }),
  ];
}

function replyOf(file: SettingsFile | null): Reply {
  if (!file) throw new NotFound('There is no such version of the settings.');
  return { status: 200, body: fileView(file), headers: { ETag: etagOf(file.version) } };
}

function fileView({ version: number, settings, actor, note, at }: SettingsFile): z.input<typeof fileSchema> {
  return { version: number, settings, actor, note, at: at?.toISOString() ?? null };
}

async function unlessStale<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof Conflict) throw new PreconditionFailed(error.message, Number(error.extra['version']));
    throw error;
  }
}
