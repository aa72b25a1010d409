import { z } from 'zod';
import { noteCustomer, notesOf } from '../../prisma/customer-notes';
import { resolveCustomerId } from '../../prisma/customers';
import type { CustomerNote } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';

const one = z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) });

const noteSchema = z.object({
  id: z.uuid(),
  author: z.string().meta({ description: 'Staff id, or the name of an API key.' }),
  body: z.string(),
  at: z.iso.datetime(),
});

/** What staff want to be known of a customer. Append-only: to correct a note, write another. */
export function customerNoteRoutes({ db }: Pick<ApiDeps, 'db'>): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/customers/:id/notes',
      right: 'work',
      tag: 'Customers',
      summary: 'Write a note about a customer',
      description: 'It stays as it is, and is part of a copy of their data: write what they may read.',
      params: one,
      body: z.strictObject({
        body: z.string().trim().min(1).max(10_000),
        by: z.string().trim().min(1).max(200).optional().meta({
          description: 'Staff id; by default the name of the API key.',
        }),
      }),
      responses: { 201: { description: 'The note.', schema: noteSchema } },
      async handle({ params, body: { body, by }, caller, now }) {
        const customerId = await resolveCustomerId(db, params.id);
        const note = await noteCustomer(db, { customerId, author: by ?? caller.name, body }, now);
        return { status: 201, body: noteView(note) };
      },
    }),

    route({
      method: 'get',
      path: '/v1/customers/:id/notes',
      right: 'read',
      tag: 'Customers',
      summary: 'Read the notes about a customer, the latest first',
      params: one,
      query: pageQuery,
      responses: { 200: { description: 'Notes.', schema: pageOf(noteSchema) } },
      async handle({ params, query: { limit, cursor } }) {
        const customerId = await resolveCustomerId(db, params.id);
        const [at, id] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
        const after = at && id ? { at: new Date(at), id } : undefined;
        const rows = await notesOf(db, customerId, { after, limit: limit + 1 });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        const next_cursor = last ? encodeCursor([last.at.toISOString(), last.id]) : null;
        return { status: 200, body: { data: rows.slice(0, limit).map(noteView), next_cursor } };
      },
    }),
  ];
}

function noteView({ id, author, body, at }: CustomerNote): z.input<typeof noteSchema> {
  return { id, author, body, at: at.toISOString() };
}
