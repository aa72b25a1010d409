import { z } from 'zod';
import type { PrivacyRequest } from '../../prisma/generated/client';
import { carriedOutFrom } from '../../prisma/privacy/requests';

const time = z.iso.datetime();

/** A copy of a customer's data. */
export const copySchema = z.object({
  request_id: z.uuid().meta({ description: 'The wish that it meets.' }),
  customer_id: z.uuid(),
  made_at: time,
  download_url: z.url().meta({ description: 'The same as an archive, for whoever has this link.' }),
  download_until: time,
  tables: z
    .record(z.string(), z.array(z.record(z.string(), z.unknown())))
    .meta({ description: 'Every row about the customer, by table.' }),
});

/** A customer's wish to have their data or to be erased. */
export const privacyRequestSchema = z.object({
  id: z.uuid(),
  customer_id: z.uuid(),
  kind: z.enum(['export', 'erase']),
  by: z.string().meta({ description: '`customer`, by their page; else the key in whose name it was placed.' }),
  state: z.enum(['open', 'under_way', 'done']).meta({
    description: '`under_way`: everything is erased, and what Temporal holds becomes unreadable within minutes.',
  }),
  requested_at: time,
  due_at: time,
  carried_out_from: time.nullable().meta({ description: 'When an erasure that came by a page happens by itself.' }),
  done_at: time.nullable(),
  outcome: z.record(z.string(), z.unknown()).meta({ description: 'What came of it, without personal data.' }),
});

/** A wish as it is answered. */
export function privacyRequestView(request: PrivacyRequest): z.input<typeof privacyRequestSchema> {
  const { id, customerId, kind, by, requestedAt, dueAt, doneAt } = request;
  const outcome = request.outcome as Record<string, unknown>;
  return {
    id,
    customer_id: customerId,
    kind: kind as 'export' | 'erase',
    by,
    state: doneAt ? 'done' : outcome['erasedAt'] === undefined ? 'open' : 'under_way',
    requested_at: requestedAt.toISOString(),
    due_at: dueAt.toISOString(),
    carried_out_from: carriedOutFrom(request)?.toISOString() ?? null,
    done_at: doneAt?.toISOString() ?? null,
    outcome,
  };
}
