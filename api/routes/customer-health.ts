import { z } from 'zod';
import { HEALTH_LEVELS, HEALTH_WEIGHTS } from '../../domain/policy/health';
import { resolveCustomerId } from '../../prisma/customers';
import { readHealth } from '../../prisma/health';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';

const part = z.enum(Object.keys(HEALTH_WEIGHTS) as (keyof typeof HEALTH_WEIGHTS)[]);
const score = z.int().min(0).max(100).nullable();
const level = z.enum(HEALTH_LEVELS);

const healthSchema = z.object({
  score,
  level,
  parts: z.array(
    z.object({
      part,
      weight: z.int().meta({ description: 'How much it counts, beside the others of which something is known.' }),
      share: z.number().nullable().meta({ description: 'From 0 (bad) to 1 (good); null: nothing is known.' }),
      numbers: z.record(z.string(), z.number().nullable()).meta({ description: 'What it was judged from.' }),
      says: z.string(),
    }),
  ),
  history: z
    .array(
      z.object({
        at: z.iso.datetime(),
        score,
        level,
        moves: z
          .array(z.object({ part, by: z.int() }))
          .meta({ description: 'By how many points each part moved it within the week, the furthest first.' }),
      }),
    )
    .meta({ description: 'Week by week, the oldest first; the last is now.' }),
});

/** How a customer fares, and why (M18). */
export function customerHealthRoute({ db }: Pick<ApiDeps, 'db'>): Route {
  return route({
    method: 'get',
    path: '/v1/customers/:id/health',
    right: 'read',
    tag: 'Customers',
    summary: "Read a customer's health: the score, its parts, and what moved it in the last twelve weeks",
    description: 'Judged anew each time, from what is known of each day.',
    params: z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) }),
    responses: { 200: { description: 'The health.', schema: healthSchema } },
    async handle({ params, now }) {
      const health = await readHealth(db, await resolveCustomerId(db, params.id), now);
      const history = health.history.map(({ at, ...point }) => ({ at: at.toISOString(), ...point }));
      return { status: 200, body: { ...health.now, history } };
    },
  });
}
