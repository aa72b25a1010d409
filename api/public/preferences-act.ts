import { z } from 'zod';
import type { Customer } from '../../prisma/generated/client';
import { inTransaction } from '../../prisma/transaction';
import { contextOf } from '../context';
import type { PublicDeps } from './deps';
import { evidenceOf } from './evidence';
import { keepData, placeWish } from './wishes';
import { choices, saveChoices } from './save-choices';
import type { Visit } from './visit';
import { withdrawFrom } from './withdraw';

/** What a form came to; the page has a sentence for each. */
export type Outcome =
  | 'saved'
  | 'unchanged'
  | 'off'
  | 'wrong-date'
  | 'export'
  | 'erase'
  | 'unconfirmed'
  | 'kept'
  | 'not-understood';

/** Does what a form of the preference page says. */
export async function act(deps: PublicDeps, visit: Visit<'preferences'>, reader: Customer): Promise<Outcome> {
  const { now, request, response } = visit;
  const { requestId } = contextOf(response);
  const form = read(request.body);
  switch (form?.do) {
    case 'save':
      return saveChoices(deps, visit, reader, form);
    case 'off': {
      const about = { channel: '*', topic: '*', purpose: '*' } as const;
      const how = { method: 'preference_page', evidence: evidenceOf(visit) };
      const changed = await inTransaction(deps.db, (tx) => withdrawFrom(tx, reader.id, about, how, now));
      if (changed) deps.wakeRelay();
      return 'off';
    }
    case 'export':
      await placeWish(deps, { customerId: reader.id, kind: 'export', requestId }, now);
      return 'export';
    case 'erase':
      if (form.sure !== 'yes') return 'unconfirmed';
      await placeWish(deps, { customerId: reader.id, kind: 'erase', requestId }, now);
      return 'erase';
    case 'keep':
      return keepData(deps, reader.id, requestId, now);
    case undefined:
      return 'not-understood';
  }
}

const forms = z.discriminatedUnion('do', [
  choices,
  z.object({ do: z.literal('off') }),
  z.object({ do: z.literal('export') }),
  z.object({ do: z.literal('keep') }),
  z.object({ do: z.literal('erase'), sure: z.string().max(10).optional() }),
]);

function read(body: unknown): z.output<typeof forms> | undefined {
  return forms.safeParse(body).data;
}
